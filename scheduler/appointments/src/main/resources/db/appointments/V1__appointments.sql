CREATE TABLE appointments.last_number (
    year   integer PRIMARY KEY,
    number integer NOT NULL
);

-- Somebody asks to be received; once it is arranged it has its time, room, recorder and people.
CREATE TABLE appointments.appointment (
    id                text        PRIMARY KEY,
    code              text        NOT NULL UNIQUE,
    point_id          text        NOT NULL REFERENCES points.point (id),
    citizen_id        text        NOT NULL REFERENCES people.citizen (id),
    type              text        NOT NULL CHECK (type IN ('COMPLAINT', 'DENUNCIATION', 'PETITION', 'FEEDBACK')),
    content           text        NOT NULL,
    wish              text        NOT NULL,
    respondent        text,
    settled_by        text,
    people            integer     NOT NULL CHECK (people >= 1),
    units             text[]      NOT NULL, -- that take part, lowest first
    language          text        NOT NULL CHECK (language IN ('ur', 'vi', 'en')),
    state             text        NOT NULL CHECK (state IN
        ('REQUESTED', 'TRIAGED', 'APPROVED', 'SCHEDULED', 'ARRIVED', 'REFUSED', 'REFERRED', 'CANCELLED')),
    wished_on         date,
    requested_at      timestamptz NOT NULL,
    competent_unit_id text        REFERENCES points.unit (id),
    online_reason     text        CHECK (online_reason IN ('EPIDEMIC_OR_DISASTER', 'COMPLEX_AND_FAR_APART', 'CANNOT_MEET_IN_PERSON')),
    room_id           text        REFERENCES points.room (id),
    starts_at         timestamptz,
    ends_at           timestamptz,
    interpreter       text,
    lawyer            text,
    visit_id          text        UNIQUE REFERENCES queue.visit (id),
    CHECK (state NOT IN ('SCHEDULED', 'ARRIVED') OR (starts_at IS NOT NULL AND ends_at > starts_at AND room_id IS NOT NULL)),
    CHECK (state NOT IN ('APPROVED', 'SCHEDULED', 'ARRIVED') OR online_reason IS NOT NULL),
    CHECK ((state = 'ARRIVED') = (visit_id IS NOT NULL))
);
CREATE INDEX appointment_units ON appointments.appointment USING gin (units);
CREATE INDEX appointment_time ON appointments.appointment (starts_at);

-- Officials who are to be there.
CREATE TABLE appointments.attendee (
    appointment_id text NOT NULL REFERENCES appointments.appointment (id),
    post_id        text NOT NULL REFERENCES people.post (id),
    PRIMARY KEY (appointment_id, post_id)
);

-- Who signed the mandate of a group, and who of them speaks for all.
CREATE TABLE appointments.signer (
    appointment_id text    NOT NULL REFERENCES appointments.appointment (id),
    position       integer NOT NULL,
    name           text    NOT NULL,
    speaks         boolean NOT NULL,
    PRIMARY KEY (appointment_id, position)
);

-- An official's calendar for programs that can't sign in.
CREATE TABLE appointments.feed (
    official_id text        PRIMARY KEY REFERENCES people.official (id),
    token_hash  bytea       NOT NULL UNIQUE,
    since       timestamptz NOT NULL
);

-- What was done with it; a decision is never rewritten.
CREATE TABLE appointments.step (
    appointment_id text        NOT NULL REFERENCES appointments.appointment (id),
    position       integer     NOT NULL,
    kind           text        NOT NULL,
    at             timestamptz NOT NULL,
    official_id    text        NOT NULL REFERENCES people.official (id),
    note           text        NOT NULL,
    PRIMARY KEY (appointment_id, position)
);

CREATE FUNCTION appointments.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME;
END $$;

CREATE TRIGGER steps_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON appointments.step
    FOR EACH STATEMENT EXECUTE FUNCTION appointments.refuse_change();
