package org.kachehri.scheduler.appointments;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Citizens;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Post;
import org.kachehri.platform.outbox.Outbox;
import org.kachehri.scheduler.appointments.Appointment.Plan;
import org.kachehri.scheduler.bookings.Bookings;
import org.kachehri.scheduler.bookings.Offer;
import org.kachehri.scheduler.bookings.Resource;
import org.kachehri.scheduler.bookings.Span;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.queue.Intake;
import org.kachehri.scheduler.queue.RegisterVisit;

/**
 * From the wish to be received to a time at which room, recorder and everybody who is needed are free. Each method is one decision in the
 * caller's transaction; what can't be booked leaves everything as it was.
 */
final class ArrangeAppointment {
    static final Duration SHORTEST = Duration.ofMinutes(10);

    /** A working day; what takes longer is two appointments. */
    static final Duration LONGEST = Duration.ofHours(8);

    /** Nobody is asked further ahead: the rules of reception change every year or so. */
    private static final Duration FARTHEST = Duration.ofDays(366);

    private final AppointmentStore store;
    private final PointStore points;
    private final Citizens citizens;
    private final Officials officials;
    private final RegisterVisit registerVisit;
    private final Bookings bookings;
    private final int recorders;
    private final Outbox outbox;
    private final AuditLog audit;
    private final Clock clock;

    /** @param recorders that write each reception */
    ArrangeAppointment(
            AppointmentStore store,
            PointStore points,
            Citizens citizens,
            Officials officials,
            RegisterVisit registerVisit,
            Bookings bookings,
            int recorders,
            Outbox outbox,
            AuditLog audit,
            Clock clock) {
        this.store = store;
        this.points = points;
        this.citizens = citizens;
        this.officials = officials;
        this.registerVisit = registerVisit;
        this.bookings = bookings;
        this.recorders = recorders;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** What came of a decision. */
    sealed interface Outcome {
        record Done(Appointment appointment) implements Outcome {}

        /** It is no longer, or not yet, where this could be decided. */
        record NotNow(AppointmentState state) implements Outcome {}

        /** @param fields which field and what is wrong with it */
        record Wrong(Map<String, String> fields) implements Outcome {}

        record NoGroup(Groups.Wrong why) implements Outcome {}

        /** Somebody else has it at that time. */
        record Taken(Resource resource) implements Outcome {}
    }

    Appointment request(Handle tx, SignedIn who, Intake.Outcome.Taken taken, LocalDate wishedOn) {
        return ask(tx, who, taken, wishedOn, "");
    }

    /** The same person with the same matter asks once more, e.g. after the first hearing. */
    Appointment again(Handle tx, SignedIn who, Appointment before) {
        return ask(tx, who, taken(tx, before), null, before.code());
    }

    private Appointment ask(Handle tx, SignedIn who, Intake.Outcome.Taken taken, LocalDate wishedOn, String note) {
        Instant now = clock.instant();
        int year = now.atZone(taken.point().unit().zone()).getYear();
        Appointment appointment = new Appointment(
                UUID.randomUUID().toString(),
                store.nextCode(tx, year),
                taken.point().id(),
                taken.point().name(),
                taken.person().citizenId(),
                taken.person().displayName(),
                taken.person().isProtected(),
                taken.matter(),
                taken.units(),
                taken.language(),
                AppointmentState.REQUESTED,
                wishedOn,
                now,
                null,
                null,
                null,
                null);
        store.insert(tx, appointment);
        note(tx, who, appointment, Step.Kind.REQUESTED, note);
        return appointment;
    }

    /** Who it is for and what it is about, as it was taken down. */
    private Intake.Outcome.Taken taken(Handle tx, Appointment appointment) {
        return new Intake.Outcome.Taken(
                points.point(tx, appointment.pointId()).orElseThrow(),
                citizens.person(tx, appointment.citizenId()).orElseThrow(),
                appointment.matter(),
                appointment.units(),
                appointment.language());
    }

    /** What it is, and whose: the officer's finding. */
    Outcome triage(Handle tx, SignedIn who, Appointment appointment, String competentUnitId, String finding) {
        if (!in(appointment, AppointmentState.REQUESTED, AppointmentState.TRIAGED)) {
            return new Outcome.NotNow(appointment.state());
        }
        if (points.unit(tx, competentUnitId).isEmpty()) {
            return new Outcome.Wrong(Map.of("competentUnitId", "unknown"));
        }
        store.triaged(tx, appointment.id(), competentUnitId);
        return done(tx, who, appointment, Step.Kind.TRIAGED, finding);
    }

    /** Who speaks for the many. */
    Outcome group(Handle tx, SignedIn who, Appointment appointment, List<String> signers, List<String> speakers) {
        if (!appointment.state().isOpen()) return new Outcome.NotNow(appointment.state());
        Optional<Groups.Wrong> wrong = Groups.wrong(appointment.matter().people(), signers, speakers);
        if (wrong.isPresent()) return new Outcome.NoGroup(wrong.get());
        Set<String> speak = speakers.stream().map(Groups::plain).collect(Collectors.toSet());
        store.group(
                tx,
                appointment.id(),
                signers.stream()
                        .map(name -> new Signer(name.strip(), speak.contains(Groups.plain(name))))
                        .toList());
        return done(tx, who, appointment, Step.Kind.GROUP_NAMED, "");
    }

    /** The leader who will chair says yes to an online reception. */
    Outcome approve(Handle tx, SignedIn who, Appointment appointment, OnlineReason reason, String note) {
        if (!in(appointment, AppointmentState.TRIAGED)) return new Outcome.NotNow(appointment.state());
        store.approved(tx, appointment.id(), reason);
        return done(tx, who, appointment, Step.Kind.APPROVED, note);
    }

    /** Gives it a time, a room, a recorder and people; once more moves it. */
    Outcome schedule(Handle tx, SignedIn who, Appointment appointment, Plan plan, String note) {
        if (!in(appointment, AppointmentState.APPROVED, AppointmentState.SCHEDULED)) {
            return new Outcome.NotNow(appointment.state());
        }
        Optional<Outcome> wrong = wrong(tx, appointment, plan);
        if (wrong.isPresent()) return wrong.get();
        List<Resource> resources = resources(tx, plan);
        Instant now = clock.instant();
        tx.savepoint("before");
        bookings.release(tx, appointment.id(), now);
        resources.forEach(resource -> bookings.offer(tx, new Offer(resource, 1)));
        Optional<Resource> taken = bookings.bookAll(
                tx,
                resources,
                Resource.Kind.RECORDER,
                recorders,
                appointment.id(),
                new Span(plan.startsAt(), plan.endsAt()));
        if (taken.isPresent()) {
            tx.rollbackToSavepoint("before");
            return new Outcome.Taken(taken.get());
        }
        store.scheduled(tx, appointment.id(), plan);
        boolean again = appointment.state() == AppointmentState.SCHEDULED;
        return done(tx, who, appointment, again ? Step.Kind.RESCHEDULED : Step.Kind.SCHEDULED, note);
    }

    /** It can't be held at its time, and there is no other yet; what was booked is free again. */
    Outcome postpone(Handle tx, SignedIn who, Appointment appointment, String reason) {
        if (!in(appointment, AppointmentState.SCHEDULED)) return new Outcome.NotNow(appointment.state());
        bookings.release(tx, appointment.id(), clock.instant());
        store.state(tx, appointment.id(), AppointmentState.APPROVED);
        return done(tx, who, appointment, Step.Kind.POSTPONED, reason);
    }

    /** It comes to nothing: refused on a legal ground, referred to who is competent, or cancelled. */
    Outcome end(Handle tx, SignedIn who, Appointment appointment, Step.Kind how, String reason) {
        AppointmentState state = AppointmentState.valueOf(how.name());
        if (!appointment.state().isOpen()) return new Outcome.NotNow(appointment.state());
        bookings.release(tx, appointment.id(), clock.instant());
        store.state(tx, appointment.id(), state);
        return done(tx, who, appointment, how, reason);
    }

    /** They are there: a visit from now on, which has what was booked. */
    Optional<RegisterVisit.Outcome.Registered> arrive(Handle tx, SignedIn who, Appointment appointment) {
        if (!in(appointment, AppointmentState.SCHEDULED)) return Optional.empty();
        RegisterVisit.Outcome.Registered registered = registerVisit.register(
                tx, who, taken(tx, appointment), appointment.plan().startsAt());
        String visitId = registered.visit().id();
        store.arrived(tx, appointment.id(), visitId);
        bookings.handOver(tx, appointment.id(), visitId);
        note(tx, who, appointment, Step.Kind.ARRIVED, "");
        return Optional.of(registered);
    }

    private Optional<Outcome> wrong(Handle tx, Appointment appointment, Plan plan) {
        Instant now = clock.instant();
        Duration length = Duration.between(plan.startsAt(), plan.endsAt());
        if (plan.startsAt().isBefore(now)) return field("startsAt", "past");
        if (plan.startsAt().isAfter(now.plus(FARTHEST))) return field("startsAt", "too-far");
        if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) return field("minutes", "range");
        if (points.rooms(tx, List.of(appointment.pointId())).stream()
                .noneMatch(room -> room.id().equals(plan.roomId()))) {
            return field("roomId", "unknown");
        }
        if (Groups.representatives(appointment.matter().people()).isPresent()
                && store.group(tx, appointment.id()).isEmpty()) {
            return field("group", "required");
        }
        if (plan.posts().isEmpty()) return field("posts", "required");
        for (String id : plan.posts()) {
            Optional<Post> post = officials.post(tx, id, plan.startsAt());
            if (post.isEmpty() || !appointment.units().contains(post.get().unitId())) return field("posts", "unknown");
        }
        return Optional.empty();
    }

