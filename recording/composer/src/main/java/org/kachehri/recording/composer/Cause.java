package org.kachehri.recording.composer;

import org.kachehri.recording.capture.GapCause;

/** Why there is nothing to see, in words for the card that stands there instead. {@code %s} is the time since when. */
enum Cause {
    OFF_RECORD(
            "حکم کے تحت ریکارڈ سے باہر، %s سے", "Ngoài biên bản theo lệnh, từ %s", "Off the record by order, since %s"),
    PAUSED("وقفہ، %s سے", "Tạm dừng từ %s", "Paused since %s"),
    NOT_RECORDED("%s سے کچھ ریکارڈ نہیں ہوا", "Không ghi được gì từ %s", "Nothing recorded since %s"),
    MUTED("صدر نے کیمرا بند کیا", "Người chủ trì tắt camera", "Camera closed by the chair"),
    CAMERA_OFF("کیمرا بند ہے", "Camera đang tắt", "Camera is off"),
    LINK_DOWN("رابطہ منقطع", "Mất kết nối", "Connection lost"),
    LOST("تصویر لائن پر ضائع ہوئی", "Hình bị mất trên đường truyền", "Picture lost on the line"),
    NOT_THERE("کمرے میں نہیں", "Không có mặt trong phòng", "Not in the room"),
    PROTECTED("شناخت محفوظ رکھی گئی ہے", "Danh tính được bảo vệ", "Identity protected"),
    SOUND_ONLY("صرف آواز", "Chỉ có tiếng", "Sound only"),
    NO_PICTURE("تصویر نہیں", "Không có hình", "No picture");

    private final String urdu;
    private final String vietnamese;
    private final String english;

    Cause(String urdu, String vietnamese, String english) {
        this.urdu = urdu;
        this.vietnamese = vietnamese;
        this.english = english;
    }

    /** What a cause in the ledger means for a picture. */
    static Cause of(GapCause gap) {
        return switch (gap) {
            case LOSS -> LOST;
            case PAUSED -> PAUSED;
            case OFF_RECORD -> OFF_RECORD;
            case MUTED -> MUTED;
            case CAMERA_OFF -> CAMERA_OFF;
            case LINK_DOWN -> LINK_DOWN;
            case RING_FULL, RECORDER_RESTART, RECORDER_REPLACED, SEGMENT_CUT -> NOT_RECORDED;
            case LAYER_OFF, MICROPHONE_OFF -> NO_PICTURE;
        };
    }

    /** Whether nobody was recorded then. */
    boolean isForAll() {
        return this == OFF_RECORD || this == PAUSED || this == NOT_RECORDED;
    }

    /** @param since a time of day */
    String in(Tongue tongue, String since) {
        String words =
                switch (tongue) {
                    case UR -> urdu;
                    case VI -> vietnamese;
                    case EN -> english;
                };
        return words.replace("%s", since);
    }
}
