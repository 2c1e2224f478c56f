-- Days off and swapped days as declared; the latest declaration about a day counts, none is ever changed.
CREATE TABLE cases.holiday (
    country     text        NOT NULL,
    day         date        NOT NULL,
    working     boolean     NOT NULL,
    source      text        NOT NULL,
    declared_at timestamptz NOT NULL,
    PRIMARY KEY (country, day, declared_at)
);

CREATE TABLE cases.book_number (
    unit_id text    NOT NULL REFERENCES points.unit (id),
    year    integer NOT NULL,
    last    integer NOT NULL,
    PRIMARY KEY (unit_id, year)
);

CREATE TABLE cases.ticket_number (
    unit_id text    NOT NULL REFERENCES points.unit (id),
    year    integer NOT NULL,
    type    text    NOT NULL,
    last    integer NOT NULL,
    PRIMARY KEY (unit_id, year, type)
);

CREATE TABLE cases.ticket (
    id                 text        PRIMARY KEY,
    number             text        NOT NULL UNIQUE,
    type               text        NOT NULL CHECK (type IN ('COMPLAINT', 'DENUNCIATION', 'PETITION', 'FEEDBACK')),
    -- Name, or the alias of a denouncer.
    person             text        NOT NULL,
    protected_identity boolean     NOT NULL,
    content            text        NOT NULL,
    wish               text        NOT NULL,
    handling           text        NOT NULL CHECK (handling IN ('ACCEPTED', 'RETURNED_GUIDED', 'TRANSFERRED', 'ANSWERED')),
    answer             text        NOT NULL,
    opened_at          timestamptz NOT NULL,
    opened_by          text        NOT NULL REFERENCES people.post (id),
    competent_unit_id  text        NOT NULL REFERENCES points.unit (id),
    visit_id           text        NOT NULL UNIQUE REFERENCES queue.visit (id),
    reception_id       text        NOT NULL UNIQUE,
    reception_code     text        NOT NULL,
    file_id            text
);

CREATE INDEX ticket_competent_unit ON cases.ticket (competent_unit_id);

-- The twelve columns of Form 03, Circular 04/2021; the rest is never printed.
CREATE TABLE cases.book_row (
    unit_id         text    NOT NULL REFERENCES points.unit (id),
    year            integer NOT NULL,
    number          integer NOT NULL,
    date            date    NOT NULL,
    name_address    text    NOT NULL,
    identity_paper  text    NOT NULL,
    matter          text    NOT NULL,
    type            text    NOT NULL,
    people          integer NOT NULL,
    settled_by      text    NOT NULL,
    accepted        text    NOT NULL,
    returned_guided text    NOT NULL,
    transferred     text    NOT NULL,
    follow_up       text    NOT NULL,
    note            text    NOT NULL,
    reception_id    text    NOT NULL UNIQUE,
    ticket_id       text    NOT NULL UNIQUE REFERENCES cases.ticket (id),
    PRIMARY KEY (unit_id, year, number)
);

CREATE TABLE cases.clock (
    id            text    PRIMARY KEY,
    ticket_id     text    NOT NULL REFERENCES cases.ticket (id),
    position      integer NOT NULL,
    rule_code     text    NOT NULL,
    profile       text    NOT NULL,
    event         text    NOT NULL,
    days          integer NOT NULL CHECK (days > 0),
    unit          text    NOT NULL CHECK (unit IN ('CALENDAR_DAY', 'WORKING_DAY')),
    amber_percent integer NOT NULL,
    red_percent   integer NOT NULL,
    zone          text    NOT NULL,
    UNIQUE (ticket_id, position)
);

CREATE TABLE cases.clock_event (
    clock_id text        NOT NULL REFERENCES cases.clock (id),
    position integer     NOT NULL,
    kind     text        NOT NULL CHECK (kind IN ('STARTED', 'SUSPENDED', 'RESUMED', 'EXTENDED', 'STOPPED')),
    at       timestamptz NOT NULL,
    days     integer     CHECK ((kind = 'EXTENDED') = (days IS NOT NULL)),
    reason   text        NOT NULL,
    PRIMARY KEY (clock_id, position)
);

-- Overdue is computed from these rows, so nobody may touch them: also not by hand.
CREATE FUNCTION cases.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME;
END $$;

CREATE TRIGGER clock_events_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON cases.clock_event
    FOR EACH STATEMENT EXECUTE FUNCTION cases.refuse_change();
CREATE TRIGGER book_rows_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON cases.book_row
    FOR EACH STATEMENT EXECUTE FUNCTION cases.refuse_change();
