CREATE TABLE people.official (
    id            text        PRIMARY KEY,
    login         text        NOT NULL UNIQUE,
    name          text        NOT NULL,
    password_hash text        NOT NULL,
    language      text        NOT NULL CHECK (language IN ('ur', 'vi', 'en')),
    theme         text        NOT NULL DEFAULT 'system' CHECK (theme IN ('system', 'light', 'dark', 'contrast')),
    registered_at timestamptz NOT NULL,
    left_at       timestamptz
);

CREATE TABLE people.post (
    id          text        PRIMARY KEY,
    official_id text        NOT NULL REFERENCES people.official (id),
    role        text        NOT NULL,
    unit_id     text        NOT NULL,
    since       timestamptz NOT NULL,
    until       timestamptz,
    UNIQUE (official_id, role, unit_id)
);

-- A citizen whose identity is protected has an alias here and nothing else.
CREATE TABLE people.citizen (
    id            text        PRIMARY KEY,
    alias         text        UNIQUE,
    name          text,
    address       text,
    id_kind       text        CHECK (id_kind IN ('NATIONAL_ID', 'PASSPORT', 'NONE')),
    id_number     text,
    phone         text,
    registered_at timestamptz NOT NULL,
    CHECK ((alias IS NULL) = (name IS NOT NULL)),
    CHECK (alias IS NULL OR (address IS NULL AND id_kind IS NULL AND id_number IS NULL AND phone IS NULL))
);

-- Law on Denunciations, Art. 56: secret while the papers are used. AES-256-GCM; the key is kept outside the database.
CREATE TABLE people.sealed_identity (
    citizen_id     text  PRIMARY KEY REFERENCES people.citizen (id),
    nonce          bytea NOT NULL,
    sealed         bytea NOT NULL,
    -- HMAC of the identity paper, so that a repeated denunciation is noticed without opening anybody's identity.
    duplicate_mark bytea NOT NULL
);

CREATE INDEX sealed_identity_mark ON people.sealed_identity (duplicate_mark);

CREATE TABLE people.alias_number (
    year integer PRIMARY KEY,
    last integer NOT NULL
);
