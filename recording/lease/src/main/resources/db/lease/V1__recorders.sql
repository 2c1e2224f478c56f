-- A recorder: a directory that captures are written to, best a disk of its own.
CREATE TABLE lease.recorder (
    number    integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    directory text NOT NULL UNIQUE, -- 'archive' for the archive's own
    capacity  integer NOT NULL CHECK (capacity BETWEEN 1 AND 1000)
);

-- A reception's place at a recorder for a time. Two receptions never have the same place at the same time; a lease that is over ends
-- when it was given back.
CREATE TABLE lease.lease (
    id           uuid PRIMARY KEY,
    recorder     integer NOT NULL REFERENCES lease.recorder,
    place        integer NOT NULL CHECK (place BETWEEN 0 AND 999),
    reception_id text NOT NULL,
    lane         integer NOT NULL CHECK (lane >= 0), -- of the recorders that write the same at once
    during       tstzrange NOT NULL CHECK (NOT isempty(during) AND NOT lower_inf(during)),
    fault        text, -- why the recorder was lost; null while it is well
    EXCLUDE USING gist (
        int8range(recorder::bigint * 1000 + place, recorder::bigint * 1000 + place, '[]') WITH &&,
        during WITH &&)
);
CREATE INDEX lease_by_reception ON lease.lease (reception_id);
