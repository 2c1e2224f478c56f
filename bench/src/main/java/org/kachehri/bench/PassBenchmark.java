package org.kachehri.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kachehri.tests.browser.Browsers;
import org.kachehri.tests.browser.PassDesk;
import org.kachehri.tests.browser.Portal;

/**
 * How long who holds a pass before the camera waits: from the first picture with the code in it to the verdict on screen, with the server
 * and while it is away. The whole product and a browser.
 */
final class PassBenchmark {
    private static final int DEFAULT_PASSES = 40;

    private PassBenchmark() {}

    /** Arguments: how many passes each way. */
    static void run(String[] arguments) throws IOException, InterruptedException {
        int passes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : DEFAULT_PASSES;
        Path data = Files.createTempDirectory("kachehri-pass");
        try (Product product = Product.start(Product.launcher(new String[0]), data);
                Browsers browsers = new Browsers()) {
            PassDesk desk = PassDesk.open(new Portal(product.address("")), browsers.chromium());
            Figures figures = new Figures();
            measure(figures, "online", desk, issued(desk, passes));
            List<PassDesk.Pass> more = issued(desk, passes);
            desk.away(true);
            measure(figures, "offline", desk, more);
            figures.print();
        } finally {
            Product.delete(data);
        }
    }

    private static List<PassDesk.Pass> issued(PassDesk desk, int count) {
        List<PassDesk.Pass> passes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            passes.add(desk.issue());
        }
        return passes;
    }

    private static void measure(Figures figures, String line, PassDesk desk, List<PassDesk.Pass> passes) {
        List<Double> millis = new ArrayList<>();
        for (PassDesk.Pass pass : passes) {
            PassDesk.Seen seen = desk.holdUp(pass);
            if (!seen.verdict().equals("VALID")) throw new IllegalStateException("a good pass was " + seen.verdict());
            millis.add(seen.millis());
        }
        System.out.println(line + " ms: " + millis);
        figures.set("pass.verdict_ms." + line, Figures.median(millis), "ms");
        double[] sorted =
                millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        figures.set("pass.verdict_ms." + line + "_p95", Figures.percentile(sorted, 0.95), "ms");
    }
}
