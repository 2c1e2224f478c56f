-- Each line carries the hash of the one before it; a line that was changed, removed or inserted later breaks the chain.
CREATE TABLE audit.line (
    number   bigint      PRIMARY KEY,
    at       timestamptz NOT NULL,
    actor    text        NOT NULL,
    post     text,
    action   text        NOT NULL,
    subject  text        NOT NULL,
    reason   text,
    detail   text        NOT NULL,
    previous bytea       NOT NULL,
    hash     bytea       NOT NULL
);

CREATE INDEX line_by_subject ON audit.line (subject, number);

-- The end of the chain; locked by the one transaction that is about to write.
CREATE TABLE audit.head (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    number bigint  NOT NULL,
    hash   bytea   NOT NULL
);

INSERT INTO audit.head (number, hash) VALUES (0, decode(repeat('00', 32), 'hex'));

CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only';
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.line
    FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
