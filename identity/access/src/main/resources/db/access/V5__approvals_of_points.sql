-- At which points the receptions were that a question is about: only who reaches all of them may answer.
ALTER TABLE access.approval ADD COLUMN points text[] NOT NULL DEFAULT '{}';
