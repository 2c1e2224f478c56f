-- Places are booked with the scheduler; a lease is what its reception makes of a booking, and has its id.
ALTER TABLE lease.lease ADD since timestamptz, ADD until timestamptz; -- until is when it was given back
UPDATE lease.lease SET since = lower(during), until = CASE WHEN upper(during) <= now() THEN upper(during) END;
ALTER TABLE lease.lease ALTER since SET NOT NULL, ADD CHECK (until >= since);
ALTER TABLE lease.lease DROP COLUMN during CASCADE; -- with the constraint over both
ALTER TABLE lease.lease DROP COLUMN place;
CREATE INDEX lease_held ON lease.lease (recorder) WHERE until IS NULL;
ALTER TABLE lease.recorder DROP COLUMN capacity;
