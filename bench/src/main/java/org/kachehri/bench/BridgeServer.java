package org.kachehri.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.kachehri.media.transport.IceCredentials;

/** Our bridge in a Java process of its own, told what to do over its standard input. */
final class BridgeServer implements MeasuredServer {

    private final Process process;
    private final PrintStream commands;
    private final BufferedReader answers;
    private final SecureRandom random = new SecureRandom();
    private final UdpAddress address;
    private final String fingerprint;
    private int nextTransport = 1;

    /** What the bridge has counted since its start. */
    record Counters(long forwarded, long trains, long heapBytes) {}

    /**
     * What the bridge has done since its start.
     *
     * @param tapped RTP packets that were received and opened and are in a room
     * @param shardNanos CPU time of the one thread that receives and forwards
     * @param recorderNanos CPU time of all threads that capture now
     */
    record Work(long tapped, long forwarded, long shardNanos, long recorderNanos) {
        Work since(Work before) {
            return new Work(
                    tapped - before.tapped,
                    forwarded - before.forwarded,
                    shardNanos - before.shardNanos,
                    recorderNanos - before.recorderNanos);
        }
    }

    /**
     * An ended capture.
     *
     * @param dropped found no room in the ring
     * @param missing stand in the ledger, the dropped ones included
     */
    record Captured(long packets, long dropped, long missing, long bytes) {
        Captured and(Captured other) {
            return new Captured(
                    packets + other.packets, dropped + other.dropped, missing + other.missing, bytes + other.bytes);
        }
    }

    /**
     * What a bridge alone is started with: the product's collector, whose pauses are below a millisecond where those of the serial
     * one are 1 to 25 ms, with the least heap in which it never makes a packet wait.
     */
    private static final List<String> FLAGS = List.of("-XX:+UseZGC", "-Xmx128m", "-XX:-UsePerfData");

    /** In the quiet network, with further flags of the virtual machine. */
    BridgeServer(List<String> flags) throws IOException {
        this(QuietNetwork.HOST, flags);
    }

    BridgeServer(String host, List<String> flags) throws IOException {
        this(host, flags, Trace.CAMERA);
    }

    /** Its publishers send what the trace of this name holds. */
    BridgeServer(String host, List<String> flags, String trace) throws IOException {
        List<String> command = new ArrayList<>(QuietNetwork.SERVER_CORE);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(flags);
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                BridgeProcess.class.getName(),
                host,
                trace));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String[] ready = answer("ready").split(" ", 3);
        address = UdpAddress.of(host, Integer.parseInt(ready[1]));
        fingerprint = ready[2];
    }

    /** The next line that begins with this word: the virtual machine may have things to say between. */
    private String answer(String word) throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(word + " ")) {
                return line;
            }
        }
        throw new IOException("the bridge ended");
    }

    @Override
    public void openRoom(int room) {
        commands.println("room r" + room);
    }

    /** With everybody in it. */
    void closeRoom(int room) {
        commands.println("close r" + room);
    }

    /** What is in use after a collection. */
    double heapMegabytes() throws IOException {
        commands.println("collect");
        return Long.parseLong(answer("heap").split(" ", -1)[1]) / 1048576.0;
    }

    @Override
    public End publish(Roster.Participant participant, End client) {
        int transport = nextTransport++;
        End own = transport(transport, participant, client);
        commands.println("publish " + transport + " " + participant.number() + " " + participant.kinds());
        return own;
    }

    @Override
    public End subscribe(Roster.Participant participant, List<Roster.Participant> others, End client) {
        int transport = nextTransport++;
        End own = transport(transport, participant, client);
        for (Roster.Participant other : others) {
            commands.println("subscribe " + transport + " " + other.number() + " " + other.kinds());
        }
        return own;
    }

    private End transport(int transport, Roster.Participant participant, End client) {
        IceCredentials own = IceCredentials.random(random);
        commands.println(String.join(
                " ",
                "transport",
                Integer.toString(transport),
                "r" + participant.room(),
                "p" + participant.number(),
                own.ufrag(),
                own.pwd(),
                client.ufrag(),
                client.pwd(),
                client.fingerprint()));
        return new End(own.ufrag(), own.pwd(), fingerprint, address, TracePackets.TRANSPORT_WIDE_EXTENSION);
    }

    Counters counters() throws IOException {
        commands.println("count");
        String[] words = answer("counters").split(" ", -1);
        return new Counters(Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
    }

    /** Captures an open room into this folder. */
    void record(int room, Path folder) {
        commands.println("record r" + room + " " + folder);
    }

    /** Ends a capture whose people have fallen silent. */
    Captured recorded(int room) throws IOException {
        commands.println("recorded r" + room);
        String[] words = answer("captured").split(" ", -1);
        return new Captured(
                Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]), Long.parseLong(words[4]));
    }

    Work work() throws IOException {
        commands.println("work");
        String[] words = answer("work").split(" ", -1);
        return new Work(
                Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]), Long.parseLong(words[4]));
    }

    /** Datagrams that found the bridge's socket full. */
    long refusedByKernel() throws IOException {
        String port = String.format(Locale.ROOT, ":%04X ", address.port());
        for (String line : Files.readAllLines(Path.of("/proc/net/udp"), StandardCharsets.US_ASCII)) {
            String[] fields = line.trim().split(" +", -1);
            if ((fields[1] + " ").endsWith(port)) {
                return Long.parseLong(fields[fields.length - 1]);
            }
        }
        throw new IOException("the bridge has no socket");
    }

    @Override
    public ServerProcess process() {
        // taskset becomes the program it starts, so this is the bridge's own id.
        return new ServerProcess(process.pid());
    }

    @Override
    public void close() {
        commands.close();
        ServerProcess.end(process);
    }
}
