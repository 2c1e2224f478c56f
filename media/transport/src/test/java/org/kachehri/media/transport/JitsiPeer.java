package org.kachehri.media.transport;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.LoggerImpl;

/** The other end of a transport as jitsi-srtp would be it: code that isn't ours must understand us and be understood. */
final class JitsiPeer {
    private final SrtpContextFactory sending;
    private final SrtpContextFactory receiving;
    private final Map<Integer, SrtpCryptoContext> senders = new HashMap<>();
    private final Map<Integer, SrtpCryptoContext> receivers = new HashMap<>();
    private final Map<Integer, SrtcpCryptoContext> controlSenders = new HashMap<>();
    private final Map<Integer, SrtcpCryptoContext> controlReceivers = new HashMap<>();

    /** @param keys as this peer holds them */
    JitsiPeer(SrtpKeys keys) {
        // Without this it measures all providers for a second first.
        Aes.setFactoryClassName("org.jitsi.srtp.crypto.Aes$SunJCECipherFactory");
        LoggerImpl logger = new LoggerImpl("jitsi-srtp", Level.SEVERE);
        sending = new SrtpContextFactory(
                true, keys.localKey(), keys.localSalt(), policy(keys.profile()), policy(keys.profile()), logger);
        receiving = new SrtpContextFactory(
                false, keys.remoteKey(), keys.remoteSalt(), policy(keys.profile()), policy(keys.profile()), logger);
    }

    private static SrtpPolicy policy(SrtpProfile profile) {
        return switch (profile) {
            case AEAD_AES_128_GCM ->
                new SrtpPolicy(SrtpPolicy.AESGCM_ENCRYPTION, 16, SrtpPolicy.NULL_AUTHENTICATION, 0, 16, 12);
            case AES_CM_128_HMAC_SHA1_80 ->
                new SrtpPolicy(SrtpPolicy.AESCM_ENCRYPTION, 16, SrtpPolicy.HMACSHA1_AUTHENTICATION, 20, 10, 14);
            case NULL -> throw new IllegalArgumentException("not on the wire");
        };
    }

    byte[] seal(byte[] packet) throws GeneralSecurityException {
        Buffer buffer = new Buffer(packet);
        SrtpErrorStatus status = context(senders, sending, ssrc(packet, 8)).transformPacket(buffer);
        return buffer.content(status);
    }

    byte[] open(byte[] packet) throws GeneralSecurityException {
        Buffer buffer = new Buffer(packet);
        SrtpErrorStatus status = context(receivers, receiving, ssrc(packet, 8)).reverseTransformPacket(buffer, false);
        return buffer.content(status);
    }

    byte[] sealRtcp(byte[] packet) throws GeneralSecurityException {
        Buffer buffer = new Buffer(packet);
        SrtpErrorStatus status =
                control(controlSenders, sending, ssrc(packet, 4)).transformPacket(buffer);
        return buffer.content(status);
    }

    byte[] openRtcp(byte[] packet) throws GeneralSecurityException {
        Buffer buffer = new Buffer(packet);
        SrtpErrorStatus status =
                control(controlReceivers, receiving, ssrc(packet, 4)).reverseTransformPacket(buffer);
        return buffer.content(status);
    }

    private static SrtpCryptoContext context(
            Map<Integer, SrtpCryptoContext> contexts, SrtpContextFactory factory, int ssrc)
            throws GeneralSecurityException {
        if (!contexts.containsKey(ssrc)) {
            contexts.put(ssrc, factory.deriveContext(ssrc, 0));
        }
        return contexts.get(ssrc);
    }

    private static SrtcpCryptoContext control(
            Map<Integer, SrtcpCryptoContext> contexts, SrtpContextFactory factory, int ssrc)
            throws GeneralSecurityException {
        if (!contexts.containsKey(ssrc)) {
            contexts.put(ssrc, factory.deriveControlContext(ssrc));
        }
        return contexts.get(ssrc);
    }

    private static int ssrc(byte[] packet, int at) {
        return (packet[at] & 0xFF) << 24
                | (packet[at + 1] & 0xFF) << 16
                | (packet[at + 2] & 0xFF) << 8
                | (packet[at + 3] & 0xFF);
    }

    private static final class Buffer implements ByteArrayBuffer {
        private byte[] bytes;
        private int offset;
        private int length;

        Buffer(byte[] content) {
            bytes = Arrays.copyOf(content, content.length + 64);
            length = content.length;
        }

        byte[] content(SrtpErrorStatus status) {
            if (status != SrtpErrorStatus.OK) {
                throw new AssertionError("jitsi-srtp says " + status);
            }
            return Arrays.copyOfRange(bytes, offset, offset + length);
        }

        @Override
        public byte[] getBuffer() {
            return bytes;
        }

        @Override
        public int getOffset() {
            return offset;
        }

        @Override
        public int getLength() {
            return length;
        }

        @Override
        public void setLength(int length) {
            this.length = length;
        }

        @Override
        public void setOffset(int offset) {
            this.offset = offset;
        }

        @Override
        public boolean isInvalid() {
            return false;
        }

        @Override
        public void readRegionToBuff(int from, int count, byte[] target) {
            System.arraycopy(bytes, offset + from, target, 0, count);
        }

        @Override
        public void grow(int by) {
            if (bytes.length < offset + length + by) {
                bytes = Arrays.copyOf(bytes, offset + length + by);
            }
        }

        @Override
        public void append(byte[] data, int count) {
            grow(count);
            System.arraycopy(data, 0, bytes, offset + length, count);
            length += count;
        }

        @Override
        public void shrink(int by) {
            length -= by;
        }
    }
}
