-- What can be booked, and by how many at the same time.
CREATE TABLE bookings.resource (
    number   integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    kind     text    NOT NULL CHECK (kind IN ('RECORDER', 'ROOM', 'DEVICE', 'PERSON')),
    id       text    NOT NULL,
    capacity integer NOT NULL CHECK (capacity BETWEEN 0 AND 1000), -- 0: it isn't there any more
    UNIQUE (kind, id)
);

-- Two bookings never have the same place at the same time, whoever writes them. Places from a resource's capacity on are of those who
-- weren't ready when their time was over.
CREATE TABLE bookings.booking (
    id       uuid    PRIMARY KEY,
    resource integer NOT NULL REFERENCES bookings.resource,
    place    integer NOT NULL CHECK (place BETWEEN 0 AND 9999),
    holder   text    NOT NULL,
    during   tstzrange NOT NULL CHECK (NOT isempty(during) AND NOT lower_inf(during) AND NOT upper_inf(during)),
    EXCLUDE USING gist (
        int8range(resource::bigint * 10000 + place, resource::bigint * 10000 + place, '[]') WITH &&,
        during WITH &&)
);
CREATE INDEX booking_by_holder ON bookings.booking (holder);
