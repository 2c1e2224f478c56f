-- A recording as the archive knows it; the package itself is a folder on disk and can be judged without this table.
CREATE TABLE archive.recording (
    reception_id    text PRIMARY KEY,
    code            text NOT NULL,
    day             date NOT NULL,
    person          text NOT NULL, -- as others may read it: the alias of a denouncer
    type            text NOT NULL,
    protected       boolean NOT NULL,
    state           text NOT NULL CHECK (state IN ('EXPECTED', 'WRITING', 'SEALED', 'VERIFIED', 'DAMAGED')),
    sealed_at       timestamptz,
    manifest_sha256 text, -- so that a package in the place of another is found, even if it was sealed by the same signer
    duration_millis bigint,
    copies_ready    boolean NOT NULL DEFAULT false,
    CHECK (state IN ('EXPECTED', 'WRITING') OR manifest_sha256 IS NOT NULL)
);
CREATE INDEX recording_by_day ON archive.recording (day DESC, code);

-- Who opened a recording and why, with what the seal's check came to before the first frame.
CREATE TABLE archive.view (
    id            text PRIMARY KEY,
    reception_id  text NOT NULL REFERENCES archive.recording,
    official_id   text NOT NULL,
    post_id       text NOT NULL,
    viewer        text NOT NULL,
    reason        text NOT NULL,
    opened_at     timestamptz NOT NULL,
    verdict       text NOT NULL,
    segments      integer NOT NULL,
    intact        integer NOT NULL,
    first_damaged text,
    fingerprint   text,
    sealed_at     timestamptz
);
CREATE INDEX view_by_reception ON archive.view (reception_id, opened_at);

CREATE TABLE archive.watched (
    number      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    view_id     text NOT NULL REFERENCES archive.view,
    copy        text NOT NULL,
    from_millis bigint NOT NULL,
    to_millis   bigint NOT NULL,
    at          timestamptz NOT NULL,
    CHECK (from_millis <= to_millis)
);
CREATE INDEX watched_by_view ON archive.watched (view_id, number);
