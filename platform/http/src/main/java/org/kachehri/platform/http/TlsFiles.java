package org.kachehri.platform.http;

import java.nio.file.Path;

/** PEM files: the certificate with its chain, and its key. */
public record TlsFiles(Path certificate, Path key) {}
