package org.kachehri.identity.people;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @CsvSource({
        "59, 94287082",
        "1111111109, 07081804",
        "1111111111, 14050471",
        "1234567890, 89005924",
        "2000000000, 69279037",
        "20000000000, 65353130"
    })
    void itGivesTheNumbersOfRfc6238AppendixB(long second, String eightDigits) {
        long step = Totp.step(Instant.ofEpochSecond(second));
        assertEquals(eightDigits, String.format("%08d", Totp.truncated(SECRET, step) % 100_000_000));
        assertEquals(eightDigits.substring(2), Totp.code(SECRET, step));
    }
}
