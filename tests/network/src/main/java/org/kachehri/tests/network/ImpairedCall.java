package org.kachehri.tests.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.kachehri.media.net.BrowserPage;
import org.kachehri.media.net.MediaNode;
import org.kachehri.media.net.NetSettings;
import org.kachehri.media.net.TestBrowser;
import org.kachehri.media.sfu.ShardCommand;

/**
 * A browser in host {@code point} that sends its camera and microphone to our media node in host {@code server} and hears and sees
 * itself. Only media crosses the line: the page and the signalling come from the point's own loopback, so that what is measured is
 * media, and the page is a secure context.
 */
final class ImpairedCall implements AutoCloseable {
    private final MediaNode node;
    private final BrowserPage page;
    private final Process browser;
    private CallReport last = CallReport.parse("");

    private ImpairedCall(MediaNode node, BrowserPage page, Process browser) {
        this.node = node;
        this.page = page;
        this.browser = browser;
    }

    /**
     * Begins the call.
     *
     * @param folder for the browser's profile and log
     * @param relay an RTCIceServer as JSON, or empty
     * @param more of the browser's switches
     */
    static ImpairedCall start(Network network, Path folder, String relay, String... more) throws IOException {
        Host server = network.host("server");
        Host point = network.host("point");
        NetSettings settings = NetSettings.defaults().withTcpPort(0).withPublicAddresses(List.of(server.address()));
        MediaNode node = server.call(() -> MediaNode.start(settings, event -> {}));
        try {
            node.submit(new ShardCommand.OpenRoom(BrowserPage.ROOM));
            BrowserPage page = point.call(() -> new BrowserPage(node));
            try {
                String address = relay.isEmpty() ? page.address() : page.addressWithRelay(relay);
                return new ImpairedCall(node, page, point.run(TestBrowser.program(folder, address, more)));
            } catch (IOException e) {
                page.close();
                throw e;
            }
        } catch (IOException e) {
            node.close();
            throw e;
        }
    }

    /** The next report; the page makes two a second. */
    CallReport next() throws InterruptedException {
        String report = page.report();
        if (report.startsWith("error")) {
            throw new IllegalStateException(report + "; last: " + last);
        }
        last = CallReport.parse(report);
        return last;
    }

    /** Reads reports until one is as wanted, or there were so many. */
    CallReport until(Predicate<CallReport> wanted, int reports) throws InterruptedException {
        CallReport report = next();
        for (int i = 1; i < reports && !wanted.test(report); i++) {
            report = next();
        }
        return report;
    }

    @Override
    public void close() {
        try {
            TestBrowser.end(browser);
        } catch (InterruptedException e) {
            // The network ends whatever is left in its hosts.
            Thread.currentThread().interrupt();
        }
        page.close();
        node.close();
    }
}
