-- Who of an OpenID provider is who here. Once somebody has come, nobody else can by taking over their name there.
CREATE TABLE access.provider_person (
    issuer      text        NOT NULL,
    subject     text        NOT NULL,
    official_id text        NOT NULL REFERENCES people.official (id),
    since       timestamptz NOT NULL,
    PRIMARY KEY (issuer, subject),
    UNIQUE (issuer, official_id)
);

-- A password that was handed out binds whoever comes in with it, not who comes by another way.
ALTER TABLE access.sign_in ADD COLUMN by_password boolean NOT NULL DEFAULT true;
