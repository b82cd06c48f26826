-- Lists for the nation and the police, and what they said of each child on them (Q6).

CREATE TABLE list (
	id @ID@,
	unit_id BIGINT NOT NULL REFERENCES unit (id),  -- the province
	kind SMALLINT NOT NULL,                        -- server/registry/parcel_table.h
	state SMALLINT NOT NULL CHECK (state BETWEEN 1 AND 4), -- server/store/list_store.h
	parcel_id BIGINT REFERENCES parcel (id),       -- NULL while nobody is on it
	after_id BIGINT NOT NULL,                      -- while it is being made: who is looked at next
	entries BIGINT NOT NULL,
	settled BIGINT NOT NULL,                       -- verdicts that took effect
	refused BIGINT NOT NULL,                       -- verdicts that did not: list_refusal
	made_by BIGINT NOT NULL,
	made_us BIGINT NOT NULL,
	moved_us BIGINT NOT NULL,
	reason BYTEA NOT NULL                          -- sealed: why it was made
);
CREATE UNIQUE INDEX list_parcel ON list (parcel_id) WHERE parcel_id IS NOT NULL;
CREATE UNIQUE INDEX list_being_made ON list (unit_id, kind) WHERE state = 1;
CREATE INDEX list_unit ON list (unit_id, id);

-- A child on a list. It is on one list of a kind at a time, until there is a verdict.
CREATE TABLE list_entry (
	list_id BIGINT NOT NULL REFERENCES list (id),
	row_no BIGINT NOT NULL CHECK (row_no > 0),
	kind SMALLINT NOT NULL,
	student_id BIGINT NOT NULL,
	case_id BIGINT NOT NULL,                       -- 0: none
	case_rev BIGINT NOT NULL,
	facts BYTEA NOT NULL CHECK (length(facts) = 16), -- keyed hash of what was asked about
	state SMALLINT NOT NULL CHECK (state BETWEEN 1 AND 4),
	result SMALLINT NOT NULL,                      -- xueji.v1.VerdictResult; 0: none
	PRIMARY KEY (list_id, row_no)
) @KV@;
CREATE UNIQUE INDEX list_entry_waiting ON list_entry (student_id, kind) WHERE state = 1;
CREATE INDEX list_entry_open ON list_entry (list_id, row_no) WHERE state = 1;

-- Verdicts that took no effect, each with its reason.
CREATE TABLE list_refusal (
	list_id BIGINT NOT NULL REFERENCES list (id),
	seq BIGINT NOT NULL CHECK (seq > 0),
	row_no BIGINT NOT NULL,                        -- as the verdict gives it
	result SMALLINT NOT NULL,
	reason TEXT NOT NULL,                          -- a word of domain/reasons.def
	at_us BIGINT NOT NULL,
	PRIMARY KEY (list_id, seq)
) @KV@;

-- What the police's base said last of each child.
CREATE TABLE police_check (
	student_id @ID@ REFERENCES student (id),
	list_id BIGINT NOT NULL REFERENCES list (id),
	result SMALLINT NOT NULL,                      -- xueji.v1.VerdictResult
	facts BYTEA NOT NULL CHECK (length(facts) = 16), -- keyed hash of what it was said of
	at_us BIGINT NOT NULL,
	sealed BYTEA NOT NULL                          -- the verdict: number in its place, note
);
CREATE INDEX police_check_result ON police_check (result, student_id) WHERE result <> 4;

-- On the roll without a formal number that a resident ID number gives.
CREATE INDEX student_not_numbered ON student (id)
	WHERE number_kind IN (1, 3) AND status BETWEEN 2 AND 5;
