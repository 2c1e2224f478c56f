package org.kachehri.identity.access;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.kachehri.identity.audit.AuditEntry;
import org.kachehri.identity.audit.AuditLog;
import org.kachehri.identity.people.Charge;
import org.kachehri.identity.people.Official;
import org.kachehri.identity.people.Officials;
import org.kachehri.identity.people.Posts;
import org.kachehri.identity.people.Role;
import org.kachehri.platform.http.Answer;
import org.kachehri.platform.http.Problem;
import org.kachehri.platform.http.Request;
import org.kachehri.platform.postgres.Transactions;

/**
 * The operations postsOfUnit, createPost, appoint, endHolding, giveLeave and endLeave: who is in which post. Days are those of the post's
 * unit, the last one included. An administrator does it for their own unit and those below, and never for themselves: rights over
 * content are given by somebody who doesn't get them.
 */
public final class PeopleInPosts {
    private final Transactions transactions;
    private final Officials officials;
    private final Posts posts;
    private final UnitTree units;
    private final AuditLog audit;
    private final Clock clock;

    public PeopleInPosts(
            Transactions transactions, Officials officials, Posts posts, UnitTree units, AuditLog audit, Clock clock) {
        this.transactions = transactions;
        this.officials = officials;
        this.posts = posts;
        this.units = units;
        this.audit = audit;
        this.clock = clock;
    }

    record PersonView(String id, String login, String name) {}

    record LeaveView(String id, LocalDate from, LocalDate until, PersonView substitute, String decision) {}

    record HoldingView(
            String id,
            PersonView person,
            Charge charge,
            LocalDate from,
            LocalDate until,
            String decision,
            List<LeaveView> leaves) {}

    record HolderView(PersonView person, Charge charge) {}

    /** @param today who has the rights; null when nobody has */
    record PostView(String id, Role role, String title, HolderView today, List<HoldingView> holdings) {}

    record UnitPosts(Object unit, LocalDate today, List<PostView> posts) {}

    record CreateBody(Role role, String title) {}

    record AppointBody(String login, Charge charge, LocalDate from, LocalDate until, String decision) {}

    record LeaveBody(LocalDate from, LocalDate until, String substitute, String decision) {}

    record EndBody(LocalDate lastDay) {}

    private record At(Posts.Entry post, ZoneId zone) {}

    public void register(OfficialApi api) {
        api.on("postsOfUnit", Action.KEEP_POSTS, (who, request) -> transactions.run(tx -> list(tx, who, request)));
        api.on("createPost", Action.KEEP_POSTS, (who, request) -> transactions.run(tx -> create(tx, who, request)));
        api.on("appoint", Action.KEEP_POSTS, (who, request) -> transactions.run(tx -> appoint(tx, who, request)));
        api.on("endHolding", Action.KEEP_POSTS, (who, request) -> transactions.run(tx -> end(tx, who, request)));
        api.on("giveLeave", Action.KEEP_POSTS, (who, request) -> transactions.run(tx -> giveLeave(tx, who, request)));
        api.on("endLeave", Action.KEEP_POSTS, (who, request) -> transactions.run(tx -> endLeave(tx, who, request)));
    }

    private Answer list(Handle tx, SignedIn who, Request request) {
        String unitId = request.pathParameter("unitId");
        Optional<ZoneId> zone = zone(tx, who, unitId);
        if (zone.isEmpty()) {
            return Answer.problem(noUnit());
        }
        return Answer.ok(new UnitPosts(
                units.unit(tx, unitId).orElseThrow(),
                LocalDate.ofInstant(clock.instant(), zone.get()),
                posts.ofUnit(tx, unitId).stream()
                        .map(post -> view(tx, post, zone.get()))
                        .toList()));
    }

    private Answer create(Handle tx, SignedIn who, Request request) {
        String unitId = request.pathParameter("unitId");
        Optional<ZoneId> zone = zone(tx, who, unitId);
        if (zone.isEmpty()) {
            return Answer.problem(noUnit());
        }
        CreateBody body = request.body(CreateBody.class);
        String title = body.title() == null || body.title().isBlank()
                ? null
                : body.title().strip();
        String id = posts.create(tx, body.role(), unitId, title);
        write(tx, who, "POST_CREATED", id, Map.of("role", body.role().name(), "unit", unitId));
        return answer(tx, id, zone.get());
    }

