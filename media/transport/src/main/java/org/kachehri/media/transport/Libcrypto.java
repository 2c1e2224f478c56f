package org.kachehri.media.transport;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The functions of OpenSSL 3's libcrypto that SRTP needs. Pointers are plain {@code long}s and the per-packet calls are critical (no
 * thread-state transition): each lasts about a microsecond and none calls back, blocks or allocates on the heap.
 */
@SuppressWarnings("restricted")
final class Libcrypto {
    static final int GCM_GET_TAG = 0x10;
    static final int GCM_SET_TAG = 0x11;

    /** The name carries the major version of the ABI we call: another one must not be picked up. */
    private static final Optional<SymbolLookup> LIBRARY = load("libcrypto.so.3");

    private static final MethodHandle CIPHER_CONTEXT_NEW = function("EVP_CIPHER_CTX_new", JAVA_LONG);
    private static final MethodHandle CIPHER_CONTEXT_FREE = procedure("EVP_CIPHER_CTX_free", JAVA_LONG);
    private static final MethodHandle AES_128_GCM = function("EVP_aes_128_gcm", JAVA_LONG);
    private static final MethodHandle AES_128_CTR = function("EVP_aes_128_ctr", JAVA_LONG);
    private static final MethodHandle ENCRYPT_INIT =
            critical("EVP_EncryptInit_ex", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle ENCRYPT_UPDATE =
            critical("EVP_EncryptUpdate", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle ENCRYPT_FINAL =
            critical("EVP_EncryptFinal_ex", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle DECRYPT_INIT =
            critical("EVP_DecryptInit_ex", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle DECRYPT_UPDATE =
            critical("EVP_DecryptUpdate", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle DECRYPT_FINAL =
            critical("EVP_DecryptFinal_ex", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle CIPHER_CONTROL =
            critical("EVP_CIPHER_CTX_ctrl", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle MAC_FETCH = function("EVP_MAC_fetch", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle MAC_CONTEXT_NEW = function("EVP_MAC_CTX_new", JAVA_LONG, JAVA_LONG);
    private static final MethodHandle MAC_CONTEXT_FREE = procedure("EVP_MAC_CTX_free", JAVA_LONG);
    private static final MethodHandle MAC_INIT =
            critical("EVP_MAC_init", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle MAC_UPDATE =
            critical("EVP_MAC_update", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle MAC_FINAL =
            critical("EVP_MAC_final", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle CONSTANT_TIME_COMPARE =
            critical("CRYPTO_memcmp", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private static final int OSSL_PARAM_UTF8_STRING = 4;
    private static final int OSSL_PARAM_LENGTH = 40;

    private Libcrypto() {}

    static boolean available() {
        return LIBRARY.isPresent();
    }

    /** A cipher context with AES-128-GCM's key schedule done; {@link #freeCipher} it. */
    static long newGcm(byte[] key, boolean encrypting) {
        return newCipher(call(AES_128_GCM), key, encrypting);
    }

    /** A cipher context with AES-128-CTR's key schedule done; {@link #freeCipher} it. */
    static long newCounterMode(byte[] key) {
        return newCipher(call(AES_128_CTR), key, true);
    }

    private static long newCipher(long algorithm, byte[] key, boolean encrypting) {
        long context = present(call(CIPHER_CONTEXT_NEW), "cipher context");
        try (Arena arena = Arena.ofConfined()) {
            long keyAddress = arena.allocateFrom(ValueLayout.JAVA_BYTE, key).address();
            require((int)
                    (encrypting ? ENCRYPT_INIT : DECRYPT_INIT).invokeExact(context, algorithm, 0L, keyAddress, 0L));
        } catch (Throwable e) {
            throw unexpected(e);
        }
        return context;
    }

    static void freeCipher(long context) {
        try {
            CIPHER_CONTEXT_FREE.invokeExact(context);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** A new initialization vector; the key schedule stays. */
    static void encryptInit(long context, long iv) {
        try {
            require((int) ENCRYPT_INIT.invokeExact(context, 0L, 0L, 0L, iv));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code out} 0: the input is authenticated only. */
    static void encryptUpdate(long context, long out, long outLength, long in, int length) {
        try {
            require((int) ENCRYPT_UPDATE.invokeExact(context, out, outLength, in, length));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void encryptFinal(long context, long out, long outLength) {
        try {
            require((int) ENCRYPT_FINAL.invokeExact(context, out, outLength));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void decryptInit(long context, long iv) {
        try {
            require((int) DECRYPT_INIT.invokeExact(context, 0L, 0L, 0L, iv));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void decryptUpdate(long context, long out, long outLength, long in, int length) {
        try {
            require((int) DECRYPT_UPDATE.invokeExact(context, out, outLength, in, length));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** False: the tag is wrong. */
    static boolean decryptFinal(long context, long out, long outLength) {
        try {
            return (int) DECRYPT_FINAL.invokeExact(context, out, outLength) > 0;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void cipherControl(long context, int command, int length, long bytes) {
        try {
            require((int) CIPHER_CONTROL.invokeExact(context, command, length, bytes));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** A context of HMAC-SHA1 with this key; {@link #freeMac} it. */
    static long newHmacSha1(byte[] key) {
        try (Arena arena = Arena.ofConfined()) {
            long hmac = present(
                    (long) MAC_FETCH.invokeExact(0L, arena.allocateFrom("HMAC").address(), 0L), "HMAC");
            long context = present((long) MAC_CONTEXT_NEW.invokeExact(hmac), "HMAC context");
            MemorySegment digest = arena.allocateFrom("SHA1");
            // struct OSSL_PARAM { const char *key; unsigned data_type; void *data; size_t data_size, return_size; }; a
            // zeroed one ends the list.
            MemorySegment parameters = arena.allocate(2 * OSSL_PARAM_LENGTH, 8);
            parameters.set(JAVA_LONG, 0, arena.allocateFrom("digest").address());
            parameters.set(JAVA_INT, 8, OSSL_PARAM_UTF8_STRING);
            parameters.set(JAVA_LONG, 16, digest.address());
            parameters.set(JAVA_LONG, 24, digest.byteSize() - 1);
            long keyAddress = arena.allocateFrom(ValueLayout.JAVA_BYTE, key).address();
            require((int) MAC_INIT.invokeExact(context, keyAddress, (long) key.length, parameters.address()));
            return context;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void freeMac(long context) {
        try {
            MAC_CONTEXT_FREE.invokeExact(context);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Begins anew with the same key. */
    static void macInit(long context) {
        try {
            require((int) MAC_INIT.invokeExact(context, 0L, 0L, 0L));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void macUpdate(long context, long in, long length) {
        try {
            require((int) MAC_UPDATE.invokeExact(context, in, length));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void macFinal(long context, long out, long outLength, long capacity) {
        try {
            require((int) MAC_FINAL.invokeExact(context, out, outLength, capacity));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static boolean equalInConstantTime(long left, long right, long length) {
        try {
            return (int) CONSTANT_TIME_COMPARE.invokeExact(left, right, length) == 0;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static long call(MethodHandle function) {
        try {
            return (long) function.invokeExact();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static void require(int result) {
        if (result <= 0) {
            throw new IllegalStateException("libcrypto refused: " + result);
        }
    }

    private static long present(long pointer, String what) {
        if (pointer == 0) {
            throw new IllegalStateException("libcrypto has no " + what);
        }
        return pointer;
    }

    private static RuntimeException unexpected(Throwable thrown) {
        return switch (thrown) {
            case Error error -> throw error;
            case RuntimeException exception -> exception;
            default -> new IllegalStateException(thrown);
        };
    }

    private static Optional<SymbolLookup> load(String name) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(name, Arena.global()));
        } catch (IllegalArgumentException absent) {
            // Absence is an answer, not an error: CipherSuites.best() falls back to the JDK and its name() says so.
            return Optional.empty();
        }
    }

    private static MethodHandle critical(String name, MemoryLayout result, MemoryLayout... arguments) {
        return handle(name, FunctionDescriptor.of(result, arguments), Linker.Option.critical(false));
    }

    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return handle(name, FunctionDescriptor.of(result, arguments));
    }

    private static MethodHandle procedure(String name, MemoryLayout... arguments) {
        return handle(name, FunctionDescriptor.ofVoid(arguments));
    }

    private static MethodHandle handle(String name, FunctionDescriptor signature, Linker.Option... options) {
        return LIBRARY.map(
                        library -> Linker.nativeLinker().downcallHandle(library.findOrThrow(name), signature, options))
                .orElse(null);
    }
}
