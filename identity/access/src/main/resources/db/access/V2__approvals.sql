-- What one person may not do alone: who asked and why, and what a second person said to it.
CREATE TABLE access.approval (
    id            text        PRIMARY KEY,
    action        text        NOT NULL,
    about         text        NOT NULL, -- id of what it is about; whose id the action says
    label         text        NOT NULL, -- what people call it, e.g. a reception's number
    reason        text        NOT NULL,
    asker_id      text        NOT NULL REFERENCES people.official (id),
    asker         text        NOT NULL,
    asked_at      timestamptz NOT NULL,
    lasts_seconds bigint      NOT NULL CHECK (lasts_seconds > 0),
    approved      boolean,              -- null as long as nobody has answered
    decider_id    text        REFERENCES people.official (id),
    decider       text,
    decided_at    timestamptz,
    answer        text,
    until         timestamptz NOT NULL, -- of the question while it waits, of the permission once it is given
    CHECK (decider_id <> asker_id),
    CHECK ((approved IS NULL) = (decider_id IS NULL) AND (approved IS NULL) = (decided_at IS NULL))
);
CREATE INDEX approval_by_asker ON access.approval (asker_id, asked_at DESC);
CREATE INDEX approval_by_subject ON access.approval (about, action);
CREATE INDEX approval_waiting ON access.approval (asked_at) WHERE approved IS NULL;
