-- Problem records (FSM4). Each is a case of type 5 with a row here; what was found of several
-- children at once is their group.

-- A problem's cure belongs to it, and a child may have several problems (Q10).
DROP INDEX kase_one_open;
CREATE UNIQUE INDEX kase_one_open ON kase (student_id) WHERE is_open = 1 AND type <> 5;

CREATE TABLE problem_group (
	id @ID@,
	kind SMALLINT NOT NULL CHECK (kind BETWEEN 1 AND 12),   -- server/registry/problem_kinds.h
	gkey BYTEA NOT NULL CHECK (length(gkey) = 16),          -- keyed hash of what its children share
	cause TEXT NOT NULL CHECK (cause <> ''),                -- a word of problem_cause.def
	score SMALLINT NOT NULL CHECK (score BETWEEN 0 AND 1000),
	found_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX problem_group_key ON problem_group (kind, gkey);

CREATE TABLE problem (
	id @ID@ REFERENCES kase (id),
	group_id BIGINT NOT NULL REFERENCES problem_group (id),
	kind SMALLINT NOT NULL CHECK (kind BETWEEN 1 AND 12),
	cause TEXT NOT NULL,
	student_id BIGINT NOT NULL,
	is_open SMALLINT NOT NULL CHECK (is_open IN (0, 1)),
	state SMALLINT NOT NULL,                                -- as counted: that of kase
	stage SMALLINT NOT NULL CHECK (stage BETWEEN 1 AND 3),
	is_graduating SMALLINT NOT NULL CHECK (is_graduating IN (0, 1)),
	place BIGINT NOT NULL,                                  -- in the desk's order (Q8)
	answer SMALLINT NOT NULL CHECK (answer BETWEEN 0 AND 4),
	is_upheld SMALLINT NOT NULL CHECK (is_upheld IN (0, 1)), -- settled by substantiating
	campaign_id BIGINT NOT NULL,                            -- 0: none
	CHECK (is_upheld = 0 OR is_open = 0)
);
CREATE UNIQUE INDEX problem_member ON problem (group_id, student_id) WHERE is_open = 1;
CREATE INDEX problem_of_group ON problem (group_id, id);
CREATE INDEX problem_of_child ON problem (student_id, id, kind) WHERE is_open = 1;

-- The units that see a problem: its school and the divisions above (Q1), in the order of desks.
CREATE TABLE problem_seen (
	unit_id BIGINT NOT NULL REFERENCES unit (id),
	is_open SMALLINT NOT NULL CHECK (is_open IN (0, 1)),
	place BIGINT NOT NULL,
	problem_id BIGINT NOT NULL REFERENCES problem (id),
	PRIMARY KEY (unit_id, is_open, place, problem_id)
) @KV@;
CREATE INDEX problem_seen_problem ON problem_seen (problem_id);

-- How many of them a unit has, kept in the transaction of each step.
CREATE TABLE problem_count (
	unit_id BIGINT NOT NULL REFERENCES unit (id),
	kind SMALLINT NOT NULL,
	cause TEXT NOT NULL,
	stage SMALLINT NOT NULL,
	is_graduating SMALLINT NOT NULL,
	state SMALLINT NOT NULL,
	n BIGINT NOT NULL CHECK (n >= 0),
	PRIMARY KEY (unit_id, kind, cause, stage, is_graduating, state)
) @KV@;
-- And how many came and went on each day, for the burn-down.
CREATE TABLE problem_day (
	unit_id BIGINT NOT NULL REFERENCES unit (id),
	day TEXT NOT NULL CHECK (length(day) = 10),
	kind SMALLINT NOT NULL,
	found BIGINT NOT NULL CHECK (found >= 0),
	settled BIGINT NOT NULL CHECK (settled >= 0),
	PRIMARY KEY (unit_id, day, kind)
) @KV@;

-- What the sides write to each other.
CREATE TABLE problem_message (
	id @ID@,
	group_id BIGINT NOT NULL REFERENCES problem_group (id),
	at_us BIGINT NOT NULL,
	operator_id BIGINT NOT NULL,
	unit_id BIGINT NOT NULL,
	sealed BYTEA NOT NULL
);
CREATE INDEX problem_message_group ON problem_message (group_id, id);

-- Verdicts on suspicions (Q14). Records judged to be one person share a person; two persons judged
-- to be different stand apart, the smaller first. So both judgements carry over to whoever else is
-- judged to be one of them.
CREATE TABLE problem_person (
	student_id BIGINT NOT NULL PRIMARY KEY,
	person_id BIGINT NOT NULL
) @KV@;
CREATE INDEX problem_person_of ON problem_person (person_id);
CREATE TABLE problem_apart (
	person_id BIGINT NOT NULL,
	other_id BIGINT NOT NULL,
	PRIMARY KEY (person_id, other_id)
) @KV@;
