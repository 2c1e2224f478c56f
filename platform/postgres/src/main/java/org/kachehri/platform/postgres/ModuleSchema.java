package org.kachehri.platform.postgres;

import java.util.regex.Pattern;

/**
 * The schema of one module. Its migrations lie on the classpath under {@code db/<name>/V1__….sql} and keep their history in a table
 * of that same schema, so that modules are migrated one by one in the order of the house.
 *
 * @param name lower-case letters only, because it is used as a folder and as an SQL identifier
 */
public record ModuleSchema(String name) {
    private static final Pattern NAME = Pattern.compile("[a-z]{2,40}");

    public ModuleSchema {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A schema name is 2 to 40 lower-case letters, not '" + name + "'");
        }
    }
}
