CREATE TABLE points.unit (
    id           text PRIMARY KEY,
    kind         text NOT NULL CHECK (kind IN ('CENTRAL', 'PROVINCE', 'DEPARTMENT', 'COMMUNE', 'DISTRICT_HIST', 'MOBILE')),
    parent_id    text REFERENCES points.unit (id),
    name_ur      text NOT NULL,
    name_vi      text NOT NULL,
    name_en      text NOT NULL,
    -- Limits end at 24:00 here; the zone of the machine is never used.
    zone         text NOT NULL,
    country      text NOT NULL CHECK (country IN ('VN', 'PK')),
    rule_profile text NOT NULL,
    CHECK (parent_id <> id)
);

CREATE INDEX unit_parent ON points.unit (parent_id);

CREATE TABLE points.point (
    id      text PRIMARY KEY,
    unit_id text NOT NULL REFERENCES points.unit (id),
    name_ur text NOT NULL,
    name_vi text NOT NULL,
    name_en text NOT NULL,
    hours   text
);

CREATE INDEX point_unit ON points.point (unit_id);
