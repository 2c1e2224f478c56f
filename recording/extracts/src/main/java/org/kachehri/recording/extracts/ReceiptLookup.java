package org.kachehri.recording.extracts;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What a citizen was given in writing belongs to a module that the archive doesn't know. */
@FunctionalInterface
public interface ReceiptLookup {
    /** What becomes the protocol's {@code Ticket} in JSON; empty when the reception led to none. */
    Optional<?> receipt(Handle tx, String receptionId);
}
