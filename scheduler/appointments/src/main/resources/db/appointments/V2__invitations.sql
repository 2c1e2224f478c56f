-- What a citizen opens to see when and where they are expected. Tokens are kept as their hashes.
CREATE TABLE appointments.invitation (
    token_hash     bytea       PRIMARY KEY,
    appointment_id text        NOT NULL REFERENCES appointments.appointment (id),
    expires_at     timestamptz NOT NULL
);
CREATE INDEX invitation_appointment ON appointments.invitation (appointment_id);
