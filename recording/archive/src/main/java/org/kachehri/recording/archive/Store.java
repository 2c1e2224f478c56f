package org.kachehri.recording.archive;

import java.nio.file.Path;

/** The folders of a recording in the local store. */
record Store(Path root) {
    Path folder(String receptionId) {
        return root.resolve(receptionId);
    }

    Path capture(String receptionId) {
        return root.resolve(receptionId).resolve("capture");
    }

    Path sealed(String receptionId) {
        return root.resolve(receptionId).resolve("package");
    }

    Path extracts(String receptionId) {
        return root.resolve(receptionId).resolve("extracts");
    }

    Path copies(String receptionId) {
        return root.resolve(receptionId).resolve("copies");
    }
}
