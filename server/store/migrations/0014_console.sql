-- What consoles keep for their operators, sealed.
CREATE TABLE console_place (
	operator_id @ID@ REFERENCES operator (id),
	place BYTEA,                                   -- NULL: only settings are kept
	saved_us BIGINT NOT NULL,
	language SMALLINT NOT NULL CHECK (language BETWEEN 0 AND 2),
	look SMALLINT NOT NULL CHECK (look BETWEEN 0 AND 2),
	lean SMALLINT NOT NULL CHECK (lean BETWEEN 0 AND 2)
);
CREATE INDEX console_place_age ON console_place (saved_us) WHERE place IS NOT NULL;

CREATE TABLE console_draft (
	id @ID@,
	operator_id BIGINT NOT NULL REFERENCES operator (id),
	draft_key TEXT NOT NULL CHECK (draft_key <> ''),
	title BYTEA NOT NULL,
	content BYTEA NOT NULL,
	bytes BIGINT NOT NULL CHECK (bytes BETWEEN 0 AND 65536),
	saved_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX console_draft_key ON console_draft (operator_id, draft_key);
CREATE INDEX console_draft_age ON console_draft (saved_us, id);
