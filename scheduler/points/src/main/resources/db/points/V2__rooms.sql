-- Where people sit at a point; every point has at least one.
CREATE TABLE points.room (
    id       text    PRIMARY KEY,
    point_id text    NOT NULL REFERENCES points.point (id),
    name     text    NOT NULL, -- as it stands on the door: a number or a name, in whatever language
    seats    integer NOT NULL CHECK (seats BETWEEN 1 AND 1000)
);
CREATE INDEX room_point ON points.room (point_id);
INSERT INTO points.room (id, point_id, name, seats) SELECT id || '-1', id, '1', 6 FROM points.point;
