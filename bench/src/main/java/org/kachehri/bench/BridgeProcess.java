package org.kachehri.bench;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kachehri.media.net.MediaNode;
import org.kachehri.media.net.NetSettings;
import org.kachehri.media.rtp.Codec;
import org.kachehri.media.rtp.MediaKind;
import org.kachehri.media.sfu.ExtensionIds;
import org.kachehri.media.sfu.ShardCommand;
import org.kachehri.media.sfu.ShardCounters;
import org.kachehri.media.sfu.ShardEvent;
import org.kachehri.media.sfu.SourceDescription;
import org.kachehri.media.sfu.SubscriptionDescription;
import org.kachehri.media.transport.DtlsRole;
import org.kachehri.media.transport.IceCredentials;

/**
 * A bridge and nothing else, in a process of its own so that its CPU and memory can be read from outside. Its signalling
 * are lines on standard input; it ends when that ends. Arguments: the address to listen on, the trace that publishers send.
 *
 * <pre>
 * room ROOM
 * transport NUMBER ROOM PEER UFRAG PWD REMOTE-UFRAG REMOTE-PWD FINGERPRINT
 * publish NUMBER PEER KINDS          kinds: a, v or av; SSRCs as {@link Roster} gives them
 * subscribe NUMBER PEER KINDS
 * close ROOM
 * collect                            answers: heap BYTES-IN-USE
 * count                              answers: counters FORWARDED TRAINS HEAP-BYTES
 * record ROOM FOLDER                 captures all that is sent there, into this folder
 * recorded ROOM                      ends that; answers: captured PACKETS DROPPED IN-LEDGER BYTES
 * work                               answers: work TAPPED FORWARDED SHARD-NANOS RECORDERS-NANOS
 * </pre>
 */
final class BridgeProcess {

    private static final int MID_EXTENSION = 4;
    private static final int RTX_PAYLOAD_TYPE = 97;

    private static final ExtensionIds PUBLISHED =
            new ExtensionIds(MID_EXTENSION, TracePackets.RID_EXTENSION, -1, TracePackets.TRANSPORT_WIDE_EXTENSION, -1);
    private static final ExtensionIds SUBSCRIBED =
            new ExtensionIds(MID_EXTENSION, -1, -1, TracePackets.TRANSPORT_WIDE_EXTENSION, -1);

    private final MediaNode node;
    private final Trace trace;
    private final RecordedRooms recorded;
    private long nextSsrc = 1_000_000;
    private int nextMid;

    private BridgeProcess(MediaNode node, Trace trace) {
        this.node = node;
        this.trace = trace;
        recorded = new RecordedRooms(node);
    }

    public static void main(String[] arguments) throws IOException {
        NetSettings settings = NetSettings.defaults().withBindAddress(arguments[0]);
        try (MediaNode node = MediaNode.start(settings, BridgeProcess::heard);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            System.out.println("ready " + node.localPort() + " " + node.localFingerprint());
            BridgeProcess bridge = new BridgeProcess(node, Trace.of(arguments[1]));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                bridge.obey(line.split(" ", 9));
            }
        }
    }

    private static void heard(ShardEvent event) {
        if (event instanceof ShardEvent.CommandRefused refused) {
            System.err.println("refused: " + refused.command() + ": " + refused.reason());
        }
    }

    private void obey(String[] words) throws IOException {
        switch (words[0]) {
            case "room" -> node.submit(new ShardCommand.OpenRoom(words[1]));
            case "transport" ->
                node.submit(new ShardCommand.OpenTransport(
                        Integer.parseInt(words[1]),
                        words[2],
                        words[3],
                        new IceCredentials(words[4], words[5]),
                        new IceCredentials(words[6], words[7]),
                        words[8],
                        DtlsRole.SERVER));
            case "publish" -> publish(Integer.parseInt(words[1]), Integer.parseInt(words[2]), words[3]);
            case "subscribe" -> subscribe(Integer.parseInt(words[1]), Integer.parseInt(words[2]), words[3]);
            case "close" -> node.submit(new ShardCommand.CloseRoom(words[1]));
            case "collect" -> {
                System.gc();
                System.out.println("heap "
                        + ManagementFactory.getMemoryMXBean()
                                .getHeapMemoryUsage()
                                .getUsed());
            }
            case "count" -> System.out.println(counters());
            case "record" -> recorded.begin(words[1], Path.of(words[2]));
            case "recorded" -> System.out.println(recorded.end(words[1]));
            case "work" -> System.out.println(recorded.work());
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private void publish(int transport, int peer, String kinds) {
        List<SourceDescription> sources = new ArrayList<>();
        if (kinds.contains("a")) {
            sources.add(new SourceDescription(
                    "p" + peer + "/microphone",
                    MediaKind.AUDIO,
                    "0",
                    Codec.OPUS,
                    TracePackets.AUDIO_PAYLOAD_TYPE,
                    -1,
                    -1,
                    PUBLISHED,
                    Roster.firstSsrc(peer) + trace.first(false),
                    -1,
                    List.of()));
        }
        if (kinds.contains("v")) {
            int first = trace.first(true);
            boolean simulcast = !trace.rids().isEmpty();
            sources.add(new SourceDescription(
                    "p" + peer + "/camera",
                    MediaKind.VIDEO,
                    "1",
                    trace.streams().get(first).asForwarded(),
                    TracePackets.VIDEO_PAYLOAD_TYPE,
                    -1,
                    RTX_PAYLOAD_TYPE,
                    PUBLISHED,
                    simulcast ? -1 : Roster.firstSsrc(peer) + first,
                    simulcast ? -1 : Roster.repairSsrc(peer),
                    trace.rids()));
        }
        node.submit(new ShardCommand.Publish(transport, sources));
    }

    private void subscribe(int transport, int peer, String kinds) {
        List<SubscriptionDescription> wanted = new ArrayList<>();
        if (kinds.contains("a")) {
            wanted.add(new SubscriptionDescription(
                    "p" + peer + "/microphone",
                    Integer.toString(nextMid++),
                    TracePackets.AUDIO_PAYLOAD_TYPE,
                    -1,
                    -1,
                    nextSsrc++,
                    -1,
                    SUBSCRIBED));
        }
        if (kinds.contains("v")) {
            wanted.add(new SubscriptionDescription(
                    "p" + peer + "/camera",
                    Integer.toString(nextMid++),
                    TracePackets.VIDEO_PAYLOAD_TYPE,
                    -1,
                    RTX_PAYLOAD_TYPE,
                    nextSsrc++,
                    nextSsrc++,
                    SUBSCRIBED));
        }
        node.submit(new ShardCommand.Subscribe(transport, wanted));
    }

    private String counters() {
        long heap = ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
        return "counters " + node.counters().of(ShardCounters.Reason.FORWARDED) + " "
                + node.counters().of(ShardCounters.Reason.TRAINS) + " " + heap;
    }
}
