package org.kachehri.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Whether a recording survives what happens to a machine: receptions of the whole product in which, at a random moment, something is
 * killed, the disk is full, the wall clock is set or the archive's store goes away. After each the recording must be sealed and archived by
 * itself, every segment that was closed must be in it as it was, and every packet that was sent must be in it or in its ledger.
 */
final class KillBenchmark {

    private static final int DEFAULT_ROUNDS = 50;

    /** Long enough for a closed segment before the moment, more often than not. */
    private static final int DEFAULT_SECONDS = 18;

    /** What was heard is with the operating system within 1 s; the rest is for a busy machine. */
    private static final long UNFLUSHED_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

    /** Everybody talks so long before anything happens, and again after it. */
    private static final long TALK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Health is looked at every 10 s. */
    private static final Duration UNTIL_NOTICED = Duration.ofSeconds(15);

    private static final Duration CLOCK_STEP = Duration.ofSeconds(5);

    /** The hour in which the archive is away passes in these steps, and in each of them the store is asked for once more. */
    private static final Duration AWAY_STEP = Duration.ofMinutes(30);

    private static final int AWAY_STEPS = 2;

    /** The archive's carrier goes every 10 s. */
    private static final long ASKED_NANOS = TimeUnit.SECONDS.toNanos(11);

    private static final Duration UNTIL_ARCHIVED = Duration.ofMinutes(3);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** The product lends no recorder with less than 1.1 GB free; and a round's capture, package and copies. */
    private static final long DISK_MEGABYTES = 1_200;

    private static final long DISK_MEGABYTES_PER_ROUND = 60;

    /** What happens in a round; in this order, again and again. */
    enum Fault {
        SERVER_KILLED,
        DATABASE_KILLED,
        COMPOSER_KILLED,
        DISK_FULL,
        SERVER_KILLED_WHILE_SEALING,
        /** Five seconds forward or backward. */
        CLOCK_SET,
        /** For an hour, by the product's clock. */
        ARCHIVE_AWAY
    }

    /** Where a round ended: the reception's package is to hold what was sent. */
    private record Round(
            int number, Fault fault, String receptionId, SentPackets sent, List<String> closed, long atNanos) {}

    /** How all rounds ended. */
    record Outcome(int rounds, long sent, long lost, long undeclaredGaps, boolean diskFilled, boolean clockSet) {}

    private final KilledProduct product;
    private final Optional<SmallDisk> disk;
    private final Optional<SteppedClock> clock;
    private final SplittableRandom random;
    private final long spanNanos;
    private final List<Round> ended = new ArrayList<>();

    private KillBenchmark(
            KilledProduct product,
            Optional<SmallDisk> disk,
            Optional<SteppedClock> clock,
            SplittableRandom random,
            long spanNanos) {
        this.product = product;
        this.disk = disk;
        this.clock = clock;
        this.random = random;
        this.spanNanos = spanNanos;
    }

    /** Arguments: {@code --rounds N --seconds N --seed N}. */
    static void run(String[] arguments) throws IOException {
        int rounds = (int) number(arguments, "--rounds", DEFAULT_ROUNDS);
        int seconds = (int) number(arguments, "--seconds", DEFAULT_SECONDS);
        long seed = number(arguments, "--seed", System.nanoTime() & 0xFFFF);
        Path folder = Files.createTempDirectory("kachehri-kill");
        Outcome outcome = kill(folder, rounds, seconds, seed);
        Product.delete(folder);
        Figures figures = new Figures();
        figures.set("kill.rounds", outcome.rounds(), "rounds");
        figures.set("kill.undeclared_gaps", outcome.undeclaredGaps(), "gaps");
        figures.set("kill.lost_packets", outcome.lost(), "of " + outcome.sent());
        figures.print();
    }

    private static long number(String[] arguments, String name, long otherwise) {
        int at = List.of(arguments).indexOf(name);
        return at < 0 ? otherwise : Long.parseLong(arguments[at + 1]);
    }

