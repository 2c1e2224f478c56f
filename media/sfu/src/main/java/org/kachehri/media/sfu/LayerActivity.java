package org.kachehri.media.sfu;

/**
 * Whether a layer flows and how much it carries, in cycles of 500 ms. A publisher drops the layers that its line or its processor
 * can't bear, without telling anybody: only their silence does. Not thread-safe.
 */
final class LayerActivity {
    static final long CYCLE_NANOS = 500_000_000L;

    /** Four cycles, so that a stall of one frame isn't taken for the end; screen shares stand still for longer, but have one layer. */
    private static final int SILENT_CYCLES = 4;

    /** What a packet takes on a line beside itself: UDP, IPv4 and the tag of SRTP. For a voice that is half as much again. */
    private static final int OVERHEAD = 28 + 16;

    private long bytes;
    private long redundantBytes;
    private int silentCycles = SILENT_CYCLES;
    private long bitsPerSecond;
    private long redundantBitsPerSecond;

    /** @param redundancy bytes of the packet that only repeat what came before */
    void received(int length, int redundancy) {
        bytes += length - redundancy + OVERHEAD;
        redundantBytes += redundancy;
    }

    /** One cycle is over. */
    void cycle() {
        bitsPerSecond = smoothed(bitsPerSecond, bytes);
        redundantBitsPerSecond = smoothed(redundantBitsPerSecond, redundantBytes);
        silentCycles = bytes == 0 ? silentCycles + 1 : 0;
        bytes = 0;
        redundantBytes = 0;
        if (!flows()) {
            bitsPerSecond = 0;
            redundantBitsPerSecond = 0;
        }
    }

    private static long smoothed(long before, long cycleBytes) {
        long now = cycleBytes * 8 * 1_000_000_000L / CYCLE_NANOS;
        return before == 0 ? now : (3 * before + now) / 4;
    }

    boolean flows() {
        return silentCycles < SILENT_CYCLES || bytes > 0;
    }

    /** Without redundancy, smoothed over about two seconds; 0 while it doesn't flow. */
    long bitsPerSecond() {
        return bitsPerSecond;
    }

    /** What the redundancy adds to it. */
    long redundantBitsPerSecond() {
        return redundantBitsPerSecond;
    }
}
