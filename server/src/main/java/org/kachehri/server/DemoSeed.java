package org.kachehri.server;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.people.CitizenDetails;
import org.kachehri.identity.people.IdentityPaper;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Official;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Post;
import org.kachehri.identity.people.Role;
import org.kachehri.identity.people.Words;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.scheduler.points.Country;
import org.kachehri.scheduler.points.Point;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Room;
import org.kachehri.scheduler.points.Unit;
import org.kachehri.scheduler.points.UnitKind;
import org.kachehri.scheduler.queue.CaseType;
import org.kachehri.scheduler.queue.Queue;
import org.kachehri.scheduler.queue.RegisterVisit.Command;
import org.kachehri.scheduler.queue.RegisterVisit.Level;
import org.kachehri.scheduler.queue.RegisterVisit.Matter;
import org.kachehri.scheduler.rota.Form;
import org.kachehri.scheduler.rota.Held;
import org.kachehri.scheduler.rota.MarkDay;
import org.kachehri.scheduler.rota.PlanDays;
import org.kachehri.scheduler.rota.Rota;

/**
 * The demo's world: one central point, two provinces, four communes and an official for every role. Sowing it again changes
 * nothing. All people are invented; all passwords are {@value #PASSWORD}.
 */
final class DemoSeed {
    static final String PASSWORD = "kachehri";

    private static final ZoneId HA_NOI = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final ZoneId KARACHI = ZoneId.of("Asia/Karachi");
    private static final String HOURS = "07:30–11:30, 13:30–17:00";

    private static final LocalTime OPENS = LocalTime.of(7, 30);
    private static final LocalTime CLOSES = LocalTime.of(11, 30);

    /** How a chair holds one week's day after the other; null is a day that nobody held. */
    private static final List<Held> HELD = Arrays.asList(
            Held.IN_PERSON, Held.ONLINE, Held.IN_PERSON, Held.BY_DEPUTY, Held.IN_PERSON, null, Held.ONLINE);

    private static final List<Unit> UNITS = List.of(
            vietnamese(
                    "central",
                    UnitKind.CENTRAL,
                    null,
                    "مرکزی شہری استقبالیہ دفتر",
                    "Trụ sở tiếp công dân trung ương",
                    "Central Citizen Reception Office"),
            vietnamese("nghe-an", UnitKind.PROVINCE, "central", "صوبہ نگھے آن", "Tỉnh Nghệ An", "Nghệ An Province"),
            pakistani("gilgit", UnitKind.PROVINCE, "central", "گلگت بلتستان", "Gilgit-Baltistan", "Gilgit-Baltistan"),
            vietnamese("yen-hoa", UnitKind.COMMUNE, "nghe-an", "ین ہوا کمیون", "Xã Yên Hoà", "Yên Hoà Commune"),
            vietnamese(
                    "tam-quang", UnitKind.COMMUNE, "nghe-an", "تام کوانگ کمیون", "Xã Tam Quang", "Tam Quang Commune"),
            pakistani("skardu", UnitKind.COMMUNE, "gilgit", "سکردو", "Skardu", "Skardu"),
            pakistani("khaplu", UnitKind.COMMUNE, "gilgit", "خپلو", "Khaplu", "Khaplu"));

    private static final Matter ROAD = new Matter(
            CaseType.PETITION,
            "Đường vào xóm 4 bị cắt từ trận lũ tháng 9, học sinh phải đi vòng 6 km.",
            "Xin biết ngày sửa đường và cơ quan chịu trách nhiệm.",
            null,
            null,
            1);
    private static final Matter PENSION = new Matter(
            CaseType.COMPLAINT,
            "مئی 2026 سے فیملی پنشن نہیں ملی۔ فنانس اور اکاؤنٹس کے دفاتر ایک دوسرے کی طرف بھیج رہے ہیں۔",
            "بقایا پنشن کی ادائیگی اور ذمہ دار دفتر کا نام۔",
            "محکمہ خزانہ",
            null,
            1);

