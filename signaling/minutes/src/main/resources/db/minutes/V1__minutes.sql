-- Append-only: paragraphs are numbered without gaps a reception, and nothing is changed once it is written.
CREATE TABLE minutes.last_number (
    reception_id text PRIMARY KEY,
    number integer NOT NULL
);

CREATE TABLE minutes.paragraph (
    reception_id text NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    text text NOT NULL,
    speaker text,
    elapsed_millis bigint,
    written_at timestamptz NOT NULL,
    writer_id text NOT NULL,
    writer text NOT NULL,
    addendum boolean NOT NULL,
    PRIMARY KEY (reception_id, number)
);

CREATE TABLE minutes.signature (
    reception_id text PRIMARY KEY,
    signed_at timestamptz NOT NULL,
    signer_id text NOT NULL,
    signer text NOT NULL,
    post_id text NOT NULL,
    -- SHA-256 over the paragraphs that were signed, so that a later change of a row shows.
    paragraphs_sha256 text NOT NULL
);

CREATE FUNCTION minutes.stays_as_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'minutes are not changed, only added to';
END $$;

CREATE TRIGGER paragraph_stays_as_written BEFORE UPDATE OR DELETE ON minutes.paragraph
    FOR EACH ROW EXECUTE FUNCTION minutes.stays_as_written();
CREATE TRIGGER signature_stays_as_written BEFORE UPDATE OR DELETE ON minutes.signature
    FOR EACH ROW EXECUTE FUNCTION minutes.stays_as_written();
