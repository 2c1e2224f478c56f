CREATE TABLE queue.last_number (
    point_id text    NOT NULL REFERENCES points.point (id),
    day      date    NOT NULL,
    number   integer NOT NULL,
    PRIMARY KEY (point_id, day)
);

-- One citizen with one matter at one point on one day.
CREATE TABLE queue.visit (
    id               text        PRIMARY KEY,
    point_id         text        NOT NULL REFERENCES points.point (id),
    day              date        NOT NULL,
    number           integer,
    citizen_id       text        NOT NULL REFERENCES people.citizen (id),
    type             text        NOT NULL CHECK (type IN ('COMPLAINT', 'DENUNCIATION', 'PETITION', 'FEEDBACK')),
    content          text        NOT NULL,
    wish             text        NOT NULL,
    respondent       text,
    settled_by       text,
    people           integer     NOT NULL CHECK (people >= 1),
    -- Units that take part, lowest first.
    units            text[]      NOT NULL,
    language         text        NOT NULL CHECK (language IN ('ur', 'vi', 'en')),
    state            text        NOT NULL CHECK (state IN ('WAITING', 'CHECKED', 'CALLED', 'IN_ROOM', 'DONE', 'GONE')),
    registered_at    timestamptz NOT NULL,
    registered_by    text        NOT NULL REFERENCES people.official (id),
    reception_id     text        UNIQUE,
    camera_ready     boolean,
    microphone_ready boolean,
    notice_version   text,
    notice_language  text,
    notice_how       text,
    notice_at        timestamptz,
    UNIQUE (point_id, day, number),
    -- A denunciation stands on no board, so it has no number (Law on Denunciations, Art. 56).
    CHECK ((type = 'DENUNCIATION') = (number IS NULL))
);

CREATE INDEX visit_day ON queue.visit (point_id, day);
CREATE INDEX visit_units ON queue.visit USING gin (units);

-- The link is used once: the first device that opens it keeps it. Tokens are kept as their hashes.
CREATE TABLE queue.kiosk_link (
    token_hash  bytea       PRIMARY KEY,
    visit_id    text        NOT NULL REFERENCES queue.visit (id),
    expires_at  timestamptz NOT NULL,
    device_hash bytea       UNIQUE,
    bound_at    timestamptz,
    ended_at    timestamptz
);

CREATE INDEX kiosk_link_visit ON queue.kiosk_link (visit_id);
