-- A look at a room that somebody signs for; never changed.
CREATE TABLE readiness.room_check (
    id          text        PRIMARY KEY,
    room_id     text        NOT NULL REFERENCES points.room (id),
    at          timestamptz NOT NULL,
    official_id text        NOT NULL REFERENCES people.official (id),
    score       integer     NOT NULL CHECK (score BETWEEN 0 AND 100),
    ready       boolean     NOT NULL
);
CREATE INDEX room_check_last ON readiness.room_check (room_id, at DESC);

CREATE TABLE readiness.finding (
    check_id text NOT NULL REFERENCES readiness.room_check (id),
    item     text NOT NULL,
    verdict  text NOT NULL CHECK (verdict IN ('GOOD', 'POOR', 'FAILED', 'NOT_THERE')),
    note     text NOT NULL,
    PRIMARY KEY (check_id, item)
);

CREATE FUNCTION readiness.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME;
END $$;

CREATE TRIGGER checks_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON readiness.room_check
    FOR EACH STATEMENT EXECUTE FUNCTION readiness.refuse_change();
CREATE TRIGGER findings_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON readiness.finding
    FOR EACH STATEMENT EXECUTE FUNCTION readiness.refuse_change();
