-- One row a reception. The snapshot is the whole state machine; the columns beside it are what is searched by.
CREATE TABLE live.reception (
    id text PRIMARY KEY,
    code text NOT NULL UNIQUE,
    visit_id text NOT NULL UNIQUE,
    point_id text NOT NULL,
    day date NOT NULL,
    units text[] NOT NULL,
    state text NOT NULL,
    revision bigint NOT NULL,
    snapshot jsonb NOT NULL,
    ticket_id text
);

CREATE INDEX reception_by_state ON live.reception (state);
CREATE INDEX reception_by_day ON live.reception (day);

-- The last n of PS-{yyyymmdd}-{point}-{n}.
CREATE TABLE live.last_number (
    point_id text NOT NULL,
    day date NOT NULL,
    number integer NOT NULL,
    PRIMARY KEY (point_id, day)
);