    /** An official of the demo; the first of each line is the login. */
    record Demo(String login, String name, Role role, String unitId, Language language) {}

    private static final List<Demo> OFFICIALS = List.of(
            new Demo("mai", "Lô Thị Mai", Role.RECEIVER, "yen-hoa", Language.VI),
            new Demo("tam", "Lô Văn Tâm", Role.CHAIR, "yen-hoa", Language.VI),
            new Demo("khang", "Vi Thị Khang", Role.CHAIR, "tam-quang", Language.VI),
            new Demo("vo", "Võ Văn Thành", Role.CHAIR, "nghe-an", Language.VI),
            new Demo("ha", "Hà Thị Lan", Role.SPECIALIST, "central", Language.VI),
            new Demo("thu", "Nguyễn Thị Thu", Role.SECRETARY, "nghe-an", Language.VI),
            new Demo("dung", "Trần Tiến Dũng", Role.SPECIALIST, "nghe-an", Language.VI),
            new Demo("nguyen", "Nguyễn Minh Châu", Role.INSPECTOR, "central", Language.VI),
            new Demo("ky", "Vi Văn Kỳ", Role.TECH, "yen-hoa", Language.VI),
            new Demo("luong", "Lương Văn Sơn", Role.RECEIVER, "tam-quang", Language.VI),
            new Demo("karim", "Karim Hussain", Role.RECEIVER, "skardu", Language.UR),
            new Demo("batool", "Syeda Batool", Role.CHAIR, "gilgit", Language.EN),
            new Demo("rehana", "Rehana Bano", Role.SECRETARY, "gilgit", Language.UR),
            new Demo("zafar", "Zafar Iqbal", Role.SPECIALIST, "gilgit", Language.EN),
            new Demo("sakina", "Sakina Ali", Role.RECEIVER, "khaplu", Language.UR),
            new Demo("cao", "Cao Xuân Hùng", Role.INTERPRETER, "nghe-an", Language.VI),
            new Demo("binh", "Phan Thanh Bình", Role.OBSERVER, "nghe-an", Language.VI),
            new Demo("an", "Đặng Quốc An", Role.SECURITY, "yen-hoa", Language.VI),
            new Demo("le", "Lê Văn Phúc", Role.ARCHIVIST, "central", Language.VI),
            new Demo("dpo", "Ayesha Malik", Role.DPO, "central", Language.EN),
            new Demo("admin", "Hoàng Anh Tuấn", Role.ADMIN, "central", Language.VI));

    private final Transactions transactions;
    private final Officials officials;
    private final PointStore points;
    private final Queue queue;
    private final Rota rota;
    private final Clock clock;

    DemoSeed(Transactions transactions, Officials officials, PointStore points, Queue queue, Rota rota, Clock clock) {
        this.transactions = transactions;
        this.officials = officials;
        this.points = points;
        this.queue = queue;
        this.rota = rota;
        this.clock = clock;
    }

    /** Units and officials once; people who wait, once a day. */
    void sow() {
        transactions.act(tx -> {
            for (Unit unit : UNITS) {
                points.put(tx, unit);
                points.put(tx, new Point(unit.id(), unit, unit.name(), HOURS));
                points.put(tx, new Room(unit.id() + "-1", unit.id(), "1", 6));
                points.put(tx, new Room(unit.id() + "-2", unit.id(), "2", 12));
            }
            OFFICIALS.forEach(demo -> appoint(tx, demo));
            receive(tx, "yen-hoa", "FREQ=MONTHLY;BYDAY=1TH,3TH", DayOfWeek.THURSDAY);
            receive(tx, "tam-quang", "FREQ=MONTHLY;BYDAY=2WE,4WE", DayOfWeek.WEDNESDAY);
            receive(tx, "nghe-an", "FREQ=MONTHLY;BYDAY=2TU", DayOfWeek.TUESDAY);
            receive(tx, "gilgit", "FREQ=MONTHLY;BYDAY=1TU", DayOfWeek.TUESDAY);
            wait(
                    tx,
                    "yen-hoa",
                    Language.VI,
                    ROAD,
                    new CitizenDetails(
                            "Trần Văn Bình",
                            "Xóm 4, xã Yên Hoà, Nghệ An",
                            IdentityPaper.NATIONAL_ID,
                            "040071000217",
                            null));
            wait(
                    tx,
                    "skardu",
                    Language.UR,
                    PENSION,
                    new CitizenDetails(
                            "بی بی زینب", "محلہ حسین آباد، سکردو", IdentityPaper.NATIONAL_ID, "71103-0000000-2", null));
        });
    }

