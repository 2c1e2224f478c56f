-- What somebody wants to hand out of a recording. Who agreed is the approval's to say.
CREATE TABLE extracts.extract (
    id           text PRIMARY KEY,
    reception_id text        NOT NULL REFERENCES archive.recording,
    code         text        NOT NULL,
    approval_id  text        NOT NULL UNIQUE REFERENCES access.approval (id),
    asker_id     text        NOT NULL,
    from_millis  bigint      NOT NULL CHECK (from_millis >= 0),
    to_millis    bigint      NOT NULL,
    tracks       jsonb       NOT NULL, -- what people showed and said; empty for all
    masks        jsonb       NOT NULL, -- peer, alias, voice
    citizen_pass text,                 -- number on the pass or receipt of the citizen who wants the statement
    citizen_peer text,
    asked_at     timestamptz NOT NULL,
    progress     text        NOT NULL CHECK (progress IN ('ASKED', 'MAKING', 'READY', 'FAILED')),
    made_at      timestamptz,
    seal_sha256  text,
    CHECK (from_millis < to_millis),
    CHECK ((citizen_pass IS NULL) = (citizen_peer IS NULL)),
    CHECK ((progress = 'READY') = (seal_sha256 IS NOT NULL) AND (made_at IS NULL) = (seal_sha256 IS NULL))
);
CREATE INDEX extract_newest ON extracts.extract (asked_at DESC);
CREATE INDEX extract_by_reception ON extracts.extract (reception_id);

-- A link works for a short time and for the one who asked for it; only its digest is kept.
CREATE TABLE extracts.link (
    token_sha256 text PRIMARY KEY,
    extract_id   text        NOT NULL REFERENCES extracts.extract,
    official_id  text        NOT NULL,
    until        timestamptz NOT NULL
);

CREATE TABLE extracts.download (
    number      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    extract_id  text        NOT NULL REFERENCES extracts.extract,
    official_id text        NOT NULL,
    name        text        NOT NULL,
    at          timestamptz NOT NULL
);
CREATE INDEX download_by_extract ON extracts.download (extract_id, number);
