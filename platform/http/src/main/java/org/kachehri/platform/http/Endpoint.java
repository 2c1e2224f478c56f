package org.kachehri.platform.http;

/** Answers one operation of the protocol. Runs on a virtual thread of its own and may block; what it throws becomes a 500 with a reference. */
@FunctionalInterface
public interface Endpoint {
    Answer answer(Request request) throws Exception;
}
