package org.kachehri.scheduler.queue;

import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Request;

/** Answers one operation for the citizen whose link this device has opened. */
@FunctionalInterface
public interface KioskEndpoint {
    Answer answer(KioskVisitor visitor, Request request) throws Exception;
}
