-- Until when a password that an administrator handed out lets in; absent for one's own. It opens nothing but the page that changes it.
ALTER TABLE people.official ADD COLUMN password_until timestamptz;
