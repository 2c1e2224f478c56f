package org.kachehri.platform.postgres;

/**
 * Where the database is.
 *
 * @param url a {@code jdbc:postgresql:} address
 * @param poolSize connections that may be open at once; 1 to 200
 */
public record DatabaseSettings(String url, String user, String password, int poolSize) {
    /** Two cores keep about five PostgreSQL backends busy; twice that hides the round trips of short transactions. */
    public static final int DEFAULT_POOL = 10;

    public DatabaseSettings {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("The database address must start with jdbc:postgresql:");
        }
        if (poolSize < 1 || poolSize > 200) {
            throw new IllegalArgumentException("The connection pool must hold 1 to 200 connections, not " + poolSize);
        }
    }

    /** The URL without its parameters, which may hold a password: for messages and logs. */
    public String address() {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    /** Never the password: settings are logged. */
    @Override
    public String toString() {
        return "DatabaseSettings[" + address() + ", user " + user + ", pool " + poolSize + "]";
    }
}
