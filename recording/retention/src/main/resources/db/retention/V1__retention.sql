-- How long recordings are kept (Law on Archives 33/2024/QH15, Art. 15: for ever, or 2 to 70 years). A period that the competent authority sets anew is a
-- further row; none is changed.
CREATE TABLE retention.class (
    code            text    PRIMARY KEY,
    name_ur         text    NOT NULL,
    name_vi         text    NOT NULL,
    name_en         text    NOT NULL,
    years           integer CHECK (years BETWEEN 2 AND 70), -- null: for ever
    trigger         text    NOT NULL CHECK (trigger IN ('CASE_CLOSED_YEAR_END')), -- from when the years count
    legal_reference text    NOT NULL,
    valid_from      date    NOT NULL,
    default_for     text[]  NOT NULL -- types of receptions that are in this class unless somebody says otherwise; the newest counts
);
INSERT INTO retention.class VALUES
    ('CASE-SERIOUS', 'سنگین معاملہ', 'Vụ việc nghiêm trọng', 'Serious case', NULL, 'CASE_CLOSED_YEAR_END',
        'Circular 01/2025/TT-TTCP; Law on Archives 33/2024/QH15, Art. 15', '2025-07-01', '{}'),
    ('CASE', 'شکایت یا خلاف ورزی کی اطلاع', 'Khiếu nại, tố cáo', 'Complaint or denunciation', 20, 'CASE_CLOSED_YEAR_END',
        'Circular 01/2025/TT-TTCP; Law on Archives 33/2024/QH15, Art. 15', '2025-07-01', '{COMPLAINT,DENUNCIATION}'),
    ('PETITION', 'عرضداشت یا رائے', 'Kiến nghị, phản ánh', 'Petition or feedback', 20, 'CASE_CLOSED_YEAR_END',
        'Circular 01/2025/TT-TTCP; Law on Archives 33/2024/QH15, Art. 15', '2025-07-01', '{PETITION,FEEDBACK}');

-- What somebody has said about a recording's time. Without a row, or without the day on which the work ended, no time is running and it is kept.
CREATE TABLE retention.record (
    reception_id text PRIMARY KEY, -- of the archive
    class_code   text        REFERENCES retention.class,
    work_ended   date,
    because      text,
    stated_by    text,
    stated_at    timestamptz
);
CREATE INDEX record_by_end ON retention.record (work_ended) WHERE work_ended IS NOT NULL;

CREATE TABLE retention.hold (
    id             text        PRIMARY KEY,
    reception_id   text        NOT NULL,
    reason         text        NOT NULL,
    placed_by      text        NOT NULL,
    placed_at      timestamptz NOT NULL,
    release_reason text,
    released_by    text,
    released_at    timestamptz,
    CHECK ((released_at IS NULL) = (released_by IS NULL) AND (released_at IS NULL) = (release_reason IS NULL))
);
CREATE INDEX hold_in_force ON retention.hold (reception_id) WHERE released_at IS NULL;

CREATE TABLE retention.list (
    id           text        PRIMARY KEY,
    number       bigint      GENERATED ALWAYS AS IDENTITY,
    reason       text        NOT NULL,
    proposer_id  text        NOT NULL,
    proposed_by  text        NOT NULL,
    proposed_at  timestamptz NOT NULL,
    approval_id  text        NOT NULL,
    carried_out  timestamptz -- when what is on it was destroyed, but for what was kept
);
CREATE TABLE retention.list_line (
    list_id      text NOT NULL REFERENCES retention.list,
    reception_id text NOT NULL,
    kept_because text CHECK (kept_because IN ('HELD', 'NOT_OVER', 'NOT_SEALED')), -- when the list was carried out
    PRIMARY KEY (list_id, reception_id)
);
CREATE INDEX list_line_by_reception ON retention.list_line (reception_id);

-- That there was a recording, and that it was destroyed lawfully.
CREATE TABLE retention.tombstone (
    reception_id    text        PRIMARY KEY,
    code            text        NOT NULL,
    day             date        NOT NULL,
    type            text        NOT NULL,
    class_code      text        NOT NULL,
    legal_reference text        NOT NULL,
    work_ended      date        NOT NULL,
    keep_until      date        NOT NULL,
    sealed_at       timestamptz NOT NULL,
    manifest_sha256 text        NOT NULL, -- of the package's seal
    list_id         text        NOT NULL REFERENCES retention.list,
    destroyed_at    timestamptz NOT NULL,
    destroyed_by    text        NOT NULL,
    approved_by     text        NOT NULL
);
CREATE INDEX tombstone_by_list ON retention.tombstone (list_id);
CREATE FUNCTION retention.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME;
END $$;
CREATE TRIGGER tombstones_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON retention.tombstone
    FOR EACH STATEMENT EXECUTE FUNCTION retention.refuse_change();
