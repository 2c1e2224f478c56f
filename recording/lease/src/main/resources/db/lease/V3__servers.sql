-- Servers that share a database each have recorders of their own, also where their directories are called the same.
ALTER TABLE lease.recorder ADD server text NOT NULL DEFAULT ''; -- the name in the server's data directory; '' before there were names
ALTER TABLE lease.recorder ALTER server DROP DEFAULT;
ALTER TABLE lease.recorder DROP CONSTRAINT recorder_directory_key;
ALTER TABLE lease.recorder ADD UNIQUE (server, directory);
