-- Whether the sign-in proved two factors by itself, as a passkey does: something one has, unlocked by something one knows or is.
ALTER TABLE access.sign_in ADD COLUMN two_factors boolean NOT NULL DEFAULT false;
