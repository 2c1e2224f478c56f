package org.kachehri.tests.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.kachehri.tests.browser.Portal.button;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.tests.browser.Browsers;
import org.kachehri.tests.browser.Portal;

/**
 * Eleven households ask for a reception (DOMAIN 6, SC-1, steps 1 to 3): they name who speaks, the chair approves, room, recorder and people
 * are booked, a second clerk finds them taken, and on the day the appointment becomes a visit that is received.
 */
class AppointmentTest {
    private static final int PEOPLE = 11;

    @TempDir
    Path folder;

    @Test
    void elevenHouseholdsAreReceivedByAppointment() throws Exception {
        try (RunningServer server = RunningServer.start(folder.resolve("data"));
                Browsers browsers = new Browsers()) {
            Page officer = browsers.chromium();
            Portal portal = new Portal(server.address(""));
            portal.signIn(officer, "mai");
            Page chair = browsers.besides(officer);
            portal.signIn(chair, "vo");

            String first = request(server, officer);
            fiveOfThemSpeak(officer);
            decided(server, officer, chair, first);
            button(officer, "Book").click();
            officer.locator(".status", new Page.LocatorOptions().setHasText("Scheduled"))
                    .waitFor();

            String second = request(server, officer);
            fiveOfThemSpeak(officer);
            decided(server, officer, chair, second);
            button(officer, "Book").click();
            officer.getByText("All recorders are booked")
                    .or(officer.getByText("The room is booked"))
                    .waitFor();

            inThreeLanguages(server, officer);

            officer.navigate(server.address(first));
            button(officer, "The person is here").click();
            String link = officer.locator("[data-link=kiosk]").getAttribute("href");
            Page citizen = browsers.chromium();
            String room = portal.arrive(citizen, link);
            portal.start(chair, citizen, room);
            button(chair, "Close…").waitFor();
        }
    }

    /** @return the path of its page */
    private static String request(RunningServer server, Page officer) {
        officer.navigate(server.address("/people/new"));
        officer.locator("[name=name]").fill("Trần Văn Bình");
        officer.locator("[name=address]").fill("Xóm 4, xã Yên Hoà");
        officer.locator("[name=idKind][value=NONE]").check();
        officer.locator("[name=language][value=en]").check();
        officer.locator("[name=type][value=COMPLAINT]").check();
        officer.locator("[name=content]").fill("The land was taken for a canal.");
        officer.locator("[name=wish]").fill("The measurement minutes.");
        officer.locator("[name=people]").fill(String.valueOf(PEOPLE));
        officer.locator("[name=when][value=later]").check();
        button(officer, "Ask for an appointment").click();
        officer.locator("[name=signers]").waitFor();
        return officer.url().substring(server.address("").length());
    }

    private static void fiveOfThemSpeak(Page officer) {
        officer.locator("[name=signers]")
                .fill(IntStream.rangeClosed(1, PEOPLE)
                        .mapToObj(i -> "Household " + i)
                        .collect(Collectors.joining("\n")));
        Locator speakers = officer.locator("[name=speaker]");
        assertEquals(PEOPLE, speakers.count());
        for (int i = 0; i < 5; i++) speakers.nth(i).check();
        assertTrue(speakers.nth(5).isDisabled(), "a sixth can't be chosen");
        button(officer, "Keep the group").click();
        officer.getByText("Speak for all").waitFor();
    }

    private static void decided(RunningServer server, Page officer, Page chair, String path) {
        officer.locator("[name=competent][value=nghe-an]").check();
        officer.locator("[name=finding]").fill("Compensation; the commune's time is over.");
        button(officer, "Hand to the chair").click();
        officer.getByText("The chair decides next.").waitFor();
        chair.navigate(server.address(path));
        chair.locator("[name=onlineReason][value=COMPLEX_AND_FAR_APART]").check();
        button(chair, "Approve").click();
        chair.locator(".status", new Page.LocatorOptions().setHasText("Needs a time"))
                .waitFor();
        officer.navigate(server.address(path));
        officer.locator("[name=minutes]").waitFor();
    }

    /** The week with the appointment reads in every language, right to left in Urdu. */
    private static void inThreeLanguages(RunningServer server, Page officer) {
        for (String[] one : new String[][] {{"ur", "ملاقات کے اوقات"}, {"vi", "Lịch hẹn"}, {"en", "Appointments"}}) {
            officer.navigate(server.address("/appointments"));
            officer.locator(".band select").first().selectOption(one[0]);
            officer.locator("html[lang=" + one[0] + "]").waitFor();
            assertEquals(one[1], officer.locator("h1").textContent());
            officer.locator("table.list a").first().waitFor();
        }
    }
}
