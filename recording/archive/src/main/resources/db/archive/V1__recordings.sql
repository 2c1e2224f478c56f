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
