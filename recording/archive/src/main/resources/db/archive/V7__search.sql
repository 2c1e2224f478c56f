-- Recordings are found by number, person, point, day, type and state; words as people type them, without accents.
CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;
CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA public;

-- The dictionary is named, so that the answer is the same whatever the search path is: that is what an index needs.
CREATE FUNCTION archive.plain(words text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN lower(public.unaccent('public.unaccent'::regdictionary, words));

ALTER TABLE archive.recording ADD COLUMN point text NOT NULL DEFAULT '';
ALTER TABLE archive.recording ALTER COLUMN point DROP DEFAULT;
CREATE INDEX recording_by_words ON archive.recording USING gin (archive.plain(code || ' ' || person) public.gin_trgm_ops);
CREATE INDEX recording_by_point ON archive.recording (point, day DESC);
