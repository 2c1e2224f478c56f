-- A rule is in force from its day on until the next one of the same post begins; of two that begin on one day the one set last counts.
CREATE TABLE rota.rule (
    number     bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    post_id    text        NOT NULL REFERENCES people.post (id),
    valid_from date        NOT NULL,
    recurrence text        NOT NULL,
    begins     time        NOT NULL,
    ends       time        NOT NULL CHECK (ends > begins),
    form       text        NOT NULL CHECK (form IN ('IN_PERSON', 'ONLINE')),
    set_at     timestamptz NOT NULL,
    set_by     text        NOT NULL REFERENCES people.post (id)
);

-- A day is named by the day on which its rule planned it. The last move counts.
CREATE TABLE rota.move (
    number   bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    post_id  text        NOT NULL REFERENCES people.post (id),
    planned  date        NOT NULL,
    moved_to date        NOT NULL,
    reason   text        NOT NULL,
    moved_at timestamptz NOT NULL,
    moved_by text        NOT NULL REFERENCES people.post (id)
);

-- That the day was held, when and how; the last mark counts.
CREATE TABLE rota.mark (
    number    bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    post_id   text        NOT NULL REFERENCES people.post (id),
    planned   date        NOT NULL,
    held_on   date        NOT NULL,
    held      text        NOT NULL CHECK (held IN ('IN_PERSON', 'ONLINE', 'BY_DEPUTY')),
    marked_at timestamptz NOT NULL,
    marked_by text        NOT NULL REFERENCES people.post (id)
);

CREATE INDEX rule_post ON rota.rule (post_id);
CREATE INDEX move_post ON rota.move (post_id);
CREATE INDEX mark_post ON rota.mark (post_id);

-- The report is computed from these rows, so nobody may touch them: also not by hand.
CREATE FUNCTION rota.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME;
END $$;

CREATE TRIGGER rules_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON rota.rule
    FOR EACH STATEMENT EXECUTE FUNCTION rota.refuse_change();
CREATE TRIGGER moves_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON rota.move
    FOR EACH STATEMENT EXECUTE FUNCTION rota.refuse_change();
CREATE TRIGGER marks_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON rota.mark
    FOR EACH STATEMENT EXECUTE FUNCTION rota.refuse_change();