    private Answer appoint(Handle tx, SignedIn who, Request request) {
        AppointBody body = request.body(AppointBody.class);
        Optional<At> at = post(tx, who, request);
        if (at.isEmpty()) {
            return Answer.problem(noPost());
        }
        Optional<Official> official = official(tx, body.login());
        if (official.isEmpty()) {
            return Answer.problem(noOfficial());
        }
        if (official.get().id().equals(who.officialId())) {
            return Answer.problem(ownPost());
        }
        if (reversed(body.from(), body.until())) {
            return Answer.problem(daysReversed());
        }
        ZoneId zone = at.get().zone();
        Posts.Outcome outcome = posts.appoint(
                tx,
                at.get().post().id(),
                official.get().id(),
                body.charge(),
                span(body.from(), body.until(), zone),
                body.decision().strip());
        return answer(
                tx,
                who,
                at.get(),
                outcome,
                "POST_GIVEN",
                detail(
                        official,
                        body.from(),
                        body.until(),
                        body.decision(),
                        body.charge().name()));
    }

    private Answer end(Handle tx, SignedIn who, Request request) {
        Optional<At> at = post(tx, who, request);
        Optional<Posts.Holding> holding = at.flatMap(one -> holding(one, request));
        if (holding.isEmpty()) {
            return Answer.problem(noPost());
        }
        if (holding.get().official().id().equals(who.officialId())) {
            return Answer.problem(ownPost());
        }
        LocalDate lastDay = request.body(EndBody.class).lastDay();
        Posts.Outcome outcome =
                posts.end(tx, holding.get().id(), ends(lastDay, at.get().zone()));
        return answer(
                tx,
                who,
                at.get(),
                outcome,
                "POST_ENDED",
                detail(Optional.of(holding.get().official()), null, lastDay, null, null));
    }

    private Answer giveLeave(Handle tx, SignedIn who, Request request) {
        LeaveBody body = request.body(LeaveBody.class);
        Optional<At> at = post(tx, who, request);
        Optional<Posts.Holding> holding = at.flatMap(one -> holding(one, request));
        if (holding.isEmpty()) {
            return Answer.problem(noPost());
        }
        Optional<Official> substitute = Optional.empty();
        if (body.substitute() != null && !body.substitute().isBlank()) {
            substitute = official(tx, body.substitute());
            if (substitute.isEmpty()) {
                return Answer.problem(noOfficial());
            }
            if (substitute.get().id().equals(who.officialId())) {
                return Answer.problem(ownPost());
            }
            if (substitute.get().id().equals(holding.get().official().id())) {
                return Answer.problem(Problem.of(400, "own-substitute", "Nobody stands in for themselves"));
            }
        }
        if (reversed(body.from(), body.until())) {
            return Answer.problem(daysReversed());
        }
        Posts.Outcome outcome = posts.giveLeave(
                tx,
                holding.get().id(),
                span(body.from(), body.until(), at.get().zone()),
                substitute.map(Official::id).orElse(null),
                body.decision().strip());
        Map<String, String> detail = detail(substitute, body.from(), body.until(), body.decision(), null);
        detail.put("absent", holding.get().official().id());
        return answer(tx, who, at.get(), outcome, "LEAVE_GIVEN", detail);
    }

    private Answer endLeave(Handle tx, SignedIn who, Request request) {
        String id = request.pathParameter("leaveId");
        Optional<At> at = post(tx, who, request);
        boolean there = at.flatMap(one -> holding(one, request)).stream()
                .flatMap(holding -> holding.leaves().stream())
                .anyMatch(leave -> leave.id().equals(id));
        if (!there) {
            return Answer.problem(noPost());
        }
        LocalDate lastDay = request.body(EndBody.class).lastDay();
        Posts.Outcome outcome = posts.endLeave(tx, id, ends(lastDay, at.get().zone()));
        return answer(tx, who, at.get(), outcome, "LEAVE_ENDED", detail(Optional.empty(), null, lastDay, null, null));
    }

    private Answer answer(
            Handle tx, SignedIn who, At at, Posts.Outcome outcome, String action, Map<String, String> detail) {
        return switch (outcome) {
            case Posts.Outcome.Done done -> {
                write(tx, who, action, at.post().id(), detail);
                yield answer(tx, at.post().id(), at.zone());
            }
            case Posts.Outcome.Held held ->
                Answer.problem(Problem.conflict("post-held", "Somebody is in this post on some of these days")
                        .withDetail(held.by()));
            case Posts.Outcome.NotThen notThen ->
                Answer.problem(Problem.conflict("leave-not-then", "These days aren't free for a leave"));
            case Posts.Outcome.NeedsLastDay needed ->
                Answer.problem(Problem.of(400, "last-day", "The last day lies between the first one and the end"));
            case Posts.Outcome.NotThere gone -> Answer.problem(noPost());
        };
    }

