-- Cases: anything under way about a child, whose units have a part in it, and each step taken.
CREATE TABLE kase (
	id @ID@,                                       -- in the shard of the child's record
	type SMALLINT NOT NULL CHECK (type BETWEEN 1 AND 2),
	state SMALLINT NOT NULL CHECK (state BETWEEN 1 AND 9),
	is_open SMALLINT NOT NULL CHECK (is_open IN (0, 1)),
	student_id BIGINT NOT NULL,
	school_id BIGINT NOT NULL REFERENCES unit (id),
	bureau_id BIGINT NOT NULL REFERENCES unit (id), -- competent when the case was opened (R3)
	turn_party SMALLINT NOT NULL CHECK (turn_party BETWEEN 0 AND 6),
	turn_unit BIGINT REFERENCES unit (id),          -- NULL: nobody's move
	opened_us BIGINT NOT NULL,
	moved_us BIGINT NOT NULL,
	entered_by BIGINT NOT NULL,                    -- the registrar, who never signs it (R58)
	sealed BYTEA,                                  -- what is applied for, where the child's own
	                                               -- record does not hold it yet
	rev BIGINT NOT NULL CHECK (rev > 0),
	CHECK ((turn_party = 0) = (turn_unit IS NULL)),
	CHECK (is_open = 1 OR turn_party = 0)
);
-- One open case per child (Q10, error 2002).
CREATE UNIQUE INDEX kase_one_open ON kase (student_id) WHERE is_open = 1;
CREATE INDEX kase_student ON kase (student_id, id);
CREATE INDEX kase_turn ON kase (turn_unit, turn_party, moved_us, id) WHERE turn_unit IS NOT NULL;

-- The units that may see a case: its parties and the divisions above them (Q1). So a list of what a
-- unit sees is one range of this table, whatever its tier.
CREATE TABLE case_party (
	unit_id BIGINT NOT NULL REFERENCES unit (id),
	is_open SMALLINT NOT NULL CHECK (is_open IN (0, 1)),
	case_id BIGINT NOT NULL REFERENCES kase (id),
	PRIMARY KEY (unit_id, is_open, case_id)
) @KV@;
CREATE INDEX case_party_case ON case_party (case_id);

-- What was done, by whom, for whom, when, why. Never changed.
CREATE TABLE case_step (
	id @ID@,
	case_id BIGINT NOT NULL REFERENCES kase (id),
	number SMALLINT NOT NULL CHECK (number > 0),
	at_us BIGINT NOT NULL,
	event SMALLINT NOT NULL,
	from_state SMALLINT NOT NULL,
	to_state SMALLINT NOT NULL,
	party SMALLINT NOT NULL,
	unit_id BIGINT,
	operator_id BIGINT NOT NULL,
	for_operator BIGINT NOT NULL,
	reason BYTEA                                   -- sealed: it may speak of the child
);
CREATE UNIQUE INDEX case_step_number ON case_step (case_id, number);
