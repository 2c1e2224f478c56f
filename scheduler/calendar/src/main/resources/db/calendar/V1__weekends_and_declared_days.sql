CREATE TABLE calendar.weekend_day (
    country text     NOT NULL,
    -- 1 is Monday (ISO 8601).
    iso_day smallint NOT NULL CHECK (iso_day BETWEEN 1 AND 7),
    PRIMARY KEY (country, iso_day)
);

INSERT INTO calendar.weekend_day (country, iso_day) VALUES ('VN', 6), ('VN', 7), ('PK', 6), ('PK', 7);

-- Days off and swapped days as declared; the latest declaration about a day counts, none is ever changed.
CREATE TABLE calendar.declared_day (
    country     text        NOT NULL,
    day         date        NOT NULL,
    working     boolean     NOT NULL,
    source      text        NOT NULL,
    declared_at timestamptz NOT NULL,
    PRIMARY KEY (country, day, declared_at)
);

CREATE FUNCTION calendar.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME;
END $$;

CREATE TRIGGER declared_days_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON calendar.declared_day
    FOR EACH STATEMENT EXECUTE FUNCTION calendar.refuse_change();
