package org.kachehri.tests.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.kachehri.tests.browser.Portal.button;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kachehri.tests.browser.Browsers;
import org.kachehri.tests.browser.Portal;

/**
 * Two people wait: one of them, who denounces somebody, has an alias and stands on no board (DOMAIN 6, SC-2, step 1). The officer calls them, one
 * doesn't come, comes after all, and is put first for their age.
 */
class DeskTest {
    private static final String NURSE = "Phạm Thị Hồng";

    @TempDir
    Path folder;

    @Test
    void peopleAreCalledAndADenouncerIsNamedNowhere() throws Exception {
        try (RunningServer server = RunningServer.start(folder.resolve("data"));
                Browsers browsers = new Browsers()) {
            Page officer = browsers.chromium();
            Portal portal = new Portal(server.address(""));
            portal.register(officer, "The road to our hamlet has been cut since the flood.");
            Page hall = browsers.besides(officer);
            hall.navigate(server.address("/board/yen-hoa"));

            officer.navigate(server.address("/queue"));
            Locator waiting = section(officer, "Waiting");
            waiting.locator("tbody tr").first().waitFor();
            int others = waiting.locator("tbody tr").count() - 1;
            String alias = denounce(server, officer);

            officer.navigate(server.address("/queue"));
            assertEquals(others + 2, rows(officer, "Waiting", others + 2));
            assertTrue(waiting.innerText().contains(alias));
            assertFalse(officer.content().contains(NURSE));
            for (int i = 0; i < others; i++) called(officer, i + 1);
            called(officer, others + 1);
            String number = String.valueOf(others + 1);
            hall.locator(".called li")
                    .filter(new Locator.FilterOptions().setHasText(number))
                    .waitFor();
            assertFalse(hall.content().contains("TC-"));

            row(officer, "Called", number).getByText("Did not come").click();
            section(officer, "Called and not come").getByText("Is here now").click();
            // Who missed the call waits behind the others.
            firstIs(officer, alias);
            row(officer, "Waiting", number).getByText("Put first…").click();
            officer.locator("[name=ground][value=ELDERLY]").check();
            officer.locator("#why").fill("82 years old");
            officer.locator("dialog [type=submit]").click();
            firstIs(officer, "Trần Văn Bình");
            row(officer, "Waiting", number).getByText("Elderly: first").waitFor();

            for (String[] language : new String[][] {{"ur", "قطار"}, {"vi", "Hàng chờ"}, {"en", "Queue"}}) {
                officer.locator(".band select").first().selectOption(language[0]);
                officer.locator("h1", new Page.LocatorOptions().setHasText(language[1]))
                        .waitFor();
            }
            assertFalse(hall.content().contains("TC-"));
        }
    }

    /** @return the alias */
    private static String denounce(RunningServer server, Page officer) {
        officer.navigate(server.address("/people/new"));
        officer.locator("[name=name]").fill(NURSE);
        officer.locator("[name=address]").fill("Khối 2, Vinh");
        officer.locator("[name=idKind][value=NONE]").check();
        officer.locator("[name=language][value=en]").check();
        officer.locator("[name=type][value=DENUNCIATION]").check();
        officer.locator("[name=content]").fill("Medicine of the hospital is sold privately.");
        officer.locator("[name=wish]").fill("That it is looked into.");
        button(officer, "Register and give a number").click();
        Locator slip = officer.getByText("TC-2026-").first();
        return slip.innerText().replaceAll("(?s).*(TC-2026-\\d{4}).*", "$1");
    }

    private static void called(Page officer, int already) {
        button(officer, "Call next").click();
        rows(officer, "Called", already);
    }

    private static Locator section(Page officer, String title) {
        return officer.locator("section")
                .filter(new Locator.FilterOptions()
                        .setHas(officer.locator(
                                "h2", new Page.LocatorOptions().setHasText(Pattern.compile("^" + title + "$")))));
    }

    private static Locator row(Page officer, String title, String number) {
        Locator cell = officer.locator(
                "td.brief b", new Page.LocatorOptions().setHasText(Pattern.compile("^" + number + "$")));
        return section(officer, title).locator("tr").filter(new Locator.FilterOptions().setHas(cell));
    }

    /** Waits until a list has so many lines. */
    private static int rows(Page officer, String title, int count) {
        officer.waitForCondition(
                () -> section(officer, title).locator("tbody tr").count() == count);
        return count;
    }

    private static void firstIs(Page officer, String person) {
        Locator first = section(officer, "Waiting").locator("tbody tr").first().locator("td:nth-child(2) b");
        first.waitFor();
        officer.waitForCondition(() -> first.innerText().equals(person));
    }
}
