-- Cases get deadlines and, where a child goes from one school to another, the side that it leaves.
CREATE TABLE kase_next (
	id @ID@,                                       -- in the shard of the child's record
	type SMALLINT NOT NULL CHECK (type BETWEEN 1 AND 99),   -- enum case_type
	state SMALLINT NOT NULL CHECK (state BETWEEN 1 AND 99), -- enum case_state
	is_open SMALLINT NOT NULL CHECK (is_open IN (0, 1)),
	student_id BIGINT NOT NULL,
	school_id BIGINT NOT NULL REFERENCES unit (id), -- that applies
	bureau_id BIGINT NOT NULL REFERENCES unit (id), -- competent when the case was opened (R3)
	from_school_id BIGINT REFERENCES unit (id),    -- of a transfer: that the child leaves
	from_bureau_id BIGINT REFERENCES unit (id),
	to_grade SMALLINT NOT NULL CHECK (to_grade BETWEEN 0 AND 12), -- of a transfer; 0: another type
	to_class SMALLINT NOT NULL CHECK (to_class BETWEEN 0 AND 99),
	turn_party SMALLINT NOT NULL CHECK (turn_party BETWEEN 0 AND 99), -- enum case_party
	turn_unit BIGINT REFERENCES unit (id),          -- NULL: nobody's move
	-- The Beijing day at whose end the move is due (R23, Q17); 9999-12-31: no clock runs.
	due_day TEXT NOT NULL CHECK (length(due_day) = 10),
	opened_us BIGINT NOT NULL,
	moved_us BIGINT NOT NULL,
	entered_by BIGINT NOT NULL,                    -- the registrar, who never signs it (R58)
	sealed BYTEA,                                  -- what is applied for, where the child's own
	                                               -- record does not hold it yet
	rev BIGINT NOT NULL CHECK (rev > 0),
	CHECK ((turn_party = 0) = (turn_unit IS NULL)),
	CHECK ((from_school_id IS NULL) = (from_bureau_id IS NULL)),
	CHECK (turn_unit IS NOT NULL OR due_day = '9999-12-31')
);
INSERT INTO kase_next (id, type, state, is_open, student_id, school_id, bureau_id, to_grade,
	to_class, turn_party, turn_unit, due_day, opened_us, moved_us, entered_by, sealed, rev)
SELECT id, type, state, is_open, student_id, school_id, bureau_id, 0, 0, turn_party, turn_unit,
	'9999-12-31', opened_us, moved_us, entered_by, sealed, rev
FROM kase;
DROP TABLE kase;
ALTER TABLE kase_next RENAME TO kase;

-- One open case per child (Q10, error 2002).
CREATE UNIQUE INDEX kase_one_open ON kase (student_id) WHERE is_open = 1;
CREATE INDEX kase_student ON kase (student_id, id);
-- What waits for a party: overdue first, then by the days that are left (Q9).
CREATE INDEX kase_turn ON kase (turn_unit, turn_party, due_day, id) WHERE turn_unit IS NOT NULL;
-- What is late, and where.
CREATE INDEX kase_due ON kase (due_day, turn_unit) WHERE turn_unit IS NOT NULL;

-- Why the side that a child leaves refused, from a closed list (Q16); 0: something else.
ALTER TABLE case_step ADD COLUMN ground SMALLINT NOT NULL DEFAULT 0;
