ALTER TABLE queue.visit DROP CONSTRAINT visit_state_check;
ALTER TABLE queue.visit ADD CONSTRAINT visit_state_check
    CHECK (state IN ('WAITING', 'CHECKED', 'HELD', 'CALLED', 'ABSENT', 'IN_ROOM', 'DONE', 'GONE'));

-- A visit's turn: what its place among those who wait follows from, and when it was its turn.
CREATE TABLE queue.turn (
    visit_id         text        PRIMARY KEY REFERENCES queue.visit (id),
    queued_at        timestamptz NOT NULL, -- keeps its place through a transfer; begins anew for who missed the call
    appointment_at   timestamptz,
    first_ground     text        CHECK (first_ground IN ('ELDERLY', 'DISABLED', 'PREGNANT', 'OTHER')),
    called_at        timestamptz,
    room             text,
    begun_at         timestamptz,
    ended_at         timestamptz,
    transferred_from text        REFERENCES queue.visit (id)
);

INSERT INTO queue.turn (visit_id, queued_at) SELECT id, registered_at FROM queue.visit;

-- Why somebody was heard before somebody else: never changed.
CREATE TABLE queue.event (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    visit_id   text        NOT NULL REFERENCES queue.visit (id),
    kind       text        NOT NULL,
    at         timestamptz NOT NULL,
    by         text        NOT NULL REFERENCES people.official (id),
    reason     text,
    ground     text,
    room       text
);
CREATE INDEX event_of_visit ON queue.event (visit_id, id);

CREATE FUNCTION queue.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME;
END $$;

CREATE TRIGGER events_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON queue.event
    FOR EACH STATEMENT EXECUTE FUNCTION queue.refuse_change();
