package org.kachehri.recording.archive;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code kachehri verify PATH [--trust FILE]}: says in plain words whether a package is intact. Needs no server and no database.
 * Exit codes: 0 intact and signer trusted, 1 damaged, 2 not a package (or a command that can't be understood), 3 intact but signer not known.
 */
public final class VerifyCommand {
    private static final String USAGE = "Usage: kachehri verify PATH [--trust FILE]";

    private VerifyCommand() {}

    /**
     * Runs the command.
     *
     * @return the exit code
     */
    public static int run(List<String> arguments, PrintStream out) {
        Optional<String> path = Optional.empty();
        Optional<Path> trust = Optional.empty();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--trust") && i + 1 < arguments.size()) {
                trust = Optional.of(Path.of(arguments.get(++i)));
            } else if (path.isEmpty() && !argument.startsWith("--")) {
                path = Optional.of(argument);
            } else {
                out.println(USAGE);
                return Verdict.NOT_A_PACKAGE.exitCode();
            }
        }
        if (path.isEmpty()) {
            out.println(USAGE);
            return Verdict.NOT_A_PACKAGE.exitCode();
        }
        try {
            Verification verification = Verify.verify(Path.of(path.get()), trust);
            print(verification, out);
            return verification.verdict().exitCode();
        } catch (IOException | InvalidPathException e) {
            out.println("It can't be read: " + e.getMessage());
            return Verdict.NOT_A_PACKAGE.exitCode();
        }
    }

    private static void print(Verification verification, PrintStream out) {
        out.println(verification.reason());
        if (verification.segments() > 0) {
            out.println("Segments intact: " + verification.intactSegments() + " of " + verification.segments());
        }
        verification.sealedAt().ifPresent(at -> out.println("Sealed at " + at + " (as the signer says)"));
        verification.signer().ifPresent(name -> out.println("Signer: " + name));
        verification.fingerprint().ifPresent(print -> out.println("Certificate SHA-256: " + print));
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out));
    }
}
