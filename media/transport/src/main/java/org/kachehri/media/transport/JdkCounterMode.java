package org.kachehri.media.transport;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES_CM_128_HMAC_SHA1_80 (RFC 3711 sections 4.1.1 and 4.2.1) with the JDK's ciphers over arrays. */
final class JdkCounterMode implements SrtpCipher {
    private static final int TAG_LENGTH = 10;

    private final SecretKeySpec key;
    private final byte[] salt;
    private final boolean rtcp;
    private final Cipher cipher;
    private final Mac mac;

    JdkCounterMode(SessionKeys keys, boolean rtcp) {
        key = new SecretKeySpec(keys.encryptionKey(), "AES");
        salt = Arrays.copyOf(keys.salt(), 16);
        this.rtcp = rtcp;
        try {
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
            mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(keys.authenticationKey(), "HmacSHA1"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES/CTR and HmacSHA1", e);
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
        byte[] sealed = crypt(plain, ssrc, index);
        MemorySegment.copy(sealed, 0, out, ValueLayout.JAVA_BYTE, header + headerLength, sealed.length);
        byte[] computed = tag(out, header, headerLength + sealed.length, index);
        MemorySegment.copy(computed, 0, out, ValueLayout.JAVA_BYTE, tag, TAG_LENGTH);
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
        byte[] received = new byte[TAG_LENGTH];
        MemorySegment.copy(packet, ValueLayout.JAVA_BYTE, tag, received, 0, TAG_LENGTH);
        if (!MessageDigest.isEqual(received, tag(packet, header, headerLength + textLength, index))) {
            return false;
        }
        byte[] sealed = new byte[textLength];
        MemorySegment.copy(packet, ValueLayout.JAVA_BYTE, header + headerLength, sealed, 0, textLength);
        byte[] plain = crypt(sealed, ssrc, index);
        MemorySegment.copy(plain, 0, out, ValueLayout.JAVA_BYTE, outText, plain.length);
        return true;
    }

    private byte[] crypt(byte[] text, long ssrc, long index) {
        byte[] iv = salt.clone();
        for (int i = 0; i < 4; i++) {
            iv[4 + i] ^= (byte) (ssrc >>> (24 - 8 * i));
        }
        for (int i = 0; i < 6; i++) {
            iv[8 + i] ^= (byte) (index >>> (40 - 8 * i));
        }
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("counter mode with a valid key", e);
        }
    }

    /** Over the packet and, behind it, the ROC (RTP) or the word with E flag and index (RTCP). */
    private byte[] tag(MemorySegment bytes, long header, int length, long index) {
        byte[] authenticated = new byte[length + 4];
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, header, authenticated, 0, length);
        long word = rtcp ? index | 0x8000_0000L : index >>> 16;
        for (int i = 0; i < 4; i++) {
            authenticated[length + i] = (byte) (word >>> (24 - 8 * i));
        }
        return Arrays.copyOf(mac.doFinal(authenticated), TAG_LENGTH);
    }

    @Override
    public void close() {}
}
