package org.kachehri.signaling.reception;

import java.util.List;

/** What came of a message: the next reception and its effects, or a refusal that changed nothing. */
public sealed interface Step {
    /** @param reception the next state; the same object when nothing changed */
    record Applied(Reception reception, List<Effect> effects) implements Step {
        public Applied {
            effects = List.copyOf(effects);
        }
    }

    /**
     * @param role who may do it instead; null when it isn't a question of role
     * @param detail a word for the log; null for none
     */
    record Refused(RefusalCode code, String role, String detail) implements Step {
        static Refused of(RefusalCode code) {
            return new Refused(code, null, null);
        }

        static Refused of(RefusalCode code, String detail) {
            return new Refused(code, null, detail);
        }
    }
}
