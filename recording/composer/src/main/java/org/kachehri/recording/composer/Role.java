package org.kachehri.recording.composer;

import java.util.Arrays;
import java.util.Optional;

/** What a person is in a reception, in the words of the portal. */
enum Role {
    CHAIR("صدرِ اجلاس", "Người chủ trì", "Chair"),
    RECEIVER("افسرِ شنوائی", "Người tiếp công dân", "Receiving officer"),
    SECRETARY("کاتبِ روداد", "Thư ký", "Secretary"),
    TECH("تکنیکی اہلکار", "Cán bộ kỹ thuật", "Technician"),
    SPECIALIST("متعلقہ افسر", "Chuyên viên", "Officer"),
    CITIZEN("شہری", "Công dân", "Citizen"),
    REPRESENTATIVE("نمائندہ", "Người đại diện", "Representative"),
    AGENT("مجاز شخص", "Người được ủy quyền", "Authorised person"),
    LAWYER("وکیل", "Luật sư", "Lawyer"),
    INTERPRETER("مترجم", "Người phiên dịch", "Interpreter"),
    OBSERVER("مبصر", "Người dự, giám sát", "Observer"),
    SECURITY("سیکیورٹی اہلکار", "Cán bộ bảo vệ", "Security"),
    INSPECTOR("معائنہ افسر", "Thanh tra viên", "Inspector"),
    ARCHIVIST("محافظِ دستاویزات", "Cán bộ lưu trữ", "Archivist"),
    DPO("افسرِ تحفظِ کوائف", "Cán bộ bảo vệ dữ liệu cá nhân", "Data protection officer"),
    ADMIN("منتظم", "Quản trị viên", "Administrator");

    private final String urdu;
    private final String vietnamese;
    private final String english;

    Role(String urdu, String vietnamese, String english) {
        this.urdu = urdu;
        this.vietnamese = vietnamese;
        this.english = english;
    }

    static Optional<Role> ofName(String name) {
        return Arrays.stream(values()).filter(role -> role.name().equals(name)).findFirst();
    }

    String in(Tongue tongue) {
        return switch (tongue) {
            case UR -> urdu;
            case VI -> vietnamese;
            case EN -> english;
        };
    }
}
