-- What an official needs to recognise a browser of theirs: no address, no whole user agent.
ALTER TABLE access.sign_in
    ADD COLUMN id      text        NOT NULL UNIQUE DEFAULT gen_random_uuid()::text,
    ADD COLUMN browser text,
    ADD COLUMN system  text,
    ADD COLUMN used_at timestamptz;

UPDATE access.sign_in SET used_at = created_at;
ALTER TABLE access.sign_in ALTER COLUMN used_at SET NOT NULL;
ALTER TABLE access.sign_in ALTER COLUMN id DROP DEFAULT;

CREATE INDEX sign_in_of_official ON access.sign_in (official_id);
