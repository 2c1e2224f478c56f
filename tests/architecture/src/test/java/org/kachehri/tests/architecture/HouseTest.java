package org.kachehri.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shape of the house, as docs/architecture.md and the ten rules describe it. */
class HouseTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.kachehri");

    private static final Set<String> ONLY_TESTS = Set.of("tests.architecture", "tests.end-to-end");

    /** The modules in the order of the root pom; each is also a package. */
    private static final List<String> ORDER = modulesInOrder();

    @Test
    void everyModuleIsInHere() {
        for (String module : ORDER) {
            assertTrue(
                    HOUSE.stream().anyMatch(type -> moduleOf(type).equals(module)),
                    module + " has no classes: an empty room, or one this test can't see");
        }
    }

    @Test
    void dependenciesPointOneWay() {
        Set<String> upward = new TreeSet<>();
        for (JavaClass type : HOUSE) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target = dependency.getTargetClass().getPackageName();
                if (target.startsWith("org.kachehri.")
                        && ORDER.indexOf(target.substring("org.kachehri.".length())) > ORDER.indexOf(moduleOf(type))) {
                    upward.add(dependency.getDescription());
                }
            }
        }
        assertEquals(Set.of(), upward);
    }

    @Test
    void aModuleIsOneFlatPackage() {
        Set<String> packages = new TreeSet<>();
        HOUSE.forEach(type -> packages.add(moduleOf(type)));
        packages.removeAll(ORDER);
        assertEquals(Set.of(), packages);
    }

    @Test
    void aTypeIsPublicOnlyIfAnotherModuleUsesIt() {
        Set<String> needless = new TreeSet<>();
        for (JavaClass type : HOUSE) {
            // Other modules' tests use these, and tests aren't looked at here.
            boolean forTests = moduleOf(type).startsWith("tests.");
            boolean program = type.getMethods().stream()
                    .anyMatch(method -> method.getName().equals("main"));
            if (!type.getModifiers().contains(JavaModifier.PUBLIC) || type.isNestedClass() || program || forTests) {
                continue;
            }
            boolean used = type.getDirectDependenciesToSelf().stream()
                    .anyMatch(
                            dependency -> !moduleOf(dependency.getOriginClass()).equals(moduleOf(type)));
            if (!used && !partOfAPublicSignature(type)) {
                needless.add(type.getName());
            }
        }
        assertEquals(Set.of(), needless);
    }

    /** A type that a public type shows in a method, field or as its parent has to be public too. */
    private static boolean partOfAPublicSignature(JavaClass type) {
        return type.getDirectDependenciesToSelf().stream()
                .map(Dependency::getOriginClass)
                .anyMatch(origin -> origin.getModifiers().contains(JavaModifier.PUBLIC) && !origin.equals(type));
    }

    @Test
    void mediaKnowsNoCitizen() {
        noClasses()
                .that()
                .resideInAPackage("org.kachehri.media..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..",
                        "io.vertx..",
                        "org.jdbi..",
                        "org.kachehri.identity..",
                        "org.kachehri.platform..",
                        "org.kachehri.signaling..")
                .check(HOUSE);
    }

    @Test
    void theReceptionIsPure() {
        noClasses()
                .that()
                .resideInAPackage("org.kachehri.signaling.reception")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "java.net..", "java.nio.file..", "io.vertx..", "org.jdbi..")
                .check(HOUSE);
    }

    @Test
    void onlyTheEdgesAskTheClock() {
        Set<String> askers = new TreeSet<>();
        for (JavaClass type : HOUSE) {
            if (Set.of("server", "media.net", "bench", "tests.network").contains(moduleOf(type))) {
                continue;
            }
            type.getMethodCallsFromSelf().stream()
                    .filter(call -> asksTheClock(
                            call.getTargetOwner(),
                            call.getName(),
                            call.getTarget().getRawParameterTypes().size()))
                    .forEach(call -> askers.add(call.getDescription()));
        }
        assertEquals(Set.of(), askers);
    }

    private static boolean asksTheClock(JavaClass owner, String method, int parameters) {
        boolean now = method.equals("now")
                && parameters == 0
                && Stream.of(Instant.class, LocalDate.class, LocalDateTime.class, ZonedDateTime.class)
                        .anyMatch(owner::isEquivalentTo);
        boolean system = owner.isEquivalentTo(System.class)
                && Set.of("nanoTime", "currentTimeMillis").contains(method);
        boolean zone = owner.isEquivalentTo(Clock.class) && method.startsWith("system");
        return now || system || zone;
    }

    @Test
    void nobodySleepsAndNobodyNamesAMachine() throws IOException {
        Pattern banned = Pattern.compile("Thread\\.sleep\\(|printStackTrace\\(|ZoneId\\.systemDefault\\(\\)");
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java") && !path.endsWith("HouseTest.java"))
                    .toList()) {
                if (banned.matcher(Files.readString(file)).find()) {
                    found.add(ROOT.relativize(file).toString());
                }
            }
        }
        assertEquals(List.of(), found);
    }

    private static String moduleOf(JavaClass type) {
        String name = type.getPackageName();
        assertFalse(name.equals("org.kachehri"), type + " lives in no module");
        return name.substring("org.kachehri.".length());
    }

    private static List<String> modulesInOrder() {
        try {
            return Pattern.compile("<module>([^<]+)</module>")
                    .matcher(Files.readString(ROOT.resolve("pom.xml")))
                    .results()
                    .map(match -> match.group(1).replace('/', '.'))
                    .filter(module -> !ONLY_TESTS.contains(module))
                    .toList();
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
