-- One row per signed-in browser. The token itself is only in the cookie: who reads this table can't become anybody.
CREATE TABLE access.sign_in (
    token_hash  bytea       PRIMARY KEY,
    official_id text        NOT NULL REFERENCES people.official (id),
    post_id     text        NOT NULL REFERENCES people.post (id),
    csrf_token  text        NOT NULL,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL
);

CREATE INDEX sign_in_expiry ON access.sign_in (expires_at);
