-- Papers that came after the seal and wait to be added to the package; the newest of a name counts.
CREATE TABLE archive.paper_order (
    reception_id text        NOT NULL, -- may be known before there is a recording
    name         text        NOT NULL,
    bytes        bytea       NOT NULL,
    ordered_at   timestamptz NOT NULL,
    PRIMARY KEY (reception_id, name)
);
