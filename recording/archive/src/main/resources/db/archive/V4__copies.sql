-- Copies of packages in the stores, and at the same time the queue: what isn't verified has to be brought there or read back.
CREATE TABLE archive.copy (
    reception_id         text NOT NULL REFERENCES archive.recording,
    store                text NOT NULL,
    state                text NOT NULL CHECK (state IN ('WAITING', 'STORED', 'VERIFIED')),
    since                timestamptz NOT NULL,
    due_at               timestamptz NOT NULL,
    tries                integer NOT NULL DEFAULT 0,
    trouble              text, -- why the last try failed
    index_sha256         text,
    bytes                bigint,
    receipt              text, -- what the archive has signed for
    receipt_signature    bytea,
    receipt_certificates text,
    PRIMARY KEY (reception_id, store),
    CHECK (state = 'WAITING' OR receipt IS NOT NULL)
);
CREATE INDEX copy_by_due ON archive.copy (due_at) WHERE state <> 'VERIFIED';

-- The key with which a reception's copies are encrypted, wrapped by the master key; destroyed with forgotten_at, and the copies with it.
CREATE TABLE archive.data_key (
    reception_id text PRIMARY KEY REFERENCES archive.recording,
    wrapped      bytea,
    forgotten_at timestamptz,
    CHECK (wrapped IS NULL OR forgotten_at IS NULL)
);

-- Whether the package lies in the local directory, and since when; null: it is fetched from a store when somebody wants it.
ALTER TABLE archive.recording ADD COLUMN local_since timestamptz;
UPDATE archive.recording SET local_since = sealed_at;

-- What the archive's own checks found. One report of a kind is open at a time: it goes on after a restart.
CREATE TABLE archive.report (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind     text NOT NULL CHECK (kind IN ('FIXITY', 'RECONCILIATION')),
    began_at timestamptz NOT NULL,
    ended_at timestamptz,
    checked  bigint NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX report_open ON archive.report (kind) WHERE ended_at IS NULL;
CREATE TABLE archive.finding (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report_id bigint NOT NULL REFERENCES archive.report,
    code      text NOT NULL, -- the reception's number, or what else it is about
    place     text NOT NULL, -- a store, or empty for the local directory
    what      text NOT NULL,
    detail    text NOT NULL,
    repaired  text -- how; null: it was not
);

-- The daily lists of packages as they were made, so that the newest can't be taken away unseen.
CREATE TABLE archive.package_list (
    day        date PRIMARY KEY,
    sha256     text NOT NULL,
    stamped_at timestamptz,
    stamp_ends timestamptz,
    CHECK ((stamped_at IS NULL) = (stamp_ends IS NULL))
);
ALTER TABLE archive.recording ADD COLUMN checked_at timestamptz, ADD COLUMN listed date REFERENCES archive.package_list;
