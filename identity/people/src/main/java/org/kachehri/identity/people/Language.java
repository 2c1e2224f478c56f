package org.kachehri.identity.people;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The languages that everything is shown in. Written in lower case, as BCP 47 has it. */
public enum Language {
    UR,
    VI,
    EN;

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when it isn't one of the three */
    @JsonCreator
    public static Language of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    public Locale locale() {
        return Locale.forLanguageTag(code());
    }
}
