-- What a viewer wrote down at a place of a recording; beside the evidence, never in it.
CREATE TABLE replay.bookmark (
    id           text        PRIMARY KEY,
    reception_id text        NOT NULL REFERENCES archive.recording,
    official_id  text        NOT NULL,
    author       text        NOT NULL,
    at_millis    bigint      NOT NULL CHECK (at_millis >= 0),
    note         text        NOT NULL,
    shared       boolean     NOT NULL, -- with everybody who may replay this recording
    written_at   timestamptz NOT NULL
);
CREATE INDEX bookmark_by_reception ON replay.bookmark (reception_id, at_millis);
