package org.kachehri.server;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.kachehri.identity.oidc.OpenIdSettings;
import org.kachehri.identity.people.Role;
import org.kachehri.media.net.NetSettings;
import org.kachehri.recording.archive.StorageSettings;
import org.kachehri.recording.lease.RecorderSettings;
import org.kachehri.recording.seal.TimeAuthoritySettings;
import org.kachehri.scheduler.points.Country;

/**
 * Everything an operator may set, read from the command line and the environment (the command line wins) and checked before
 * anything starts. Each module gets its own settings record made from this one.
 *
 * @param data the directory that holds everything the product keeps
 * @param portal the built portal's directory
 * @param httpPort TCP port of portal and API
 * @param mediaPort the one UDP port of the bridge
 * @param mediaTcpPort its TCP port, for browsers whose network lets no UDP out; empty: none
 * @param mediaAddresses what browsers are told to send media to, as {@link NetSettings#publicAddresses} has it; empty: the public
 *     address, and without one the machine's own
 * @param turnUrls the relays that participants are told of; empty: none
 * @param turnSecret what the relays share with us; present exactly when there are relays
 * @param databaseUrl an external PostgreSQL instead of the embedded one
 * @param publicAddress the name or address others reach this machine by; with it the server speaks TLS
 * @param tlsCertificate PEM chain; absent: one of our own making
 * @param tlsKey PEM key; present exactly when the certificate is
 * @param smsGateway through which citizens are told of their appointments; absent: they get slips
 * @param metricsToken what a machine that reads {@code /metrics} has to bear; absent: only signed-in administrators read it
 * @param secondFactorRoles who may do nothing before they have enrolled an authenticator
 * @param openId the OpenID provider by which officials may sign in, if there is one
 * @param timeAuthority who stamps sealed recordings (RFC 3161), if anybody
 * @param recorders where receptions are recorded besides the data directory, and how many at once
 * @param storage where sealed recordings are kept beside the data directory; empty: nowhere
 * @param lossInjection whether administrators may lose packets on purpose
 * @param country of the first unit of a system that begins without the demo
 * @param demo whether the demo's people and matters are seeded
 */
