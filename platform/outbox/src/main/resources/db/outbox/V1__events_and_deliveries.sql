-- One row per event and one per subscriber of it, written in the business transaction that made the event true.
CREATE TABLE outbox.event (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    type         text        NOT NULL,
    subject_id   text        NOT NULL,
    payload      jsonb       NOT NULL,
    published_at timestamptz NOT NULL
);

CREATE TABLE outbox.delivery (
    event_id     bigint      NOT NULL REFERENCES outbox.event (id),
    subscriber   text        NOT NULL,
    state        text        NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'DELIVERED', 'DEAD')),
    attempts     integer     NOT NULL DEFAULT 0,
    next_at      timestamptz NOT NULL,
    delivered_at timestamptz,
    last_error   text,
    PRIMARY KEY (event_id, subscriber)
);

CREATE INDEX delivery_waiting ON outbox.delivery (next_at, event_id) WHERE state = 'WAITING';
CREATE INDEX delivery_dead ON outbox.delivery (event_id) WHERE state = 'DEAD';