    /** The chair has received on a day of the week for some months, not always, and not always in person. */
    private void receive(Handle tx, String unitId, String recurrence, DayOfWeek weekday) {
        Unit unit = points.unit(tx, unitId).orElseThrow();
        Optional<Post> holder =
                officials.holders(tx, Role.CHAIR, unitId).stream().findFirst();
        if (holder.isEmpty()) return;
        Post post = holder.get();
        Official official = officials.official(tx, post.officialId()).orElseThrow();
        SignedIn chair = new SignedIn(official.id(), official.name(), post, official.language());
        LocalDate today = LocalDate.ofInstant(clock.instant(), unit.zone());
        LocalDate begun = today.withDayOfMonth(1).minusMonths(4);
        PlanDays.Outcome outcome = rota.planDays()
                .plan(
                        tx,
                        chair,
                        unitId,
                        new PlanDays.Command(post.id(), recurrence, begun, OPENS, CLOSES, Form.IN_PERSON));
        if (!(outcome instanceof PlanDays.Outcome.Planned)) return;
        int weeks = 0;
        for (LocalDate day = begun.with(TemporalAdjusters.nextOrSame(weekday));
                day.isBefore(today);
                day = day.plusWeeks(1)) {
            Held held = HELD.get(weeks++ % HELD.size());
            if (held != null) rota.markDay().mark(tx, chair, unitId, new MarkDay.Command(post.id(), day, held));
        }
    }

    /** Somebody sits before the door of a point today; nobody is added where somebody has come already. */
    private void wait(Handle tx, String pointId, Language language, Matter matter, CitizenDetails citizen) {
        Point point = points.point(tx, pointId).orElseThrow();
        if (queue.visits()
                .cameOn(
                        tx,
                        pointId,
                        LocalDate.ofInstant(clock.instant(), point.unit().zone()))) {
            return;
        }
        Optional<Post> holder =
                officials.holders(tx, Role.RECEIVER, point.unit().id()).stream().findFirst();
        if (holder.isEmpty()) return;
        Post post = holder.get();
        Official official = officials.official(tx, post.officialId()).orElseThrow();
        queue.registerVisit()
                .register(
                        tx,
                        new SignedIn(official.id(), official.name(), post, official.language()),
                        new Command(pointId, citizen, matter, language, List.of(Level.PROVINCE, Level.CENTRAL)));
    }

    private void appoint(Handle tx, Demo demo) {
        if (officials.withLogin(tx, demo.login()).isPresent()) return;
        String id = officials.register(tx, demo.login(), demo.name(), PASSWORD, demo.language());
        officials.addPost(tx, id, demo.role(), demo.unitId());
    }

    private static Unit vietnamese(String id, UnitKind kind, String parent, String ur, String vi, String en) {
        return new Unit(id, kind, parent, new Words(ur, vi, en), HA_NOI, Country.VN, "VN-2026-07");
    }

    private static Unit pakistani(String id, UnitKind kind, String parent, String ur, String vi, String en) {
        return new Unit(id, kind, parent, new Words(ur, vi, en), KARACHI, Country.PK, "PK-GB");
    }
}
