package org.kachehri.identity.access;

import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Request;

/** Answers one operation for a signed-in official whose post may. */
@FunctionalInterface
public interface OfficialEndpoint {
    Answer answer(SignedIn who, Request request) throws Exception;
}
