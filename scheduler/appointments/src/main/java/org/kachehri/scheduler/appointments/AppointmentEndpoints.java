package org.kachehri.scheduler.appointments;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.Action;
import org.kachehri.identity.access.OfficialApi;
import org.kachehri.identity.access.Policy;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.people.CitizenDetails;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Official;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Words;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.HttpApi;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.platform.qr.QrPicture;
import org.kachehri.scheduler.appointments.Appointment.Plan;
import org.kachehri.scheduler.appointments.AppointmentView.AlikeLine;
import org.kachehri.scheduler.appointments.AppointmentView.Line;
import org.kachehri.scheduler.appointments.AppointmentView.PostLine;
import org.kachehri.scheduler.appointments.AppointmentView.RoomLine;
import org.kachehri.scheduler.appointments.ArrangeAppointment.Outcome;
import org.kachehri.scheduler.bookings.Booking;
import org.kachehri.scheduler.bookings.Bookings;
import org.kachehri.scheduler.bookings.Resource;
import org.kachehri.scheduler.bookings.Span;
import org.kachehri.scheduler.points.Point;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Room;
import org.kachehri.scheduler.queue.Intake;
import org.kachehri.scheduler.queue.Queue;
import org.kachehri.scheduler.queue.RegisterVisit;

/** Appointments over HTTP. Who sees one belongs to a unit that takes part in it; to anybody else it looks as if it weren't there. */
final class AppointmentEndpoints {
    /** The calendar shows a month and what leads up to it. */
    private static final int MOST_DAYS = 62;

    /** What a page offers to who may do it. */
    private static final List<Action> ACTIONS = List.of(
            Action.REQUEST_APPOINTMENT,
            Action.TRIAGE_APPOINTMENT,
            Action.APPROVE_APPOINTMENT,
            Action.SCHEDULE_APPOINTMENT,
            Action.REGISTER_VISIT);

    private final Transactions transactions;
    private final AppointmentStore store;
    private final ArrangeAppointment arrange;
    private final EarlierMatters earlier;
    private final Invitations invitations;
    private final PointStore points;
    private final Officials officials;
    private final Bookings bookings;
    private final Queue queue;
    private final Clock clock;

    AppointmentEndpoints(
            Transactions transactions,
            AppointmentStore store,
            ArrangeAppointment arrange,
            EarlierMatters earlier,
            Invitations invitations,
            PointStore points,
            Officials officials,
            Bookings bookings,
            Queue queue,
            Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.arrange = arrange;
        this.earlier = earlier;
        this.invitations = invitations;
        this.points = points;
        this.officials = officials;
        this.bookings = bookings;
        this.queue = queue;
        this.clock = clock;
    }

    void register(HttpApi http, OfficialApi officialApi) {
        http.on("openInvitation", this::opened);
        officialApi.on("invite", Action.SEE_APPOINTMENTS, this::invite);
        officialApi.on("requestAppointment", Action.REQUEST_APPOINTMENT, this::request);
        officialApi.on("appointments", Action.SEE_APPOINTMENTS, this::between);
        officialApi.on("appointment", Action.SEE_APPOINTMENTS, this::one);
        officialApi.on("triageAppointment", Action.TRIAGE_APPOINTMENT, this::triage);
        officialApi.on("nameGroup", Action.TRIAGE_APPOINTMENT, this::group);
        officialApi.on("approveAppointment", Action.APPROVE_APPOINTMENT, this::approve);
        officialApi.on("scheduleAppointment", Action.SCHEDULE_APPOINTMENT, this::schedule);
        officialApi.on("postponeAppointment", Action.SCHEDULE_APPOINTMENT, this::postpone);
        officialApi.on("endAppointment", Action.TRIAGE_APPOINTMENT, this::end);
        officialApi.on("refuseAppointment", Action.APPROVE_APPOINTMENT, this::refuse);
        officialApi.on("repeatAppointment", Action.REQUEST_APPOINTMENT, this::again);
        officialApi.on("arriveForAppointment", Action.REGISTER_VISIT, this::arrive);
    }

    /** As the protocol's {@code RequestAppointment}. */
    record NewAppointment(
            String pointId,
            CitizenDetails citizen,
            RegisterVisit.Matter matter,
            Language language,
            List<RegisterVisit.Level> levels,
            LocalDate wishedOn) {}

