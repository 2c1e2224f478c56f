package org.kachehri.scheduler.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kachehri.identity.people.CitizenDetails;
import org.kachehri.identity.people.IdentityPaper;
import org.kachehri.identity.people.Language;

class RegisterVisitTest {
    private final Office office = new Office();

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void numbersHaveNoGapsAlsoWhenManyRegisterAtOnceAndSomeFail() throws Exception {
        List<Callable<Integer>> registrations = IntStream.range(0, 40)
                .<Callable<Integer>>mapToObj(i -> () -> i % 4 == 3 ? abandoned() : number())
                .toList();
        List<Integer> numbers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            for (Future<Integer> each : threads.invokeAll(registrations)) {
                if (each.get() != null) numbers.add(each.get());
            }
        }
        numbers.sort(null);
        assertEquals(IntStream.rangeClosed(1, 30).boxed().toList(), numbers);
    }

    private Integer number() {
        return office.register(CaseType.COMPLAINT).visit().number();
    }

    private Integer abandoned() {
        try {
            office.transactions.act(tx -> {
                office.queue
                        .registerVisit()
                        .register(tx, office.receiver, office.command("yen-hoa", CaseType.PETITION));
                throw new IllegalStateException("the line breaks");
            });
        } catch (IllegalStateException expected) {
            return null;
        }
        throw new AssertionError("it was not abandoned");
    }

    @Test
    void aDenunciationGetsAnAliasInsteadOfANumberAndItsIdentityIsSealed() {
        Visit visit = office.register(CaseType.DENUNCIATION).visit();
        assertNull(visit.number());
        assertEquals("TC-2026-0001", visit.person());
        assertTrue(visit.protectedIdentity());
        String everything = office.transactions.run(tx -> tx.createQuery(
                        """
                        SELECT (SELECT json_agg(v) FROM queue.visit v)::text
                            || (SELECT json_agg(c) FROM people.citizen c)::text
                            || (SELECT json_agg(e) FROM outbox.event e)::text
                            || (SELECT json_agg(l) FROM audit.line l)::text""")
                .mapTo(String.class)
                .one());
        for (String secret : List.of("Pắn", "Bản Yên Hòa", "040085001234", "0912345678")) {
            assertFalse(everything.contains(secret), secret);
        }
        // The next number is the first: the denunciation took none.
        assertEquals(1, office.register(CaseType.COMPLAINT).visit().number());
    }

    @Test
    void theUnitsThatTakePartAreThoseAsked() {
        assertEquals(
                List.of("yen-hoa", "nghe-an", "central"),
                office.register(CaseType.COMPLAINT).visit().units());
    }

    @Test
    void anOfficerRegistersOnlyAtPointsOfTheirOwnUnit() {
        assertInstanceOf(RegisterVisit.Outcome.NotYourPoint.class, office.transactions.run(tx -> office.queue
                .registerVisit()
                .register(tx, office.receiver, office.command("tam-quang", CaseType.COMPLAINT))));
    }

    @Test
    void anIdentityPaperNeedsItsNumber() {
        var command = new RegisterVisit.Command(
                "yen-hoa",
                new CitizenDetails(" ", "Bản", IdentityPaper.PASSPORT, null, null),
                office.command("yen-hoa", CaseType.FEEDBACK).matter(),
                Language.VI,
                null);
        assertEquals(
                new RegisterVisit.Outcome.Incomplete(
                        Map.of("citizen.name", "required", "citizen.idNumber", "required")),
                office.transactions.run(tx -> office.queue.registerVisit().register(tx, office.receiver, command)));
    }

    @Test
    void registrationIsAnnounced() {
        office.register(CaseType.COMPLAINT);
        assertEquals(List.of("visit.registered"), office.transactions.run(tx -> tx.createQuery(
                        "SELECT type FROM outbox.event")
                .mapTo(String.class)
                .list()));
    }
}
