-- What was destroyed by a decision is known by its number for ever; whom it was about is not.
ALTER TABLE archive.recording DROP CONSTRAINT recording_state_check,
    ADD CONSTRAINT recording_state_check
        CHECK (state IN ('EXPECTED', 'WRITING', 'SEALED', 'ARCHIVED', 'VERIFIED', 'DAMAGED', 'DESTROYED'));
-- Whose folder is still to be deleted.
CREATE INDEX recording_to_delete ON archive.recording (reception_id) WHERE state = 'DESTROYED' AND local_since IS NOT NULL;
