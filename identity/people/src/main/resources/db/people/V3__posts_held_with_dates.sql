-- A post is a place in a unit with its rights. Who is in it comes and goes, with dates and the number of a decision.
-- Days begin and end at the unit's midnight; what is kept is the instant.
CREATE TABLE people.holding (
    id          text      PRIMARY KEY,
    post_id     text      NOT NULL REFERENCES people.post (id),
    official_id text      NOT NULL REFERENCES people.official (id),
    charge      text      NOT NULL CHECK (charge IN ('APPOINTED', 'ACTING')),
    during      tstzrange NOT NULL CHECK (NOT isempty(during) AND NOT lower_inf(during)),
    decision    text, -- absent for posts of before decisions were written down here
    -- One post, one person at a time. The range is the hash alone: equality without an extension.
    EXCLUDE USING gist (
        int8range(hashtextextended(post_id, 0), hashtextextended(post_id, 0), '[]') WITH &&,
        during WITH &&)
);
CREATE INDEX holding_of_post ON people.holding (post_id);
CREATE INDEX holding_of_official ON people.holding (official_id);

-- While its holder is away a post's rights are the substitute's, or nobody's.
CREATE TABLE people.leave (
    id            text      PRIMARY KEY,
    holding_id    text      NOT NULL REFERENCES people.holding (id),
    during        tstzrange NOT NULL CHECK (NOT isempty(during) AND NOT lower_inf(during) AND NOT upper_inf(during)),
    substitute_id text      REFERENCES people.official (id),
    decision      text      NOT NULL,
    EXCLUDE USING gist (
        int8range(hashtextextended(holding_id, 0), hashtextextended(holding_id, 0), '[]') WITH &&,
        during WITH &&)
);
CREATE INDEX leave_of_holding ON people.leave (holding_id);
CREATE INDEX leave_of_substitute ON people.leave (substitute_id);

INSERT INTO people.holding (id, post_id, official_id, charge, during)
    SELECT gen_random_uuid()::text, id, official_id, 'APPOINTED', tstzrange(since, until)
    FROM people.post WHERE until IS NULL OR until > since;

ALTER TABLE people.post RENAME COLUMN since TO created_at;
ALTER TABLE people.post DROP COLUMN official_id, DROP COLUMN until, ADD COLUMN title text;
CREATE INDEX post_of_unit ON people.post (unit_id);

-- Who has the rights of which post at one instant. Written so that the planner sees through it.
CREATE FUNCTION people.in_post(at timestamptz)
    RETURNS TABLE (post_id text, official_id text, charge text, since timestamptz) LANGUAGE sql STABLE AS $$
    SELECT h.post_id,
           CASE WHEN l.id IS NULL THEN h.official_id ELSE l.substitute_id END,
           CASE WHEN l.id IS NULL THEN h.charge ELSE 'SUBSTITUTE' END,
           lower(CASE WHEN l.id IS NULL THEN h.during ELSE l.during END)
    FROM people.holding h
    LEFT JOIN people.leave l ON l.holding_id = h.id AND l.during @> at
    WHERE h.during @> at AND (l.id IS NULL OR l.substitute_id IS NOT NULL)
$$;
