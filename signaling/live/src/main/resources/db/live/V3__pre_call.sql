-- How a seat's line did in the newest test before the reception, with what the score is made of; null: not measured.
CREATE TABLE live.pre_call (
    reception_id text NOT NULL REFERENCES live.reception (id),
    seat text NOT NULL,
    tested_at timestamptz NOT NULL,
    score integer NOT NULL CHECK (score BETWEEN 0 AND 100),
    loss double precision NOT NULL,
    round_trip_millis double precision NOT NULL,
    jitter_millis double precision,
    estimate_bits_per_second bigint,
    frozen double precision,
    PRIMARY KEY (reception_id, seat)
);
