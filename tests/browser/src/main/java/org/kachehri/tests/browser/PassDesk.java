package org.kachehri.tests.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import java.util.Map;

/**
 * The officer's page that checks passes, with a camera that sees nothing but the code that is held up. Its picture is painted in the
 * browser, so that it is known when the code came into it.
 */
public final class PassDesk {
    /** 1280 × 720, 30 pictures a second, the code in the middle of a desk; {@code heldUp(svg)} answers when the verdict is on screen. */
    private static final String CAMERA =
            """
            (() => {
              const canvas = Object.assign(document.createElement('canvas'), { width: 1280, height: 720 });
              const context = canvas.getContext('2d');
              let code, begun;
              const paint = () => {
                context.fillStyle = '#8a7f70';
                context.fillRect(0, 0, 1280, 720);
                if (code) {
                  context.drawImage(code, 430, 150, 420, 420);
                  begun ??= performance.now();
                }
              };
              setInterval(paint, 33);
              navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(30);
              window.heldUp = async svg => {
                const image = new Image();
                image.src = 'data:image/svg+xml;base64,' + btoa(svg);
                await image.decode();
                begun = undefined;
                code = image;
                return new Promise((resolve, reject) => {
                  setTimeout(() => reject('no verdict came: ' + document.body.innerText), 20_000);
                  const old = document.querySelector('[data-verdict]');
                  const look = () => {
                    const verdict = document.querySelector('[data-verdict]');
                    if (!verdict || verdict === old) return;
                    observer.disconnect();
                    requestAnimationFrame(() => {
                      code = undefined;
                      resolve({ millis: performance.now() - begun, verdict: verdict.dataset.verdict });
                    });
                  };
                  const observer = new MutationObserver(look);
                  observer.observe(document.body, { childList: true, subtree: true });
                });
              };
            })();
            """;

    private static final String ASK =
            """
            async ([path, body]) => {
              const { csrfToken } = await (await fetch('/api/me')).json();
              const answer = await fetch(path, {
                method: 'POST',
                headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrfToken },
                body: body ?? undefined });
              return answer.json();
            }
            """;

    private static final String VISIT =
            """
            {"pointId":"yen-hoa","language":"vi",
             "citizen":{"name":"Trần Văn Bình","address":"Xóm 4","idKind":"NONE"},
             "matter":{"type":"PETITION","content":"The road is cut.","wish":"A date for the repair."}}""";

    private final Page page;

    private PassDesk(Page page) {
        this.page = page;
    }

    /** Signs the demo's receiving officer in at this page and turns the camera on. */
    public static PassDesk open(Portal portal, Page page) {
        page.addInitScript(CAMERA);
        portal.signIn(page, "mai");
        page.navigate(portal.origin() + "/pass");
        Portal.button(page, "Use the camera").click();
        page.locator("video").waitFor();
        // The list with which it judges when the server is away has come.
        page.waitForLoadState(LoadState.NETWORKIDLE);
        return new PassDesk(page);
    }

    /** A pass as its slip shows it. */
    public record Pass(String code, String qrSvg) {}

    /** Registers somebody and answers their pass. */
    public Pass issue() {
        Object visit = ((Map<?, ?>) ask("/api/visits", VISIT).get("visit")).get("id");
        Map<?, ?> pass = ask("/api/visits/" + visit + "/pass", null);
        return new Pass((String) pass.get("code"), (String) pass.get("qrSvg"));
    }

    /** What the page said of the code that was held up, and how long after the camera first saw it. */
    public record Seen(String verdict, double millis) {}

    public Seen holdUp(Pass pass) {
        // A page behind another isn't painted.
        page.bringToFront();
        Map<?, ?> seen = (Map<?, ?>) page.evaluate("svg => heldUp(svg)", pass.qrSvg());
        return new Seen((String) seen.get("verdict"), ((Number) seen.get("millis")).doubleValue());
    }

    /** The line between the page and the server is cut, or whole again. */
    public void away(boolean away) {
        page.context().setOffline(away);
    }

    /** Asks the server as the page does. */
    public Map<?, ?> ask(String path, String body) {
        return (Map<?, ?>) page.evaluate(ASK, new String[] {path, body});
    }
}
