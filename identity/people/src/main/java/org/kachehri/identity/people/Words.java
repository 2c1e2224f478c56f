package org.kachehri.identity.people;

/** A name in the three languages. */
public record Words(String ur, String vi, String en) {
    public String in(Language language) {
        return switch (language) {
            case UR -> ur;
            case VI -> vi;
            case EN -> en;
        };
    }
}
