CREATE TABLE files.file_number (
    unit_id text    NOT NULL REFERENCES points.unit (id),
    year    integer NOT NULL,
    last    integer NOT NULL,
    PRIMARY KEY (unit_id, year)
);

CREATE TABLE files.file (
    id        text        PRIMARY KEY,
    number    text        NOT NULL UNIQUE,
    -- One file a ticket, however often the event arrives.
    ticket_id text        NOT NULL UNIQUE REFERENCES cases.ticket (id),
    subject   text        NOT NULL,
    opened_at timestamptz NOT NULL
);

-- Where the file lay and lies: the inbox of a unit, or the desk of one post in it.
CREATE TABLE files.movement (
    file_id  text        NOT NULL REFERENCES files.file (id),
    position integer     NOT NULL,
    unit_id  text        NOT NULL REFERENCES points.unit (id),
    post_id  text        REFERENCES people.post (id),
    since    timestamptz NOT NULL,
    until    timestamptz,
    PRIMARY KEY (file_id, position),
    CHECK (until >= since)
);

-- A file is on exactly one desk at a time.
CREATE UNIQUE INDEX movement_now ON files.movement (file_id) WHERE until IS NULL;
CREATE INDEX movement_unit ON files.movement (unit_id) WHERE until IS NULL;

CREATE TABLE files.note (
    file_id     text        NOT NULL REFERENCES files.file (id),
    number      integer     NOT NULL,
    text        text        NOT NULL,
    writer_id   text        NOT NULL REFERENCES people.official (id),
    post_id     text        NOT NULL REFERENCES people.post (id),
    signed_at   timestamptz NOT NULL,
    PRIMARY KEY (file_id, number)
);

CREATE TABLE files.correspondence (
    file_id      text    NOT NULL REFERENCES files.file (id),
    position     integer NOT NULL,
    kind         text    NOT NULL CHECK (kind IN ('MINUTES', 'RECORDING', 'SUBMISSION')),
    title        text    NOT NULL,
    reception_id text,
    PRIMARY KEY (file_id, position)
);

-- The note sheet is append-only, also for hands.
CREATE FUNCTION files.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME;
END $$;

CREATE TRIGGER notes_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON files.note
    FOR EACH STATEMENT EXECUTE FUNCTION files.refuse_change();
