-- Tickets for files that go over a line of their own, and what binds the session that one opens.
CREATE TABLE ticket (
	id @ID@,
	operator_id BIGINT NOT NULL REFERENCES operator (id),
	ticket_hash BYTEA NOT NULL UNIQUE CHECK (length(ticket_hash) = 32),
	purpose SMALLINT NOT NULL CHECK (purpose BETWEEN 1 AND 4),
	object_id BIGINT NOT NULL CHECK (object_id > 0),
	details BYTEA NOT NULL,
	issuing_session BIGINT NOT NULL, -- it is good while this session stands
	expires_us BIGINT NOT NULL,
	errand_session BIGINT            -- that it opened; NULL: it was not spent yet
);
CREATE INDEX ticket_of_operator ON ticket (operator_id);
CREATE INDEX ticket_age ON ticket (expires_us);

-- What the session of a spent ticket may do, and to what; 0: it is no such session.
ALTER TABLE session ADD COLUMN errand SMALLINT NOT NULL DEFAULT 0 CHECK (errand BETWEEN 0 AND 4);
ALTER TABLE session ADD COLUMN errand_object BIGINT NOT NULL DEFAULT 0;
