package org.kachehri.media.net;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.kachehri.media.transport.DtlsRole;
import org.kachehri.media.transport.SrtpKeys;

/**
 * Any datagrams before a DTLS handshake of ours, which reads them on the caller's thread and then finds its time over. The first byte says
 * which end we are, 0 the server, and each datagram follows its length in two bytes. Public for the fuzz tests.
 */
public final class DtlsFlights {
    /** As many as a handshake keeps waiting; more are lost. */
    private static final int MAX_DATAGRAMS = 32;

    /** Our longest flight is two, and may be repeated for each datagram that repeats the peer's. */
    private static final int MAX_ANSWERS = 2 * MAX_DATAGRAMS + 2;

    /** Fits between the IP and UDP headers and the smallest MTU that a line may have. */
    private static final int LONGEST_ANSWER = 1200;

    /** Of the certificate in the flights that tests/fuzz/corpus/dtls keeps, so that they get as far as their signatures. */
    private static final String REMOTE_FINGERPRINT =
            "sha-256 8A:42:20:D5:A4:0B:D2:33:16:31:9B:2C:2B:D1:49:F5:C9:3D:36:AF:34:4B:A0:90:F6:A9:97:A4:25:D6:90:1D";

    private static final DtlsIdentity IDENTITY = DtlsIdentity.create(new SecureRandom(), Instant.now());

    private DtlsFlights() {}

    /** Throws if something is not as it must be for any bytes. Returns why there were no keys. */
    public static String check(byte[] input) {
        List<byte[]> datagrams = datagrams(input);
        Answers answers = new Answers();
        DtlsRole role = input.length > 0 && input[0] != 0 ? DtlsRole.CLIENT : DtlsRole.SERVER;
        DtlsAssociation association = new DtlsAssociation(
                1,
                role,
                new DtlsTerms(IDENTITY, role, REMOTE_FINGERPRINT),
                answers,
                new Patience(datagrams.size()),
                answers::over);
        datagrams.forEach(association::offer);
        association.run();
        expect(answers.over == 1, "the handshake was over " + answers.over + " times");
        expect(answers.reason != null, "nobody was told that the handshake failed");
        expect(answers.sent <= MAX_ANSWERS, answers.sent + " answers to " + datagrams.size() + " datagrams");
        return answers.reason;
    }

    private static List<byte[]> datagrams(byte[] input) {
        List<byte[]> datagrams = new ArrayList<>();
        int at = 1;
        while (at + 2 <= input.length && datagrams.size() < MAX_DATAGRAMS) {
            int length = (input[at] & 0xFF) << 8 | (input[at + 1] & 0xFF);
            int end = Math.min(input.length, at + 2 + length);
            datagrams.add(Arrays.copyOfRange(input, at + 2, end));
            at = end;
        }
        return datagrams;
    }

    /** The clock: read once for the deadline and once a datagram; then the deadline has passed, so that nothing ever waits. */
    private static final class Patience implements LongSupplier {
        private int left;

        Patience(int datagrams) {
            left = 1 + datagrams;
        }

        @Override
        public long getAsLong() {
            return left-- > 0 ? 0 : Long.MAX_VALUE;
        }
    }

    private static final class Answers implements DtlsAnswers {
        private int sent;
        private int over;
        private String reason;

        void over() {
            over++;
        }

        @Override
        public void outbound(int transport, byte[] datagram) {
            sent++;
            expect(datagram.length > 0 && datagram.length <= LONGEST_ANSWER, "an answer of " + datagram.length);
        }

        @Override
        public void keys(int transport, SrtpKeys keys) {
            throw new AssertionError("keys for somebody who can't have known them");
        }

        @Override
        public void failed(int transport, String why) {
            expect(reason == null, "failed twice: " + reason + ", " + why);
            reason = why;
        }
    }

    private static void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
