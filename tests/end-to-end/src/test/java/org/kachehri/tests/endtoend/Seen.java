package org.kachehri.tests.endtoend;

import com.microsoft.playwright.Page;

/** A person as a page shows and plays them. */
record Seen(Page page, FakePerson person) {

    /** A page whose peer connections can be asked for the senders' statistics, as an operator's tools do. */
    static Page seat(Page page) {
        page.addInitScript("const Peer = RTCPeerConnection; window.peers = [];"
                + "window.RTCPeerConnection = function (...a) { const p = new Peer(...a); window.peers.push(p); return p; };"
                + "window.RTCPeerConnection.prototype = Peer.prototype;");
        return page;
    }

    /** Another picture of the person has come, and another. */
    void await() {
        page.waitForCondition(() -> counter() >= 0);
        int first = counter();
        page.waitForCondition(() -> counter() > first);
    }

    /** The person's counter in any picture of the page, or -1. */
    int counter() {
        Object counters = page.evaluate("() => { const read = " + CountedPicture.readInPage(person.number())
                + "; return Math.max(-1, ...[...document.querySelectorAll('video')].map(read)); }");
        return ((Number) counters).intValue();
    }

    /** The person's tone comes out of the page. */
    void awaitVoice() {
        page.waitForCondition(() -> page.locator("audio").all().stream()
                .map(element -> (Number) element.evaluate(Tone.LOUDEST_IN_PAGE))
                .anyMatch(hertz -> Math.abs(hertz.doubleValue() - person.toneHertz()) < 40));
    }
}
