-- Who opened a recording and why, with what the seal's check came to before the first frame.
CREATE TABLE replay.view (
    id            text PRIMARY KEY,
    reception_id  text NOT NULL REFERENCES archive.recording,
    official_id   text NOT NULL,
    post_id       text NOT NULL,
    viewer        text NOT NULL,
    reason        text NOT NULL,
    opened_at     timestamptz NOT NULL,
    verdict       text NOT NULL,
    segments      integer NOT NULL,
    intact        integer NOT NULL,
    first_damaged text,
    fingerprint   text,
    sealed_at     timestamptz
);
CREATE INDEX view_by_reception ON replay.view (reception_id, opened_at);

CREATE TABLE replay.watched (
    number      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    view_id     text NOT NULL REFERENCES replay.view,
    copy        text NOT NULL,
    from_millis bigint NOT NULL,
    to_millis   bigint NOT NULL,
    at          timestamptz NOT NULL,
    CHECK (from_millis <= to_millis)
);
CREATE INDEX watched_by_view ON replay.watched (view_id, number);
