-- When a package was last stamped by a time stamp authority, and when that stamp's certificate ends; null without one.
ALTER TABLE archive.recording ADD COLUMN stamped_at timestamptz, ADD COLUMN stamp_ends timestamptz,
    ADD CHECK ((stamped_at IS NULL) = (stamp_ends IS NULL));
