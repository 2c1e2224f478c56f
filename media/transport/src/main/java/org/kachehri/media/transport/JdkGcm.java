package org.kachehri.media.transport;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AEAD_AES_128_GCM (RFC 7714) with the JDK's cipher over arrays: direct buffers measured 1.5 times dearer. */
final class JdkGcm implements SrtpCipher {
    private static final int TAG_BITS = 128;
    private static final int TAG_LENGTH = 16;

    private final SecretKeySpec key;
    private final byte[] salt;
    private final boolean rtcp;
    private final Cipher cipher;

    JdkGcm(SessionKeys keys, boolean rtcp) {
        key = new SecretKeySpec(keys.encryptionKey(), "AES");
        salt = keys.salt();
        this.rtcp = rtcp;
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES/GCM", e);
        }
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
        byte[] plain = new byte[textLength + padding];
        MemorySegment.copy(text, ValueLayout.JAVA_BYTE, textOffset, plain, 0, textLength);
        if (padding > 0) {
            plain[plain.length - 1] = (byte) padding;
        }
        try {
            begin(Cipher.ENCRYPT_MODE, out, header, headerLength, ssrc, index);
            byte[] sealed = cipher.doFinal(plain);
            MemorySegment.copy(sealed, 0, out, ValueLayout.JAVA_BYTE, header + headerLength, plain.length);
            MemorySegment.copy(sealed, plain.length, out, ValueLayout.JAVA_BYTE, tag, TAG_LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing with a valid key", e);
        }
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
        byte[] sealed = new byte[textLength + TAG_LENGTH];
        MemorySegment.copy(packet, ValueLayout.JAVA_BYTE, header + headerLength, sealed, 0, textLength);
        MemorySegment.copy(packet, ValueLayout.JAVA_BYTE, tag, sealed, textLength, TAG_LENGTH);
        try {
            begin(Cipher.DECRYPT_MODE, packet, header, headerLength, ssrc, index);
            byte[] plain = cipher.doFinal(sealed);
            MemorySegment.copy(plain, 0, out, ValueLayout.JAVA_BYTE, outText, plain.length);
            return true;
        } catch (AEADBadTagException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("opening with a valid key", e);
        }
    }

    private void begin(int mode, MemorySegment bytes, long header, int headerLength, long ssrc, long index)
            throws GeneralSecurityException {
        byte[] iv = salt.clone();
        for (int i = 0; i < 4; i++) {
            iv[2 + i] ^= (byte) (ssrc >>> (24 - 8 * i));
        }
        for (int i = 0; i < 6; i++) {
            iv[6 + i] ^= (byte) (index >>> (40 - 8 * i));
        }
        // A repeated key and vector is refused by the JDK too, but only for equal neighbours; the senders' windows see
        // all.
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
        byte[] authenticated = new byte[headerLength + (rtcp ? 4 : 0)];
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, header, authenticated, 0, headerLength);
        if (rtcp) {
            for (int i = 0; i < 4; i++) {
                authenticated[headerLength + i] = (byte) ((index | 0x8000_0000L) >>> (24 - 8 * i));
            }
        }
        cipher.updateAAD(authenticated);
    }

    @Override
    public void close() {}
}
