package org.kachehri.media.sfu;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import org.jitsi.utils.dsi.DominantSpeakerIdentification;

/**
 * The dominant speaker identification of jitsi-utils under a time of our own: it asks the system's clock and runs a thread, so its
 * steps are called one by one past both. Not thread-safe.
 */
final class JitsiSpeakers {
    private final DominantSpeakerIdentification<Integer> model = new DominantSpeakerIdentification<>();
    private final Object[] speakers;
    private final Method levelChanged;
    private final Method timeoutIdleLevels;
    private final Method makeDecision;

    JitsiSpeakers(int people) {
        try {
            Class<?> type = DominantSpeakerIdentification.class;
            Class<?> speakerType = Class.forName(type.getName() + "$Speaker");
            Constructor<?> newSpeaker = open(speakerType.getDeclaredConstructor(Object.class));
            Field heard = open(speakerType.getDeclaredField("lastLevelChangedTime"));
            levelChanged = open(speakerType.getDeclaredMethod("levelChanged", int.class, long.class));
            timeoutIdleLevels = open(type.getDeclaredMethod("timeoutIdleLevels", long.class));
            makeDecision = open(type.getDeclaredMethod("makeDecision"));
            @SuppressWarnings("unchecked")
            Map<Integer, Object> members = (Map<Integer, Object>)
                    open(type.getDeclaredField("speakers")).get(model);
            speakers = new Object[people];
            for (int i = 0; i < people; i++) {
                speakers[i] = newSpeaker.newInstance(i);
                heard.setLong(speakers[i], 0);
                members.put(i, speakers[i]);
            }
        } catch (ReflectiveOperationException changed) {
            throw new AssertionError("jitsi-utils looks different", changed);
        }
    }

    /** Its levels are 127 for the loudest. */
    void level(int speaker, int minusDbov, long nowNanos) {
        call(levelChanged, speakers[speaker], 127 - minusDbov, millis(nowNanos));
    }

    void fade(long nowNanos) {
        call(timeoutIdleLevels, model, millis(nowNanos));
    }

    int choose() {
        call(makeDecision, model);
        return model.getDominantSpeaker();
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }

    private static void call(Method method, Object on, Object... arguments) {
        try {
            method.invoke(on, arguments);
        } catch (ReflectiveOperationException failed) {
            throw new AssertionError(failed);
        }
    }

    private static <T extends java.lang.reflect.AccessibleObject> T open(T member) {
        member.setAccessible(true);
        return member;
    }
}
