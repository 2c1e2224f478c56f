package org.kachehri.media.sfu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InjectedLossTest {
    @ParameterizedTest
    @CsvSource({"0.05, 1", "0.05, 4", "0.3, 10", "0.5, 1", "1, 1", "1, 5"})
    void soManyAreLostAndSoManyInARow(double share, double meanBurst) {
        InjectedLoss loss = new InjectedLoss(share, meanBurst, 1);
        InjectedLoss same = new InjectedLoss(share, meanBurst, 1);
        int packets = 200_000;
        int lost = 0;
        int bursts = 0;
        boolean before = false;
        for (int i = 0; i < packets; i++) {
            boolean now = loss.next();
            assertEquals(now, same.next());
            lost += now ? 1 : 0;
            bursts += now && !before ? 1 : 0;
            before = now;
        }
        assertEquals(share, (double) lost / packets, 0.1 * share);
        if (share < 1) {
            // Single losses meet by chance: at share p they are 1 / (1 − p) in a row.
            double expected = meanBurst == 1 ? 1 / (1 - share) : meanBurst;
            assertEquals(expected, (double) lost / bursts, 0.1 * expected);
        }
    }
}