    private Answer request(SignedIn who, Request request) {
        NewAppointment asked = request.body(NewAppointment.class);
        RegisterVisit.Command command = new RegisterVisit.Command(
                asked.pointId(), asked.citizen(), asked.matter(), asked.language(), asked.levels());
        return transactions.run(tx -> switch (queue.intake().take(tx, who, command)) {
            case Intake.Outcome.Taken taken ->
                Answer.json(201, Line.of(arrange.request(tx, who, taken, asked.wishedOn())));
            case Intake.Outcome.NotYourPoint() -> Answer.problem(Queue.NOT_YOUR_POINT);
            case Intake.Outcome.Incomplete incomplete ->
                Answer.problem(Queue.INCOMPLETE.withFields(incomplete.fields()));
        });
    }

    record Calendar(String zone, List<Line> toArrange, List<Line> scheduled) {}

    private Answer between(SignedIn who, Request request) {
        LocalDate from = LocalDate.parse(request.query("from").orElseThrow());
        LocalDate to = LocalDate.parse(request.query("to").orElseThrow());
        if (to.isBefore(from) || ChronoUnit.DAYS.between(from, to) > MOST_DAYS) {
            return Answer.problem(Problem.of(400, "range", "A calendar shows at most " + MOST_DAYS + " days"));
        }
        return transactions.run(tx -> {
            ZoneId zone = points.unit(tx, who.unitId()).orElseThrow().zone();
            List<String> own = List.of(who.unitId());
            return Answer.ok(new Calendar(
                    zone.getId(),
                    store.toArrange(tx, own).stream().map(Line::of).toList(),
                    store
                            .between(
                                    tx,
                                    own,
                                    from.atStartOfDay(zone).toInstant(),
                                    to.plusDays(1).atStartOfDay(zone).toInstant())
                            .stream()
                            .map(Line::of)
                            .toList()));
        });
    }

    private Answer one(SignedIn who, Request request) {
        Optional<LocalDate> day = request.query("day").map(LocalDate::parse);
        return transactions.run(tx -> store.find(tx, request.pathParameter("appointmentId"))
                .filter(found -> takesPart(who, found))
                .map(found -> Answer.ok(view(tx, who, found, day)))
                .orElseGet(AppointmentEndpoints::unknown));
    }

    record Triage(String competentUnitId, String finding) {}

    private Answer triage(SignedIn who, Request request) {
        Triage triage = request.body(Triage.class);
        return decide(
                who, request, (tx, one) -> arrange.triage(tx, who, one, triage.competentUnitId(), triage.finding()));
    }

    record Group(List<String> signers, List<String> speakers) {}

    private Answer group(SignedIn who, Request request) {
        Group group = request.body(Group.class);
        return decide(who, request, (tx, one) -> arrange.group(tx, who, one, group.signers(), group.speakers()));
    }

    record Approve(OnlineReason reason, String note) {}

    private Answer approve(SignedIn who, Request request) {
        Approve approve = request.body(Approve.class);
        return decide(who, request, (tx, one) -> arrange.approve(tx, who, one, approve.reason(), text(approve.note())));
    }

    record Schedule(
            Instant startsAt,
            int minutes,
            String roomId,
            List<String> posts,
            String interpreter,
            String lawyer,
            String note) {}

    private Answer schedule(SignedIn who, Request request) {
        Schedule asked = request.body(Schedule.class);
        Plan plan = new Plan(
                asked.startsAt(),
                asked.startsAt().plus(Duration.ofMinutes(asked.minutes())),
                asked.roomId(),
                asked.posts().stream().distinct().toList(),
                blankIsNone(asked.interpreter()),
                blankIsNone(asked.lawyer()));
        return decide(who, request, (tx, one) -> arrange.schedule(tx, who, one, plan, text(asked.note())));
    }

    record Because(String reason) {}

    private Answer postpone(SignedIn who, Request request) {
        String reason = request.body(Because.class).reason();
        return decide(who, request, (tx, one) -> arrange.postpone(tx, who, one, reason));
    }

