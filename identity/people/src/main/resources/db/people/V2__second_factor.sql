-- One authenticator an official (RFC 6238). Its secret is sealed like identities: who has the database alone can't make codes.
CREATE TABLE people.second_factor (
    official_id  text        PRIMARY KEY REFERENCES people.official (id),
    nonce        bytea       NOT NULL,
    sealed       bytea       NOT NULL,
    begun_at     timestamptz NOT NULL,
    -- Absent while the secret was shown and no code has proved yet that an authenticator has it.
    confirmed_at timestamptz,
    -- The 30 seconds of the last accepted code: neither it nor an earlier one is accepted again (RFC 6238, 5.2).
    last_step    bigint      NOT NULL DEFAULT 0
);

-- Recovery codes as HMACs under the key of the seals; a used one's row goes.
CREATE TABLE people.recovery_code (
    official_id text  NOT NULL REFERENCES people.official (id),
    mark        bytea NOT NULL,
    PRIMARY KEY (official_id, mark)
);
