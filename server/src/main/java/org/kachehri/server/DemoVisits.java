package org.kachehri.server;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.kachehri.identity.access.SignedIn;
import org.kachehri.identity.people.CitizenDetails;
import org.kachehri.identity.people.IdentityPaper;
import org.kachehri.identity.people.Language;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Post;
import org.kachehri.identity.people.Role;
import org.kachehri.platform.postgres.Transactions;
import org.kachehri.scheduler.points.PointStore;
import org.kachehri.scheduler.queue.CaseType;
import org.kachehri.scheduler.queue.Queue;
import org.kachehri.scheduler.queue.RegisterVisit;
import org.kachehri.scheduler.queue.RegisterVisit.Level;

/**
 * The demo's citizens with a matter: one waits at Yên Hoà and one at Skardu, every day on which nobody else came there before. Needs
 * the places and officials of {@link DemoSeed}, and every subscriber of the outbox, because a visit is announced.
 */
final class DemoVisits {
    private final Transactions transactions;
    private final PointStore points;
    private final Officials officials;
    private final Queue queue;
    private final Clock clock;

    DemoVisits(Transactions transactions, PointStore points, Officials officials, Queue queue, Clock clock) {
        this.transactions = transactions;
        this.points = points;
        this.officials = officials;
        this.queue = queue;
        this.clock = clock;
    }

    void sow() {
        somebodyWaits(panOfYenHoa());
        somebodyWaits(hussainOfSkardu());
    }

    private void somebodyWaits(RegisterVisit.Command visit) {
        transactions.act(tx -> {
            var unit = points.point(tx, visit.pointId()).orElseThrow().unit();
            LocalDate today = clock.instant().atZone(unit.zone()).toLocalDate();
            List<Post> receivers = officials.holders(tx, Role.RECEIVER, unit.id());
            if (receivers.isEmpty()
                    || !queue.visits().ofPoint(tx, visit.pointId(), today).isEmpty()) return;
            Post post = receivers.getFirst();
            var receiver = officials.official(tx, post.officialId()).orElseThrow();
            queue.registerVisit()
                    .register(tx, new SignedIn(receiver.id(), receiver.name(), post, receiver.language()), visit);
        });
    }

    private static RegisterVisit.Command panOfYenHoa() {
        return new RegisterVisit.Command(
                "yen-hoa",
                new CitizenDetails(
                        "Vi Văn Pắn", "Bản Yên Hòa, xã Yên Hòa", IdentityPaper.NATIONAL_ID, "040085001234", null),
                new RegisterVisit.Matter(
                        CaseType.COMPLAINT,
                        "Gia đình tôi bị thu hồi 320 m² đất vườn để làm đường liên xã. Mức bồi thường trong quyết định thấp hơn "
                                + "của các hộ bên cạnh, cây lâu năm không được tính.",
                        "Đề nghị tính lại diện tích, giá đất và cây trồng.",
                        "Hội đồng bồi thường xã",
                        null,
                        1),
                Language.VI,
                List.of(Level.PROVINCE, Level.CENTRAL));
    }

    private static RegisterVisit.Command hussainOfSkardu() {
        return new RegisterVisit.Command(
                "skardu",
                new CitizenDetails(
                        "غلام حسین", "محلہ حسن آباد، سکردو", IdentityPaper.NATIONAL_ID, "71103-1234567-1", null),
                new RegisterVisit.Matter(
                        CaseType.COMPLAINT,
                        "میں نے پچھلے سال ملازمت سے سبکدوشی کے بعد پنشن کی درخواست دی تھی۔ آٹھ ماہ سے کوئی جواب نہیں ملا اور فائل کا پتا نہیں چلتا۔",
                        "پنشن کا فیصلہ کیا جائے اور واجبات ادا کیے جائیں۔",
                        null,
                        null,
                        1),
                Language.UR,
                List.of(Level.PROVINCE, Level.CENTRAL));
    }
}
