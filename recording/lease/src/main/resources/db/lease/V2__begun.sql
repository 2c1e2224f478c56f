-- Whether the recorder has written: what it wrote is waited for when it isn't where it should be.
ALTER TABLE lease.lease ADD begun boolean NOT NULL DEFAULT false;
