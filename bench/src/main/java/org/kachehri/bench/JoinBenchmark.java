package org.kachehri.bench;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kachehri.tests.browser.Browsers;
import org.kachehri.tests.browser.Portal;

/**
 * How long one who enters a reception waits for the first picture of another: from the page's {@code new WebSocket} to the
 * first frame of a remote camera that its browser shows. Cold is a browser that was just started and signed in, warm the
 * same page loaded again. Then how long an ICE restart takes until a frame has come over the new way. The whole product, a citizen
 * and a chair are there and publish.
 */
final class JoinBenchmark {

    private static final int DEFAULT_ROUNDS = 5;

    /** Loads of the same page in each browser. */
    private static final int WARM = 4;

    /** ICE restarts in each browser. */
    private static final int RESTARTS = 4;

    /** Stamps the first WebSocket and the first frame of a stream that came over a peer connection. */
    private static final String STAMPS =
            """
            window.joined = { peers: [] };
            const Socket = window.WebSocket;
            window.WebSocket = class extends Socket {
              constructor(...given) { window.joined.socket ??= performance.now(); super(...given); }
            };
            const remote = new WeakSet();
            const Peer = window.RTCPeerConnection;
            window.RTCPeerConnection = class extends Peer {
              constructor(...given) {
                super(...given);
                window.joined.peers.push(this);
                this.addEventListener('track', event => remote.add(event.track));
              }
            };
            const source = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject');
            Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
              ...source,
              set(stream) {
                source.set.call(this, stream);
                if (this.requestVideoFrameCallback && stream?.getVideoTracks().some(track => remote.has(track)))
                  this.requestVideoFrameCallback(now => { window.joined.frame ??= performance.now(); });
              },
            });
            """;

    /**
     * Makes the portal restart the ICE of its connections as if their line were lost, and counts from there to the first frame of a
     * remote camera that came in over the new way. The old way still carries: what comes over it doesn't count.
     */
    private static final String RESTART =
            """
            () => new Promise((resolve, reject) => {
              setTimeout(() => reject('no frame came over a new way'), 30_000);
              const { peers } = window.joined;
              const videos = [...document.querySelectorAll('video')];
              const showing = track => videos.find(video => video.srcObject?.getVideoTracks().includes(track));
              const receiver = peers.flatMap(peer => peer.getReceivers()).find(each => showing(each.track));
              const video = showing(receiver.track);
              const begun = performance.now();
              const change = () => {
                const changed = performance.now();
                const shown = (now, frame) => {
                  if (frame.receiveTime > changed) resolve(performance.now() - begun);
                  else video.requestVideoFrameCallback(shown);
                };
                video.requestVideoFrameCallback(shown);
              };
              receiver.transport.iceTransport.addEventListener('selectedcandidatepairchange', change, { once: true });
              const say = peer => peer.dispatchEvent(new Event('iceconnectionstatechange'));
              for (const peer of peers.filter(each => each.connectionState === 'connected')) {
                Object.defineProperty(peer, 'iceConnectionState', { value: 'disconnected', configurable: true });
                say(peer);
                delete peer.iceConnectionState;
                say(peer);
              }
            })
            """;

    private final Portal portal;
    private final Browsers browsers;

    private JoinBenchmark(Portal portal, Browsers browsers) {
        this.portal = portal;
        this.browsers = browsers;
    }

    /** Arguments: rounds, each with a new browser. */
    static void run(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : DEFAULT_ROUNDS;
        Path data = Files.createTempDirectory("kachehri-join");
        try (Product product = Product.start(Product.launcher(new String[0]), data);
                Browsers browsers = new Browsers()) {
            new JoinBenchmark(new Portal(product.address("")), browsers).measure(rounds);
        } finally {
            Product.delete(data);
        }
    }

    private void measure(int rounds) {
        Page clerk = page();
        String kiosk = portal.register(clerk, "The road to our hamlet has been cut since the flood.");
        clerk.context().browser().close();
        Page citizen = page();
        String room = portal.arrive(citizen, kiosk);
        Page chair = page();
        portal.signIn(chair, "vo");
        portal.start(chair, citizen, room);
        awaitFrame(citizen);
        report(rounds, portal.origin() + room);
    }

    private void report(int rounds, String room) {
        List<Double> cold = new ArrayList<>();
        List<Double> warm = new ArrayList<>();
        List<Double> restarts = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Page officer = page();
            portal.signIn(officer, "ha");
            cold.add(join(officer, room));
            for (int i = 0; i < WARM; i++) {
                warm.add(join(officer, room));
            }
            for (int i = 0; i < RESTARTS; i++) {
                restarts.add(((Number) officer.evaluate(RESTART)).doubleValue());
            }
            officer.context().browser().close();
        }
        System.out.println("cold ms: " + cold);
        System.out.println("warm ms: " + warm);
        System.out.println("ICE restart ms: " + restarts);
        Figures figures = new Figures();
        figures.set("join.first_frame_ms.median", Figures.median(warm), "ms");
        figures.set("join.first_frame_ms.p95", Figures.percentile(sorted(warm), 0.95), "ms");
        figures.set("join.first_frame_ms.cold_median", Figures.median(cold), "ms");
        figures.set("join.first_frame_ms.cold_p95", Figures.percentile(sorted(cold), 0.95), "ms");
        figures.set("join.ice_restart_ms.median", Figures.median(restarts), "ms");
        figures.print();
    }

    private static double[] sorted(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    /** Asked from outside: the portal's content policy allows no function from a string. */
    private static void awaitFrame(Page page) {
        page.waitForCondition(() -> (boolean) page.evaluate("() => window.joined.frame > 0"));
    }

    private static double join(Page page, String room) {
        page.navigate(room);
        awaitFrame(page);
        return ((Number) page.evaluate("window.joined.frame - window.joined.socket")).doubleValue();
    }

    /** In a browser of its own: a person at a machine of theirs. */
    private Page page() {
        Page page = browsers.chromium();
        page.addInitScript(STAMPS);
        return page;
    }
}