    /** @param how REFERRED or CANCELLED; a refusal is the leader's */
    record End(Step.Kind how, String reason) {}

    private Answer end(SignedIn who, Request request) {
        End end = request.body(End.class);
        return decide(who, request, (tx, one) -> arrange.end(tx, who, one, end.how(), end.reason()));
    }

    private Answer refuse(SignedIn who, Request request) {
        String reason = request.body(Because.class).reason();
        return decide(who, request, (tx, one) -> arrange.end(tx, who, one, Step.Kind.REFUSED, reason));
    }

    private Answer again(SignedIn who, Request request) {
        return transactions.run(tx -> store.find(tx, request.pathParameter("appointmentId"))
                .filter(found -> takesPart(who, found))
                .map(found -> Answer.json(201, Line.of(arrange.again(tx, who, found))))
                .orElseGet(AppointmentEndpoints::unknown));
    }

    private Answer arrive(SignedIn who, Request request) {
        return transactions.run(tx -> {
            Optional<Appointment> found = locked(tx, who, request);
            if (found.isEmpty()) return unknown();
            return arrange.arrive(tx, who, found.get())
                    .map(registered -> queue.registered(tx, request, registered))
                    .orElseGet(() -> notNow(found.get().state()));
        });
    }

    record Invitation(String url, String qrSvg) {}

    /** For the slip that is given into the citizen's hand. */
    private Answer invite(SignedIn who, Request request) {
        return transactions.run(tx -> {
            Optional<Appointment> found = locked(tx, who, request);
            if (found.isEmpty()) return unknown();
            String url = invitations.link(tx, found.get(), request.origin());
            return Answer.json(201, new Invitation(url, QrPicture.svg(url)));
        });
    }

    record Open(String token) {}

    /** What the citizen reads: nobody's name, because slips lie about. */
    record Expected(
            String code,
            AppointmentState state,
            Words pointName,
            String hours,
            Instant startsAt,
            Instant endsAt,
            String room,
            String zone) {}

    private Answer opened(Request request) {
        String token = request.body(Open.class).token();
        return transactions.run(tx -> invitations
                .opened(tx, token)
                .map(found -> Answer.ok(expected(tx, found)))
                .orElseGet(() -> Answer.problem(Problem.notFound("This link is not valid any more"))));
    }

    private Expected expected(Handle tx, Appointment one) {
        Point point = points.point(tx, one.pointId()).orElseThrow();
        boolean comes = one.state() == AppointmentState.SCHEDULED;
        return new Expected(
                one.code(),
                one.state(),
                point.name(),
                point.hours(),
                comes ? one.plan().startsAt() : null,
                comes ? one.plan().endsAt() : null,
                comes ? roomName(tx, one) : null,
                point.unit().zone().getId());
    }

    private String roomName(Handle tx, Appointment one) {
        return points.rooms(tx, List.of(one.pointId())).stream()
                .filter(room -> room.id().equals(one.plan().roomId()))
                .map(Room::name)
                .findFirst()
                .orElse(null);
    }

    private Answer decide(SignedIn who, Request request, BiFunction<Handle, Appointment, Outcome> decision) {
        return transactions.run(tx -> {
            Optional<Appointment> found = locked(tx, who, request);
            if (found.isEmpty()) return unknown();
            return switch (decision.apply(tx, found.get())) {
                case Outcome.Done done -> Answer.ok(view(tx, who, done.appointment(), Optional.empty()));
                case Outcome.NotNow notNow -> notNow(notNow.state());
                case Outcome.Wrong wrong ->
                    Answer.problem(
                            Problem.of(400, "plan", "This can't be planned so").withFields(wrong.fields()));
                case Outcome.NoGroup noGroup ->
                    Answer.problem(Problem.conflict(
                            "group-"
                                    + noGroup.why()
                                            .name()
                                            .toLowerCase(Locale.ROOT)
                                            .replace('_', '-'),
                            "These can't speak for all"));
                case Outcome.Taken taken -> Answer.problem(taken(tx, taken.resource()));
            };
        });
    }

