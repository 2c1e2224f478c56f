package org.kachehri.media.transport;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.kachehri.media.rtp.NetworkBytes;

/** AEAD_AES_128_GCM (RFC 7714) by libcrypto: five or six calls a packet on a context that keeps its key schedule, nothing on the heap. */
final class LibcryptoGcm implements SrtpCipher {
    private static final int TAG_LENGTH = 16;

    // Scratch memory: vector, a length nobody reads, the RTCP word, 255 bytes of RTP padding and one to spare.
    private static final long IV = 0;
    private static final long LENGTH = 16;
    private static final long WORD = 24;
    private static final long PADDING = 32;
    private static final long SCRATCH_LENGTH = PADDING + 256;

    private final MemorySegment scratch = Arena.ofAuto().allocate(SCRATCH_LENGTH, 8);
    private final long scratchAddress = scratch.address();
    private final int saltHigh;
    private final long saltLow;
    private final int saltFirst;
    private final boolean rtcp;
    private long context;

    LibcryptoGcm(SessionKeys keys, boolean rtcp, boolean sealing) {
        MemorySegment salt = MemorySegment.ofArray(keys.salt());
        saltFirst = NetworkBytes.u16(salt, 0);
        saltHigh = NetworkBytes.i32(salt, 2);
        saltLow = (long) NetworkBytes.u16(salt, 6) << 32 | NetworkBytes.u32(salt, 8);
        this.rtcp = rtcp;
        context = Libcrypto.newGcm(keys.encryptionKey(), sealing);
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
        long discarded = scratchAddress + LENGTH;
        long outAddress = out.address();
        Libcrypto.encryptInit(context, scratchAddress + IV);
        Libcrypto.encryptUpdate(context, 0, discarded, outAddress + header, headerLength);
        if (rtcp) {
            NetworkBytes.putU32(scratch, WORD, index | 0x8000_0000L);
            Libcrypto.encryptUpdate(context, 0, discarded, scratchAddress + WORD, 4);
        }
        long at = outAddress + header + headerLength;
        if (textLength > 0) {
            Libcrypto.encryptUpdate(context, at, discarded, text.address() + textOffset, textLength);
        }
        if (padding > 0) {
            scratch.set(ValueLayout.JAVA_BYTE, PADDING + padding - 1, (byte) padding);
            Libcrypto.encryptUpdate(context, at + textLength, discarded, scratchAddress + PADDING, padding);
            scratch.set(ValueLayout.JAVA_BYTE, PADDING + padding - 1, (byte) 0);
        }
        Libcrypto.encryptFinal(context, outAddress + tag, discarded);
        Libcrypto.cipherControl(context, Libcrypto.GCM_GET_TAG, TAG_LENGTH, outAddress + tag);
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
        long discarded = scratchAddress + LENGTH;
        long address = packet.address();
        Libcrypto.decryptInit(context, scratchAddress + IV);
        Libcrypto.decryptUpdate(context, 0, discarded, address + header, headerLength);
        if (rtcp) {
            NetworkBytes.putU32(scratch, WORD, index | 0x8000_0000L);
            Libcrypto.decryptUpdate(context, 0, discarded, scratchAddress + WORD, 4);
        }
        if (textLength > 0) {
            Libcrypto.decryptUpdate(
                    context, out.address() + outText, discarded, address + header + headerLength, textLength);
        }
        Libcrypto.cipherControl(context, Libcrypto.GCM_SET_TAG, TAG_LENGTH, address + tag);
        return Libcrypto.decryptFinal(context, scratchAddress + PADDING, discarded);
    }

    /** Two zero bytes, SSRC, 48-bit index, all XOR salt (RFC 7714 sections 8.1 and 9.1). */
    private void vector(long ssrc, long index) {
        if (context == 0) {
            throw new IllegalStateException("closed");
        }
        long low = (index & 0xFFFF_FFFF_FFFFL) ^ saltLow;
        NetworkBytes.putU16(scratch, IV, saltFirst);
        NetworkBytes.putU32(scratch, IV + 2, ssrc ^ saltHigh);
        NetworkBytes.putU16(scratch, IV + 6, (int) (low >>> 32));
        NetworkBytes.putU32(scratch, IV + 8, low);
    }

    @Override
    public void close() {
        if (context != 0) {
            Libcrypto.freeCipher(context);
            context = 0;
        }
    }
}
