-- Public keys of officials' passkeys (WebAuthn); the private ones never leave the telephones and keys they were made in.
CREATE TABLE people.passkey (
    credential_id bytea       PRIMARY KEY,
    official_id   text        NOT NULL REFERENCES people.official (id),
    name          text        NOT NULL, -- as its owner calls it
    credential    bytea       NOT NULL, -- attested credential data (Web Authentication, 6.5.1)
    counter       bigint      NOT NULL,
    added_at      timestamptz NOT NULL,
    used_at       timestamptz
);
CREATE INDEX passkey_of_official ON people.passkey (official_id);

-- Challenges that were answered, until they would be too old anyway: an answer counts once.
CREATE TABLE people.answered_challenge (
    challenge bytea       PRIMARY KEY,
    until     timestamptz NOT NULL
);
