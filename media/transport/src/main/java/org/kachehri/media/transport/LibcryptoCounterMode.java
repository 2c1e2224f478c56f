package org.kachehri.media.transport;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.kachehri.media.rtp.NetworkBytes;

/** AES_CM_128_HMAC_SHA1_80 (RFC 3711 sections 4.1.1 and 4.2.1) by libcrypto; nothing on the heap. */
final class LibcryptoCounterMode implements SrtpCipher {
    private static final int TAG_LENGTH = 10;
    private static final int SHA1_LENGTH = 20;

    // Scratch memory: vector, a length nobody reads, the authenticated word, the full MAC, 255 bytes of RTP padding and
    // one to spare.
    private static final long IV = 0;
    private static final long LENGTH = 16;
    private static final long WORD = 24;
    private static final long MAC = 32;
    private static final long PADDING = 56;
    private static final long SCRATCH_LENGTH = PADDING + 256;

    private final MemorySegment scratch = Arena.ofAuto().allocate(SCRATCH_LENGTH, 8);
    private final long scratchAddress = scratch.address();
    private final long saltHigh;
    private final long saltLow;
    private final boolean rtcp;
    private long context;
    private long mac;

    LibcryptoCounterMode(SessionKeys keys, boolean rtcp) {
        MemorySegment salt = MemorySegment.ofArray(keys.salt());
        saltHigh = NetworkBytes.i64(salt, 0);
        saltLow = NetworkBytes.u32(salt, 8) << 32 | (long) NetworkBytes.u16(salt, 12) << 16;
        this.rtcp = rtcp;
        context = Libcrypto.newCounterMode(keys.encryptionKey());
        mac = Libcrypto.newHmacSha1(keys.authenticationKey());
    }

    @Override
    public void seal(
            MemorySegment out,
            long header,
            int headerLength,
            MemorySegment text,
            long textOffset,
            int textLength,
            int padding,
            long tag,
            long ssrc,
            long index) {
        vector(ssrc, index);
        long outAddress = out.address();
        long at = outAddress + header + headerLength;
        long discarded = scratchAddress + LENGTH;
        Libcrypto.encryptInit(context, scratchAddress + IV);
        if (textLength > 0) {
            Libcrypto.encryptUpdate(context, at, discarded, text.address() + textOffset, textLength);
        }
        if (padding > 0) {
            scratch.set(ValueLayout.JAVA_BYTE, PADDING + padding - 1, (byte) padding);
            Libcrypto.encryptUpdate(context, at + textLength, discarded, scratchAddress + PADDING, padding);
            scratch.set(ValueLayout.JAVA_BYTE, PADDING + padding - 1, (byte) 0);
        }
        authenticate(outAddress + header, headerLength + textLength + padding, index);
        MemorySegment.copy(scratch, ValueLayout.JAVA_BYTE, MAC, out, ValueLayout.JAVA_BYTE, tag, TAG_LENGTH);
    }

    @Override
    public boolean open(
            MemorySegment packet,
            long header,
            int headerLength,
            int textLength,
            long tag,
            MemorySegment out,
            long outText,
            long ssrc,
            long index) {
        vector(ssrc, index);
        long address = packet.address();
        authenticate(address + header, headerLength + textLength, index);
        if (!Libcrypto.equalInConstantTime(scratchAddress + MAC, address + tag, TAG_LENGTH)) {
            return false;
        }
        Libcrypto.encryptInit(context, scratchAddress + IV);
        if (textLength > 0) {
            Libcrypto.encryptUpdate(
                    context,
                    out.address() + outText,
                    scratchAddress + LENGTH,
                    address + header + headerLength,
                    textLength);
        }
        return true;
    }

    /** Over the packet and, behind it, the ROC (RTP) or the word with E flag and index (RTCP). */
    private void authenticate(long address, int length, long index) {
        NetworkBytes.putU32(scratch, WORD, rtcp ? index | 0x8000_0000L : index >>> 16);
        Libcrypto.macInit(mac);
        Libcrypto.macUpdate(mac, address, length);
        Libcrypto.macUpdate(mac, scratchAddress + WORD, 4);
        Libcrypto.macFinal(mac, scratchAddress + MAC, scratchAddress + LENGTH, SHA1_LENGTH);
    }

    /** Salt × 2^16 XOR SSRC × 2^64 XOR index × 2^16; the last two bytes count blocks (RFC 3711 section 4.1.1). */
    private void vector(long ssrc, long index) {
        if (context == 0) {
            throw new IllegalStateException("closed");
        }
        NetworkBytes.putI64(scratch, IV, saltHigh ^ (ssrc & 0xFFFF_FFFFL));
        NetworkBytes.putI64(scratch, IV + 8, saltLow ^ index << 16);
    }

    @Override
    public void close() {
        if (context != 0) {
            Libcrypto.freeCipher(context);
            Libcrypto.freeMac(mac);
            context = 0;
            mac = 0;
        }
    }
}
