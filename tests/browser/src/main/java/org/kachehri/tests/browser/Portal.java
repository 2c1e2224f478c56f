package org.kachehri.tests.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/**
 * The ways through the portal that every reception begins with, gone as people go them: by its fields and buttons, in English.
 *
 * @param origin where the product runs, e.g. {@code http://localhost:8080}
 */
public record Portal(String origin) {

    /** The demo's receiving officer registers a citizen; answers the link that opens the citizen's kiosk. */
    public String register(Page officer, String matter) {
        signIn(officer, "mai");
        officer.navigate(origin + "/people/new");
        officer.locator("[name=name]").fill("Trần Văn Bình");
        officer.locator("[name=address]").fill("Xóm 4, xã Yên Hoà");
        officer.locator("[name=idKind][value=NONE]").check();
        officer.locator("[name=language][value=en]").check();
        officer.locator("[name=type][value=PETITION]").check();
        officer.locator("[name=content]").fill(matter);
        officer.locator("[name=wish]").fill("A date for the repair.");
        button(officer, "Register and give a number").click();
        return officer.locator("[data-link=kiosk]").getAttribute("href");
    }

    /** The citizen opens the link and reads until they have a number; answers the path of their reception's room. */
    public String arrive(Page citizen, String link) {
        citizen.navigate(link);
        button(citizen, "All is well, go on").click();
        button(citizen, "I have understood").click();
        citizen.locator(".kiosk-number").waitFor();
        return "/room/"
                + citizen.evaluate("fetch('/api/kiosk/visit').then(r => r.json()).then(visit => visit.receptionId)");
    }

    /** One of the demo's people signs in, and is spoken to in English from then on. */
    public void signIn(Page page, String login) {
        enter(page, login);
        page.waitForResponse(
                response -> response.url().endsWith("/api/me/preferences"),
                () -> page.locator(".band select").first().selectOption("en"));
        page.locator("html[lang=en]").waitFor();
    }

    /** One of the demo's people signs in. Key by key: what the driver puts into Firefox at once, React doesn't see. */
    public void enter(Page page, String login) {
        page.navigate(origin + "/sign-in");
        page.locator("[name=login]").pressSequentially(login);
        page.locator("[name=password]").pressSequentially("kachehri");
        page.locator("[name=password]").press("Enter");
        page.locator("nav.pages").waitFor();
    }

    /** The chair enters the room, lets the citizen in and starts. */
    public void start(Page chair, Page citizen, String room) {
        chair.navigate(origin + room);
        button(chair, "Admit").click();
        citizen.locator(".room.citizen").waitFor();
        button(chair, "Start and record").click();
    }

    public static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