    private static Optional<Outcome> field(String name, String what) {
        return Optional.of(new Outcome.Wrong(Map.of(name, what)));
    }

    private List<Resource> resources(Handle tx, Plan plan) {
        return Stream.concat(
                        Stream.of(new Resource(Resource.Kind.ROOM, plan.roomId())),
                        plan.posts().stream()
                                .map(post -> person(officials
                                        .post(tx, post, plan.startsAt())
                                        .orElseThrow()
                                        .officialId())))
                .distinct()
                .sorted()
                .toList();
    }

    /** Whatever post they come in, an official is at one place at a time. */
    static Resource person(String officialId) {
        return new Resource(Resource.Kind.PERSON, officialId);
    }

    private static boolean in(Appointment appointment, AppointmentState first, AppointmentState... others) {
        return EnumSet.of(first, others).contains(appointment.state());
    }

    private Outcome done(Handle tx, SignedIn who, Appointment appointment, Step.Kind kind, String note) {
        note(tx, who, appointment, kind, note);
        if (kind.concernsTheCitizen()) {
            outbox.publish(tx, AppointmentTold.TYPE, appointment.id(), new AppointmentTold(appointment.id()));
        }
        return new Outcome.Done(store.find(tx, appointment.id()).orElseThrow());
    }

    private void note(Handle tx, SignedIn who, Appointment appointment, Step.Kind kind, String note) {
        store.step(tx, appointment.id(), kind, clock.instant(), who.officialId(), note);
        audit.write(
                tx,
                AuditEntry.of(who.officialId(), who.post().id(), "APPOINTMENT_" + kind, appointment.id())
                        .with(Map.of("code", appointment.code())));
    }
}
