-- One row per pass. The signed token holds the id and nothing of whom it is for; only this row leads there.
CREATE TABLE pass.issued (
    id          uuid        PRIMARY KEY,
    purpose     text        NOT NULL CHECK (purpose IN ('TICKET', 'IDENTITY_CHECK', 'DOCUMENT')),
    subject     text        NOT NULL, -- id of the visit; of another module, so no foreign key
    issued_by   text        NOT NULL,
    valid_from  timestamptz NOT NULL,
    valid_until timestamptz NOT NULL CHECK (valid_until > valid_from),
    used_at     timestamptz,          -- set once: a pass opens one time
    used_by     text,
    used_unit   text,
    revoked_at  timestamptz,
    CHECK ((used_at IS NULL) = (used_by IS NULL) AND (used_at IS NULL) = (used_unit IS NULL))
);
CREATE INDEX issued_by_subject ON pass.issued (subject, purpose);
CREATE INDEX issued_revoked ON pass.issued (valid_until) WHERE revoked_at IS NOT NULL;