    private Answer answer(Handle tx, String postId, ZoneId zone) {
        return Answer.ok(view(tx, posts.find(tx, postId).orElseThrow(), zone));
    }

    private PostView view(Handle tx, Posts.Entry post, ZoneId zone) {
        HolderView today = officials
                .post(tx, post.id())
                .map(held -> new HolderView(
                        view(officials.official(tx, held.officialId()).orElseThrow()), held.charge()))
                .orElse(null);
        return new PostView(
                post.id(),
                post.role(),
                post.title(),
                today,
                post.holdings().stream().map(holding -> view(holding, zone)).toList());
    }

    private static HoldingView view(Posts.Holding holding, ZoneId zone) {
        List<LeaveView> leaves = holding.leaves().stream()
                .map(leave -> new LeaveView(
                        leave.id(),
                        firstDay(leave.during(), zone),
                        lastDay(leave.during(), zone),
                        leave.substitute() == null ? null : view(leave.substitute()),
                        leave.decision()))
                .toList();
        return new HoldingView(
                holding.id(),
                view(holding.official()),
                holding.charge(),
                firstDay(holding.during(), zone),
                lastDay(holding.during(), zone),
                holding.decision(),
                leaves);
    }

    private static PersonView view(Official official) {
        return new PersonView(official.id(), official.login(), official.name());
    }

    /** Where this unit's days begin; empty when it isn't in the administrator's jurisdiction. */
    private Optional<ZoneId> zone(Handle tx, SignedIn who, String unitId) {
        return units.unitAndBelow(tx, who.unitId()).contains(unitId) ? units.zone(tx, unitId) : Optional.empty();
    }

    private Optional<At> post(Handle tx, SignedIn who, Request request) {
        return posts.find(tx, request.pathParameter("postId"))
                .flatMap(post -> zone(tx, who, post.unitId()).map(zone -> new At(post, zone)));
    }

    private static Optional<Posts.Holding> holding(At at, Request request) {
        String id = request.pathParameter("holdingId");
        return at.post().holdings().stream()
                .filter(holding -> holding.id().equals(id))
                .findFirst();
    }

    private Optional<Official> official(Handle tx, String login) {
        return officials.withLogin(tx, login.strip().toLowerCase(Locale.ROOT));
    }

    private static boolean reversed(LocalDate from, LocalDate until) {
        return until != null && until.isBefore(from);
    }

    private static Posts.Span span(LocalDate from, LocalDate until, ZoneId zone) {
        return new Posts.Span(from.atStartOfDay(zone).toInstant(), ends(until, zone));
    }

    /** The midnight after the day, or null for none. */
    private static Instant ends(LocalDate lastDay, ZoneId zone) {
        return lastDay == null ? null : lastDay.plusDays(1).atStartOfDay(zone).toInstant();
    }

    private static LocalDate firstDay(Posts.Span span, ZoneId zone) {
        return LocalDate.ofInstant(span.from(), zone);
    }

    private static LocalDate lastDay(Posts.Span span, ZoneId zone) {
        return span.to() == null ? null : LocalDate.ofInstant(span.to().minusNanos(1), zone);
    }

    private static Map<String, String> detail(
            Optional<Official> official, LocalDate from, LocalDate until, String decision, String charge) {
        Map<String, String> detail = new HashMap<>();
        official.ifPresent(one -> detail.put("official", one.id()));
        if (from != null) detail.put("from", from.toString());
        if (until != null) detail.put("until", until.toString());
        if (decision != null) detail.put("decision", decision.strip());
        if (charge != null) detail.put("charge", charge);
        return detail;
    }

    private void write(Handle tx, SignedIn who, String action, String postId, Map<String, String> detail) {
        audit.write(
                tx,
                AuditEntry.of(who.officialId(), who.post().id(), action, postId).with(detail));
    }

    private static Problem noUnit() {
        return Problem.notFound("Your post's unit has no such unit below it");
    }

    private static Problem noPost() {
        return Problem.notFound("There is no such post in your unit or below");
    }

    private static Problem noOfficial() {
        return Problem.of(400, "no-official", "Nobody has this login");
    }

    private static Problem ownPost() {
        return Problem.of(403, "own-post", "Nobody gives or takes their own post");
    }

    private static Problem daysReversed() {
        return Problem.of(400, "days-reversed", "The last day lies before the first");
    }
}
