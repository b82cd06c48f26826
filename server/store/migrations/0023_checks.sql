-- Checks of a province for records that may be of one child (R7, R43).

-- A run that was broken off begins anew: what it had told stands, and is not told twice.
CREATE TABLE check_run (
	id @ID@,
	unit_id BIGINT NOT NULL REFERENCES unit (id),
	rules SMALLINT NOT NULL CHECK (rules BETWEEN 1 AND 7),     -- bits of enum check_rule
	state SMALLINT NOT NULL CHECK (state BETWEEN 1 AND 7),     -- enum check_state
	done SMALLINT NOT NULL CHECK (done BETWEEN 0 AND 1000),
	records BIGINT NOT NULL CHECK (records >= 0),
	exact BIGINT NOT NULL CHECK (exact >= 0),
	likely BIGINT NOT NULL CHECK (likely >= 0),
	possible BIGINT NOT NULL CHECK (possible >= 0),
	asked_by BIGINT NOT NULL,
	asked_us BIGINT NOT NULL,
	began_us BIGINT NOT NULL,                                  -- 0: not yet
	ended_us BIGINT NOT NULL                                   -- 0: not yet
);
CREATE UNIQUE INDEX check_run_open ON check_run (unit_id) WHERE state < 5;
CREATE INDEX check_run_unit ON check_run (unit_id, id);

-- Children that were written and are to be compared with others: each write puts its own here.
CREATE TABLE check_waiting (
	student_id BIGINT NOT NULL PRIMARY KEY
) @KV@;