record ServerSettings(
        Path data,
        Path portal,
        int httpPort,
        int mediaPort,
        OptionalInt mediaTcpPort,
        List<String> mediaAddresses,
        List<String> turnUrls,
        Optional<String> turnSecret,
        Optional<String> databaseUrl,
        Optional<String> publicAddress,
        Optional<Path> tlsCertificate,
        Optional<Path> tlsKey,
        Optional<String> metricsToken,
        Optional<SmsGatewaySettings> smsGateway,
        Set<Role> secondFactorRoles,
        Optional<OpenIdSettings> openId,
        Optional<TimeAuthoritySettings> timeAuthority,
        RecorderSettings recorders,
        Optional<StorageSettings> storage,
        boolean lossInjection,
        Country country,
        boolean demo) {

    /** What may stand behind {@code Bearer} (RFC 6750, 2.1), too long to be guessed. */
    private static final String TOKEN_FORM = "[A-Za-z0-9\\-._~+/=]{16,200}";

    /** RFC 7065 section 3.1. */
    private static final String TURN_URL = "turns?:[A-Za-z0-9.\\-\\[\\]:]+(\\?transport=(udp|tcp))?";

    /** A browser asks each for an allocation before it offers; two or three are usual. */
    private static final int MAX_TURN_URLS = 8;

    /** 16 characters of 6 bits are 96 bits. */
    private static final int MIN_SECRET = 16;

    private static final int MEDIA_PORT = 10_000;

    /** Option name → environment variable. */
    private static final Map<String, String> NAMES = names();

    /** A setting that can't be used; the message is one sentence that names it. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        Wrong(String sentence) {
            super(sentence);
        }
    }

    static ServerSettings of(List<String> arguments, Map<String, String> environment) throws Wrong {
        Map<String, String> given = new LinkedHashMap<>();
        NAMES.forEach((option, variable) -> {
            String value = environment.get(variable);
            if (value != null && !value.isBlank()) {
                given.put(option, value);
            }
        });
        for (int i = 0; i < arguments.size(); i++) {
            String option = arguments.get(i);
            if (option.equals("--no-demo")) {
                given.put("--demo", "no");
            } else if (!NAMES.containsKey(option)) {
                throw new Wrong("There is no option " + option + "; see ./kachehri help.");
            } else if (++i == arguments.size()) {
                throw new Wrong("The option " + option + " needs a value.");
            } else {
                given.put(option, arguments.get(i));
            }
        }
        return checked(given);
    }

    private static ServerSettings checked(Map<String, String> given) throws Wrong {
        var settings = new ServerSettings(
                data(given),
                Path.of(given.getOrDefault("--portal", "web-portal/dist")).toAbsolutePath(),
                port(given, "--http-port", 8080),
                port(given, "--media-port", MEDIA_PORT),
                mediaTcpPort(given),
                mediaAddresses(given),
                turnUrls(given),
                Optional.ofNullable(given.get("--turn-secret")),
                Optional.ofNullable(given.get("--database-url")),
                Optional.ofNullable(given.get("--public-address")),
                Optional.ofNullable(given.get("--tls-certificate")).map(Path::of),
                Optional.ofNullable(given.get("--tls-key")).map(Path::of),
                Optional.ofNullable(given.get("--metrics-token")),
                smsGateway(given),
                secondFactorRoles(given),
                openId(given),
                timeAuthority(given),
                recorders(given),
                StorageOptions.of(given, data(given)),
                yes(given, "--loss-injection", "no"),
                country(given),
                yes(given, "--demo", "yes"));
        if (Files.exists(settings.data) && !Files.isDirectory(settings.data)) {
            throw new Wrong(named("--data") + " is " + settings.data + ", which is not a directory.");
        }
        if (!Files.isRegularFile(settings.portal.resolve("index.html"))) {
            throw new Wrong("--portal is " + settings.portal + ", where there is no built portal (no index.html).");
        }
        if (settings.databaseUrl.isPresent() && !isPostgres(settings.databaseUrl.get())) {
            throw new Wrong(
                    named("--database-url") + " has to begin with jdbc:postgresql:// and name a host and a database.");
        }
        if (settings.publicAddress.isPresent() && !resolves(settings.publicAddress.get())) {
            throw new Wrong(
                    named("--public-address") + " is " + settings.publicAddress.get() + ", which has no address.");
        }
        if (settings.turnUrls.isEmpty() == settings.turnSecret.isPresent()) {
            throw new Wrong(
                    named("--turn-urls") + " and " + named("--turn-secret") + " are set together or not at all.");
        }
        if (settings.turnSecret.isPresent() && settings.turnSecret.get().length() < MIN_SECRET) {
            throw new Wrong(named("--turn-secret") + " needs at least " + MIN_SECRET + " characters.");
        }
        if (settings.tlsCertificate.isPresent() != settings.tlsKey.isPresent()) {
            throw new Wrong(
                    named("--tls-certificate") + " and " + named("--tls-key") + " are set together or not at all.");
        }
        readable(settings.tlsCertificate, "--tls-certificate");
        readable(settings.tlsKey, "--tls-key");
        if (settings.metricsToken.isPresent() && !settings.metricsToken.get().matches(TOKEN_FORM)) {
            throw new Wrong(named("--metrics-token") + " needs at least 16 letters, digits or any of - . _ ~ + / =.");
        }
        return settings;
    }

    /** What a browser on this machine, or elsewhere if there is a public address, types. */
    String portalAddress() {
        boolean tls = publicAddress.isPresent() || tlsCertificate.isPresent();
        return (tls ? "https://" : "http://") + publicAddress.orElse("localhost") + ":" + httpPort;
    }

    /** Where short messages are handed over. */
    record SmsGatewaySettings(URI url, Optional<String> token) {}

    private static Optional<SmsGatewaySettings> smsGateway(Map<String, String> given) throws Wrong {
        String url = given.get("--sms-url");
        Optional<String> token = Optional.ofNullable(given.get("--sms-token"));
        if (url == null) {
            if (token.isPresent()) throw new Wrong(named("--sms-token") + " needs " + named("--sms-url") + ".");
            return Optional.empty();
        }
        try {
            URI address = new URI(url);
            if (url.startsWith("http") && address.getHost() != null) {
                return Optional.of(new SmsGatewaySettings(address, token));
            }
        } catch (URISyntaxException notOne) {
            // Said below, as for an address of another kind.
        }
        throw new Wrong(named("--sms-url") + " has to be an address that begins with http:// or https://.");
    }

    private static Path data(Map<String, String> given) {
        return Path.of(given.getOrDefault("--data", "data")).toAbsolutePath().normalize();
    }

    private static int port(Map<String, String> given, String option, int usual) throws Wrong {
        String value = given.get(option);
        if (value == null) {
            return usual;
        }
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > 65_535) {
            throw new Wrong(named(option) + " is " + value + ", which is not a port from 1 to 65535.");
        }
        return Integer.parseInt(value);
    }

    /** One number to open in the firewall, for both, unless it is told otherwise. */
    private static OptionalInt mediaTcpPort(Map<String, String> given) throws Wrong {
        return given.getOrDefault("--media-tcp-port", "").equals("no")
                ? OptionalInt.empty()
                : OptionalInt.of(port(given, "--media-tcp-port", port(given, "--media-port", MEDIA_PORT)));
    }

    /** Their form is the media plane's to judge; here the sentence gets the setting's name. */
    private static List<String> mediaAddresses(Map<String, String> given) throws Wrong {
        String value = given.get("--media-address");
        if (value == null) {
            return List.of();
        }
        List<String> addresses =
                Stream.of(value.split(",", -1)).map(String::strip).toList();
        try {
            return NetSettings.defaults().withPublicAddresses(addresses).publicAddresses();
        } catch (IllegalArgumentException wrong) {
            throw new Wrong(named("--media-address") + " is " + value + ": " + wrong.getMessage() + ".");
        }
    }

    private static Optional<TimeAuthoritySettings> timeAuthority(Map<String, String> given) throws Wrong {
        String url = given.get("--tsa-url");
        Optional<Path> certificates =
                Optional.ofNullable(given.get("--tsa-certificates")).map(Path::of);
        if ((url == null) == certificates.isPresent()) {
            throw new Wrong(
                    named("--tsa-url") + " and " + named("--tsa-certificates") + " are set together or not at all.");
        }
        if (url == null) {
            return Optional.empty();
        }
        readable(certificates, "--tsa-certificates");
        try {
            return Optional.of(new TimeAuthoritySettings(URI.create(url), certificates.get()));
        } catch (IllegalArgumentException wrong) {
            throw new Wrong(named("--tsa-url") + " can't be used: " + wrong.getMessage() + ".");
        }
    }

    private static Set<Role> secondFactorRoles(Map<String, String> given) throws Wrong {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String name : given.getOrDefault("--second-factor-roles", "").split(",", -1)) {
            if (name.isBlank()) {
                continue;
            }
            roles.add(Stream.of(Role.values())
                    .filter(role -> role.name().equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> new Wrong(named("--second-factor-roles") + " has '" + name.strip()
                            + "', which is no role; it is like ADMIN,INSPECTOR,ARCHIVIST.")));
        }
        return roles;
    }

    private static Country country(Map<String, String> given) throws Wrong {
        String name = given.getOrDefault("--country", Country.VN.name());
        return Stream.of(Country.values())
                .filter(country -> country.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Wrong(named("--country") + " is '" + name + "', which is neither VN nor PK."));
    }

    private static Optional<OpenIdSettings> openId(Map<String, String> given) throws Wrong {
        String issuer = given.get("--oidc-issuer");
        String client = given.get("--oidc-client");
        if (issuer == null || client == null) {
            for (String option :
                    List.of("--oidc-issuer", "--oidc-client", "--oidc-secret", "--oidc-claim", "--oidc-name")) {
                if (given.get(option) != null) {
                    throw new Wrong(named(option) + " needs " + named("--oidc-issuer") + " and "
                            + named("--oidc-client") + ".");
                }
            }
            return Optional.empty();
        }
        URI address;
        try {
            address = new URI(issuer);
        } catch (URISyntaxException damaged) {
            address = URI.create("");
        }
        String host = String.valueOf(address.getHost());
        boolean near = "http".equals(address.getScheme()) && (host.equals("localhost") || host.equals("127.0.0.1"));
        if (address.getHost() == null || !"https".equals(address.getScheme()) && !near || address.getQuery() != null) {
            throw new Wrong(named("--oidc-issuer") + " is '" + issuer
                    + "'; it has to be the provider's own https address, without a query.");
        }
        return Optional.of(new OpenIdSettings(
                address,
                client,
                Optional.ofNullable(given.get("--oidc-secret")),
                given.getOrDefault("--oidc-claim", "preferred_username"),
                given.getOrDefault("--oidc-name", host)));
    }

    private static List<String> turnUrls(Map<String, String> given) throws Wrong {
        String value = given.get("--turn-urls");
        if (value == null) {
            return List.of();
        }
        List<String> urls = Stream.of(value.split(",", -1)).map(String::strip).toList();
        for (String url : urls) {
            if (!url.matches(TURN_URL)) {
                throw new Wrong(named("--turn-urls") + " has '" + url
                        + "', which is not like turn:HOST:3478?transport=udp or turns:HOST:443?transport=tcp.");
            }
        }
        if (urls.size() > MAX_TURN_URLS) {
            throw new Wrong(named("--turn-urls") + " names " + urls.size() + " relays; browsers are told of at most "
                    + MAX_TURN_URLS + ".");
        }
        return urls;
    }

    private static boolean yes(Map<String, String> given, String option, String usual) throws Wrong {
        return switch (given.getOrDefault(option, usual)) {
            case "yes", "true" -> true;
            case "no", "false" -> false;
            case String other -> throw new Wrong(named(option) + " is " + other + ", which is neither yes nor no.");
        };
    }

    private static void readable(Optional<Path> file, String option) throws Wrong {
        if (file.isPresent() && !Files.isReadable(file.get())) {
            throw new Wrong(named(option) + " is " + file.get() + ", which can't be read.");
        }
    }

    static boolean isPostgres(String url) {
        if (!url.startsWith("jdbc:postgresql://")) {
            return false;
        }
        URI uri = URI.create(url.substring("jdbc:".length()));
        return uri.getHost() != null && uri.getPath() != null && uri.getPath().length() > 1;
    }

    private static RecorderSettings recorders(Map<String, String> given) throws Wrong {
        List<Path> further = new ArrayList<>();
        for (String directory : given.getOrDefault("--recorders", "").split(",", -1)) {
            if (!directory.isBlank()) {
                further.add(Path.of(directory.strip()).toAbsolutePath().normalize());
            }
        }
        int atOnce = number(given, "--recorders-at-once", 1, 1, 2);
        if (atOnce > further.size() + 1) {
            throw new Wrong(
                    named("--recorders-at-once") + " is 2, so " + named("--recorders") + " has to name a directory.");
        }
        int capacity =
                number(given, "--recorder-capacity", RecorderSettings.CAPACITY, 1, RecorderSettings.MOST_CAPACITY);
        int megabytes = number(
                given, "--recorder-free-mb", (int) (RecorderSettings.FREE_BYTES / 1_000_000), 0, Integer.MAX_VALUE);
        return new RecorderSettings(further, atOnce, capacity, megabytes * 1_000_000L);
    }

    private static int number(Map<String, String> given, String option, int usual, int least, int most) throws Wrong {
        String value = given.get(option);
        if (value == null) {
            return usual;
        }
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, like a number that is out of bounds.
        }
        throw new Wrong(
                named(option) + " is " + value + ", but has to be a number from " + least + " to " + most + ".");
    }

    private static boolean resolves(String address) {
        try {
            return InetAddress.getAllByName(address).length > 0;
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    /** An option as a sentence names it: with its environment variable. */
    static String named(String option) {
        return option + " (" + NAMES.get(option) + ")";
    }

    private static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        for (String option : List.of(
                "--data",
                "--portal",
                "--http-port",
                "--media-port",
                "--media-tcp-port",
                "--media-address",
                "--turn-urls",
                "--turn-secret",
                "--database-url",
                "--public-address",
                "--tls-certificate",
                "--tls-key",
                "--tsa-url",
                "--tsa-certificates",
                StorageOptions.STORE,
                StorageOptions.SECOND,
                StorageOptions.KEY,
                StorageOptions.LOCAL_DAYS,
                "--metrics-token",
                "--sms-url",
                "--sms-token",
                "--second-factor-roles",
                "--oidc-issuer",
                "--oidc-client",
                "--oidc-secret",
                "--oidc-claim",
                "--oidc-name",
                "--recorders",
                "--recorders-at-once",
                "--recorder-capacity",
                "--recorder-free-mb",
                "--loss-injection",
                "--country",
                "--demo")) {
            names.put(
                    option, "KACHEHRI_" + option.substring(2).replace('-', '_').toUpperCase(java.util.Locale.ROOT));
        }
        return names;
    }
}
