package org.kachehri.server;

import java.time.ZoneId;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Role;
import org.kachehri.identity.people.Words;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.scheduler.points.Country;
import org.kachehri.scheduler.points.Point;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.points.Unit;
import org.kachehri.scheduler.points.UnitKind;

/**
 * The demo's world: one central point, two provinces, four communes and an official for every role. Sowing it again changes
 * nothing. All people are invented; all passwords are {@value #PASSWORD}.
 */
final class DemoSeed {
    static final String PASSWORD = "kachehri";

    private static final ZoneId HA_NOI = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final ZoneId KARACHI = ZoneId.of("Asia/Karachi");
    private static final String HOURS = "07:30–11:30, 13:30–17:00";

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

    /** An official of the demo; the first of each line is the login. */
    record Demo(String login, String name, Role role, String unitId, Language language) {}

    private static final List<Demo> OFFICIALS = List.of(
            new Demo("mai", "Lô Thị Mai", Role.RECEIVER, "yen-hoa", Language.VI),
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

    DemoSeed(Transactions transactions, Officials officials, PointStore points) {
        this.transactions = transactions;
        this.officials = officials;
        this.points = points;
    }

    /** @return true when this was the first time, and a citizen should be sent to wait */
    boolean sow() {
        return transactions.run(tx -> {
            boolean first = points.unit(tx, "central").isEmpty();
            for (Unit unit : UNITS) {
                points.put(tx, unit);
                points.put(tx, new Point(unit.id(), unit, unit.name(), HOURS));
            }
            OFFICIALS.forEach(demo -> appoint(tx, demo));
            return first;
        });
    }

    private void appoint(Handle tx, Demo demo) {
        String id = officials.register(tx, demo.login(), demo.name(), PASSWORD, demo.language());
        if (officials.posts(tx, id).isEmpty()) {
            officials.addPost(tx, id, demo.role(), demo.unitId());
        }
    }

    private static Unit vietnamese(String id, UnitKind kind, String parent, String ur, String vi, String en) {
        return new Unit(id, kind, parent, new Words(ur, vi, en), HA_NOI, Country.VN, "VN-2026-07");
    }

    private static Unit pakistani(String id, UnitKind kind, String parent, String ur, String vi, String en) {
        return new Unit(id, kind, parent, new Words(ur, vi, en), KARACHI, Country.PK, "PK-GB");
    }
}