    /**
     * Runs the rounds; the folder keeps what is left, for whoever wants to look.
     *
     * @param seconds of talk within which something happens
     * @throws IllegalStateException when a recording isn't what it must be
     */
    static Outcome kill(Path folder, int rounds, int seconds, long seed) throws IOException {
        System.out.println("seed " + seed);
        Optional<SteppedClock> clock = SteppedClock.in(folder);
        if (clock.isEmpty()) {
            System.out.println("the clock isn't set and the archive isn't away for an hour: libfaketime is missing");
        }
        KilledProduct product =
                new KilledProduct(folder, clock.map(SteppedClock::environment).orElse(Map.of()));
        Optional<SmallDisk> disk =
                SmallDisk.over(product.recordings(), DISK_MEGABYTES + rounds * DISK_MEGABYTES_PER_ROUND);
        if (disk.isEmpty()) {
            System.out.println("the disk isn't filled: only root can give the product a small one");
        }
        try {
            product.start();
            KillBenchmark benchmark = new KillBenchmark(
                    product, disk, clock, new SplittableRandom(seed), TimeUnit.SECONDS.toNanos(seconds));
            return benchmark.rounds(rounds);
        } finally {
            product.close();
            if (disk.isPresent()) {
                disk.get().close();
            }
        }
    }

    private Outcome rounds(int rounds) throws IOException {
        for (int i = 0; i < rounds; i++) {
            Fault fault = Fault.values()[i % Fault.values().length];
            if (isPossible(fault)) {
                ended.add(round(i + 1, fault));
            }
        }
        long sent = 0;
        long lost = 0;
        long undeclared = 0;
        for (Round round : ended) {
            Evidence.Finding finding = judged(round);
            sent += finding.sent();
            lost += finding.lost();
            undeclared += finding.undeclared();
        }
        return new Outcome(ended.size(), sent, lost, undeclared, disk.isPresent(), clock.isPresent());
    }

    private boolean isPossible(Fault fault) {
        return switch (fault) {
            case DISK_FULL -> disk.isPresent();
            case CLOCK_SET, ARCHIVE_AWAY -> clock.isPresent();
            case SERVER_KILLED, DATABASE_KILLED, COMPOSER_KILLED, SERVER_KILLED_WHILE_SEALING -> true;
        };
    }

    private Round round(int number, Fault fault) throws IOException {
        Roster before = Roster.pair(4 * number);
        Roster after = Roster.pair(4 * number + 2);
        Clock wall = clock.map(SteppedClock::now).orElse(Clock.systemUTC());
        SentPackets sent = new SentPackets(wall);
        try (SyntheticReception reception = SyntheticReception.gather(product, "Round " + number)) {
            List<String> closed = List.of();
            long atNanos = 0;
            boolean live = true;
            try (MassClients clients = new MassClients(reception, before, "127.0.0.1");
                    MassSender sender = new MassSender(before, clients::publisher, sent::sent)) {
                reception.does("start");
                sender.rate(1);
                Pace.until(System.nanoTime() + TALK_NANOS + random.nextLong(spanNanos), 0);
                closed = Evidence.closedSegments(product.recordings(), reception.id());
                atNanos = ChronoUnit.NANOS.between(Instant.EPOCH, wall.instant());
                switch (fault) {
                    case SERVER_KILLED -> product.kill();
                    case DATABASE_KILLED -> product.killDatabase();
                    case DISK_FULL -> fullDisk(reception);
                    case CLOCK_SET ->
                        clock.orElseThrow().step(random.nextBoolean() ? CLOCK_STEP : CLOCK_STEP.negated());
                    case ARCHIVE_AWAY -> product.takeStoreAway();
                    case COMPOSER_KILLED, SERVER_KILLED_WHILE_SEALING -> {
                        // Comes when the reception has been closed.
                    }
                }
                if (fault != Fault.SERVER_KILLED) {
                    Pace.until(System.nanoTime() + TALK_NANOS, 0);
                    sender.rate(0);
                    Pace.until(System.nanoTime() + SETTLE_NANOS, 0);
                    reception.does("close");
                    live = false;
                }
            }
            if (fault == Fault.SERVER_KILLED) {
                product.start();
                reception.sit();
                // The chair may go on, or leave it at that.
                if (random.nextBoolean()) {
                    goOn(reception, after, sent);
                }
            } else if (fault == Fault.SERVER_KILLED_WHILE_SEALING) {
                Pace.until(System.nanoTime() + random.nextLong(SETTLE_NANOS), 0);
                product.kill();
                product.start();
            } else if (fault == Fault.ARCHIVE_AWAY) {
                awayForAnHour(reception.id());
            } else if (fault == Fault.COMPOSER_KILLED
                    && !product.killComposer(UNTIL_ARCHIVED, random.nextLong(TALK_NANOS))) {
                throw new IllegalStateException("nothing was composed");
            }
            if (live) {
                reception.does("close");
            }
            System.out.println("round " + number + ": " + fault + ", " + closed.size() + " segments closed before it");
            return new Round(number, fault, reception.id(), sent, closed, atNanos);
        }
    }

