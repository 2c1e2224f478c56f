-- Tries to sign in that failed or haven't ended yet, for the few minutes in which they count. What was typed is only an HMAC here:
-- somebody's password may be among the logins.
CREATE TABLE access.failure (
    mark bytea       NOT NULL,
    at   timestamptz NOT NULL
);
CREATE INDEX failure_of_mark ON access.failure (mark, at);
CREATE INDEX failure_time ON access.failure (at);
