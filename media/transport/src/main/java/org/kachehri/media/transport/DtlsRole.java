package org.kachehri.media.transport;

/** Who sends the ClientHello: {@code setup:active} is the client (RFC 5763 section 5). */
public enum DtlsRole {
    CLIENT,
    SERVER
}