    private Problem taken(Handle tx, Resource resource) {
        return switch (resource.kind()) {
            case RECORDER -> Problem.conflict("no-recorder", "All recorders are booked at that time");
            case ROOM, DEVICE -> Problem.conflict("room-taken", "The room is booked at that time");
            case PERSON ->
                Problem.conflict("person-taken", "Somebody is booked at that time")
                        .withDetail(officials
                                .official(tx, resource.id())
                                .map(Official::name)
                                .orElse(resource.id()));
        };
    }

    private Optional<Appointment> locked(Handle tx, SignedIn who, Request request) {
        return store.locked(tx, request.pathParameter("appointmentId")).filter(found -> takesPart(who, found));
    }

    private static boolean takesPart(SignedIn who, Appointment appointment) {
        return appointment.units().contains(who.unitId());
    }

    private AppointmentView view(Handle tx, SignedIn who, Appointment one, Optional<LocalDate> asked) {
        Point point = points.point(tx, one.pointId()).orElseThrow();
        ZoneId zone = point.unit().zone();
        LocalDate day = asked.orElseGet(() -> day(one, zone));
        Span whole = new Span(
                day.atStartOfDay(zone).toInstant(),
                day.plusDays(1).atStartOfDay(zone).toInstant());
        return new AppointmentView(
                Line.of(one),
                one.matter().wish(),
                one.matter().respondent(),
                one.matter().settledBy(),
                one.matter().people(),
                Groups.representatives(one.matter().people()).stream()
                        .boxed()
                        .findFirst()
                        .orElse(null),
                store.group(tx, one.id()),
                one.units().size() > 1 && one.matter().settledBy() == null,
                one.units(),
                one.language(),
                one.competentUnitId(),
                one.onlineReason(),
                one.plan() == null ? List.of() : one.plan().posts(),
                one.plan() == null ? null : one.plan().interpreter(),
                one.plan() == null ? null : one.plan().lawyer(),
                one.visitId(),
                store.steps(tx, one.id()),
                one.state().isOpen() ? alike(tx, one) : List.of(),
                day,
                points.rooms(tx, List.of(one.pointId())).stream()
                        .map(room ->
                                new RoomLine(room, busy(tx, one, new Resource(Resource.Kind.ROOM, room.id()), whole)))
                        .toList(),
                candidates(tx, one, whole),
                invitations.reaches(tx, one),
                ACTIONS.stream().filter(who::may).map(Action::word).toList());
    }

    private LocalDate day(Appointment one, ZoneId zone) {
        LocalDate today = clock.instant().atZone(zone).toLocalDate();
        if (one.plan() != null) return one.plan().startsAt().atZone(zone).toLocalDate();
        return one.wishedOn() == null || one.wishedOn().isBefore(today) ? today.plusDays(1) : one.wishedOn();
    }

    private List<AlikeLine> alike(Handle tx, Appointment one) {
        return earlier.like(tx, one).stream()
                .sorted(Comparator.comparing(AlikeLine::score).reversed())
                .limit(5)
                .toList();
    }

    /** Officials of the units that take part, who may be there. */
    private List<PostLine> candidates(Handle tx, Appointment one, Span day) {
        return one.units().stream()
                .flatMap(unit -> officials.ofUnit(tx, unit).stream())
                .filter(post -> Policy.allows(post.role(), Action.JOIN))
                .map(post -> {
                    Official official =
                            officials.official(tx, post.officialId()).orElseThrow();
                    return new PostLine(
                            post.id(),
                            official.name(),
                            post.role(),
                            post.unitId(),
                            busy(tx, one, ArrangeAppointment.person(official.id()), day));
                })
                .toList();
    }

    private List<Span> busy(Handle tx, Appointment one, Resource resource, Span day) {
        return bookings.within(tx, resource, day).stream()
                .filter(booking -> !booking.holder().equals(one.id()))
                .map(Booking::span)
                .toList();
    }

    private static String text(String given) {
        return given == null ? "" : given.strip();
    }

    private static String blankIsNone(String given) {
        return given == null || given.isBlank() ? null : given.strip();
    }

    private static Answer notNow(AppointmentState state) {
        return Answer.problem(Problem.conflict("not-now", "The appointment isn't where this could be done")
                .withDetail(state.name()));
    }

    private static Answer unknown() {
        return Answer.problem(Problem.notFound("There is no such appointment"));
    }
}
