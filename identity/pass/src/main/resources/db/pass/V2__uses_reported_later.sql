-- Whoever scans gives the scan a number: asked twice because an answer was lost, it is still one use.
ALTER TABLE pass.issued ADD COLUMN used_scan uuid;

-- Points that were away let in by the signed list. What had been used elsewhere by then is kept here beside its first use.
CREATE TABLE pass.used_again (
    scan        uuid        PRIMARY KEY,
    pass_id     uuid        NOT NULL REFERENCES pass.issued,
    used_at     timestamptz NOT NULL,
    used_by     text        NOT NULL,
    used_unit   text        NOT NULL,
    reported_at timestamptz NOT NULL
);
CREATE INDEX used_again_recently ON pass.used_again (reported_at);
