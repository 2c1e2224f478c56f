-- How many addenda a package has, and how many of them it had when all that it had was stamped.
ALTER TABLE archive.recording ADD COLUMN addenda integer NOT NULL DEFAULT 0, ADD COLUMN stamped_addenda integer NOT NULL DEFAULT 0;
