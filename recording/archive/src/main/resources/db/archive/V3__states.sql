-- A recording is archived when every store has signed for its package, verified when it was read back from there.
ALTER TABLE archive.recording DROP CONSTRAINT recording_state_check,
    ADD CONSTRAINT recording_state_check CHECK (state IN ('EXPECTED', 'WRITING', 'SEALED', 'ARCHIVED', 'VERIFIED', 'DAMAGED'));

-- When each state began, the last time if more than once.
CREATE TABLE archive.began (
    reception_id text NOT NULL REFERENCES archive.recording,
    state        text NOT NULL,
    at           timestamptz NOT NULL,
    PRIMARY KEY (reception_id, state)
);

-- Finished captures that wait for their seal; one that fails is tried again for as long as it takes.
CREATE TABLE archive.seal_order (
    reception_id text PRIMARY KEY REFERENCES archive.recording,
    paper        text NOT NULL, -- data/reception.json
    ordered_at   timestamptz NOT NULL,
    tries        integer NOT NULL DEFAULT 0,
    due_at       timestamptz NOT NULL,
    trouble      text -- why the last try failed
);
CREATE INDEX seal_order_by_due ON archive.seal_order (due_at);
