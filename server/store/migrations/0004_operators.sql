-- Operators, their postings, their sessions, and what signing in must remember.

CREATE TABLE operator (
	id @ID@,
	rev BIGINT NOT NULL CHECK (rev >= 1),
	name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 32),
	full_name TEXT NOT NULL CHECK (full_name <> ''),
	unit_id BIGINT NOT NULL REFERENCES unit (id),
	-- 1 active, 2 sealed by an administrator, 3 sealed because it lay idle
	state SMALLINT NOT NULL CHECK (state BETWEEN 1 AND 3),
	phone BYTEA,
	certificate_no TEXT NOT NULL,
	certificate_until TEXT NOT NULL CHECK (length(certificate_until) IN (0, 10)),
	created_us BIGINT NOT NULL,
	-- created, unsealed or signed in: the idle time counts from here
	active_us BIGINT NOT NULL,
	signed_in_us BIGINT NOT NULL,
	-- the console of that sign-in
	signed_in_device BYTEA,
	failed_tries BIGINT NOT NULL CHECK (failed_tries >= 0),
	password_hash TEXT NOT NULL,
	password_set_us BIGINT NOT NULL,
	password_is_one_time SMALLINT NOT NULL CHECK (password_is_one_time IN (0, 1)),
	-- one that is enrolled but not yet confirmed, the one in use, and the newest time step that
	-- it was used for: a code serves once
	totp_pending BYTEA,
	totp_secret BYTEA,
	totp_step BIGINT NOT NULL CHECK (totp_step >= 0)
);
CREATE INDEX operator_of_unit ON operator (unit_id, name);
CREATE INDEX operator_idle ON operator (active_us, id) WHERE state = 1;

-- The newest passwords, so that none of them is taken again.
CREATE TABLE operator_password (
	operator_id BIGINT NOT NULL REFERENCES operator (id),
	set_us BIGINT NOT NULL,
	password_hash TEXT NOT NULL,
	PRIMARY KEY (operator_id, set_us)
) @KV@;

-- The consoles at which the operator signed in before.
CREATE TABLE operator_device (
	operator_id BIGINT NOT NULL REFERENCES operator (id),
	device_hash BYTEA NOT NULL,
	used_us BIGINT NOT NULL,
	PRIMARY KEY (operator_id, device_hash)
) @KV@;

-- A change of a posting raises the revision of its operator.
CREATE TABLE posting (
	id @ID@,
	operator_id BIGINT NOT NULL REFERENCES operator (id),
	unit_id BIGINT NOT NULL REFERENCES unit (id),
	roles BIGINT NOT NULL CHECK (roles BETWEEN 1 AND 63),
	-- inclusive; a posting that was ended before its first day has to_day before from_day
	from_day TEXT NOT NULL CHECK (length(from_day) = 10),
	to_day TEXT NOT NULL CHECK (length(to_day) = 10),
	deputy_id BIGINT REFERENCES operator (id),
	deputy_from TEXT NOT NULL CHECK (length(deputy_from) IN (0, 10)),
	deputy_to TEXT NOT NULL CHECK (length(deputy_to) IN (0, 10)),
	CHECK (deputy_id IS NULL OR deputy_id <> operator_id),
	CHECK (deputy_id IS NULL OR (deputy_from <> '' AND deputy_from <= deputy_to))
);
CREATE INDEX posting_of_operator ON posting (operator_id, from_day);
CREATE INDEX posting_of_unit ON posting (unit_id);
CREATE INDEX posting_of_deputy ON posting (deputy_id) WHERE deputy_id IS NOT NULL;

CREATE TABLE session (
	id @ID@,
	operator_id BIGINT NOT NULL REFERENCES operator (id),
	token_hash BYTEA NOT NULL UNIQUE CHECK (length(token_hash) = 32),
	started_us BIGINT NOT NULL,
	expires_us BIGINT NOT NULL CHECK (expires_us > started_us),
	idle_us BIGINT NOT NULL CHECK (idle_us > 0),
	is_known_device SMALLINT NOT NULL CHECK (is_known_device IN (0, 1)),
	wants_second_factor SMALLINT NOT NULL CHECK (wants_second_factor IN (0, 1))
);
CREATE INDEX session_of_operator ON session (operator_id, started_us);

-- Slows down guessing. The key is a blind index of name and console, so that the table names
-- nobody, and unknown names are counted like known ones.
CREATE TABLE sign_in_guard (
	guard_key BYTEA PRIMARY KEY,
	failures BIGINT NOT NULL CHECK (failures >= 1),
	failed_us BIGINT NOT NULL,
	-- no try is looked at before this instant
	next_us BIGINT NOT NULL
) @KV@;
CREATE INDEX sign_in_guard_age ON sign_in_guard (failed_us);
