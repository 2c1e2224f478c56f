package org.kachehri.platform.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * As whom PostgreSQL's programs run. They refuse to run as root, and a product tried out in a container is often root, so root steps
 * into a user namespace of its own (where it is nobody, yet still owns its files), or, where the kernel forbids that, becomes nobody.
 */
enum Identity {
    OURSELVES,
    USER_NAMESPACE,
    NOBODY;

    static Identity fitting() throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return OURSELVES;
        }
        return succeeds("unshare", "-U", "true") ? USER_NAMESPACE : NOBODY;
    }

    List<String> command(List<String> words) {
        List<String> all = new ArrayList<>(
                switch (this) {
                    case OURSELVES -> List.of();
                    case USER_NAMESPACE -> List.of("unshare", "-U");
                    case NOBODY -> List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups");
                });
        all.addAll(words);
        return all;
    }

    /** Nobody must own what it writes; the two others own it already. */
    void own(Path directory) throws IOException {
        if (this == NOBODY && !succeeds("chown", "-R", "65534:65534", directory.toString())) {
            throw new IOException("chown of " + directory + " failed");
        }
    }

    private static boolean succeeds(String... words) throws IOException {
        try {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
