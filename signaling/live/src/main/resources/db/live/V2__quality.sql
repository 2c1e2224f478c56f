-- How well each participant could take part while the reception was live; sums, so that a restart goes on where it was.
CREATE TABLE live.quality (
    reception_id text NOT NULL REFERENCES live.reception (id),
    seat text NOT NULL,
    score_sum bigint NOT NULL,
    samples integer NOT NULL,
    lowest integer NOT NULL,
    worst_minute timestamptz NOT NULL,
    worst_minute_mean integer NOT NULL,
    PRIMARY KEY (reception_id, seat)
);