    private static void goOn(SyntheticReception reception, Roster roster, SentPackets sent) throws IOException {
        try (MassClients clients = new MassClients(reception, roster, "127.0.0.1");
                MassSender sender = new MassSender(roster, clients::publisher, sent::sent)) {
            reception.does("resume");
            sender.rate(1);
            Pace.until(System.nanoTime() + TALK_NANOS, 0);
            sender.rate(0);
            Pace.until(System.nanoTime() + SETTLE_NANOS, 0);
        }
    }

    /** Full until the reception has noticed, then with room again. */
    private void fullDisk(SyntheticReception reception) throws IOException {
        SmallDisk full = disk.orElseThrow();
        full.fill();
        boolean paused = reception.chair().comesTo("PAUSED", UNTIL_NOTICED);
        full.empty();
        if (paused) {
            reception.does("resume");
        }
    }

    /** The recording waits, sealed; when the hour is over the store is there again. */
    private void awayForAnHour(String receptionId) throws IOException {
        await(receptionId, "SEALED");
        for (int step = 0; step < AWAY_STEPS; step++) {
            clock.orElseThrow().step(AWAY_STEP);
            Pace.until(System.nanoTime() + ASKED_NANOS, 0);
        }
        await(receptionId, "SEALED");
        product.bringStoreBack();
    }

    private void await(String receptionId, String state) throws IOException {
        try (SyntheticPage inspector = new SyntheticPage(product.httpPort())) {
            inspector.signIn("nguyen");
            long deadline = System.nanoTime() + UNTIL_ARCHIVED.toNanos();
            while (!isIn(state, inspector, receptionId)) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            receptionId + " doesn't come to " + state + ":\n" + Files.readString(product.log()));
                }
                Pace.until(System.nanoTime() + POLL_NANOS, 0);
            }
        }
    }

    /** Waits until it is archived with its viewing copies; then looks into it. */
    private Evidence.Finding judged(Round round) throws IOException {
        await(round.receptionId(), "VERIFIED");
        Path sealed = Evidence.packageOf(product.recordings(), round.receptionId());
        Evidence.verify(sealed, product.authority(), round.closed());
        Evidence.Finding finding = Evidence.find(sealed, round.sent().bySource());
        System.out.printf(
                Locale.ROOT,
                "round %d, %s: %d packets sent, %d lost and declared, %d gaps not declared%n",
                round.number(),
                round.fault(),
                finding.sent(),
                finding.lost(),
                finding.undeclared());
        boolean early = finding.firstLostNanos() < round.atNanos() - UNFLUSHED_NANOS;
        boolean needless =
                finding.lost() > 0 && round.fault() != Fault.SERVER_KILLED && round.fault() != Fault.DISK_FULL;
        if (finding.undeclared() > 0 || early || needless) {
            throw new IllegalStateException("the recording of " + sealed + " lost more than it may: " + finding + ", "
                    + round.fault() + " at " + round.atNanos());
        }
        return finding;
    }

    /** The archive answers the newest first, in pages. */
    private static boolean isIn(String state, SyntheticPage inspector, String receptionId) throws IOException {
        for (int page = 1; ; page++) {
            JsonNode lines = inspector.get("/api/archive?page=" + page).path("lines");
            for (JsonNode recording : lines) {
                if (recording.path("receptionId").asText().equals(receptionId)) {
                    return recording.path("state").asText().equals(state)
                            && (!state.equals("VERIFIED")
                                    || recording.path("copiesReady").asBoolean());
                }
            }
            if (lines.isEmpty()) {
                return false;
            }
        }
    }
}
