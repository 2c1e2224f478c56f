package org.kachehri.identity.access;

/** By which an official came in; what the audit calls it. */
enum Way {
    PASSWORD("SIGN_IN", false),
    /** Something one has, unlocked by something one knows or is. */
    PASSKEY("SIGN_IN_BY_PASSKEY", true),
    PROVIDER("SIGN_IN_BY_PROVIDER", false),
    /** The provider says that it has asked for two. */
    PROVIDER_BY_TWO_FACTORS("SIGN_IN_BY_PROVIDER", true);

    private final String audit;
    private final boolean twoFactors;

    Way(String audit, boolean twoFactors) {
        this.audit = audit;
        this.twoFactors = twoFactors;
    }

    String audit() {
        return audit;
    }

    /** Whether it proves two factors by itself. */
    boolean twoFactors() {
        return twoFactors;
    }
}
