-- What desks count: each is a range of one of these indexes. A partial index ends with the columns
-- of its condition, so that it answers alone.
CREATE INDEX kase_desk ON kase (turn_unit, turn_party, type, due_day, moved_us)
	WHERE turn_unit IS NOT NULL;
CREATE INDEX kase_late ON kase (turn_unit, due_day) WHERE turn_unit IS NOT NULL;
CREATE INDEX kase_of_school ON kase (school_id, type, opened_us, turn_party, is_open)
	WHERE is_open = 1;
CREATE INDEX kase_beyond_bureau ON kase (bureau_id, type, turn_party, moved_us, is_open)
	WHERE is_open = 1;
CREATE INDEX student_provisional ON student (school_id, id, is_provisional, status)
	WHERE is_provisional = 1 AND status BETWEEN 2 AND 5;
CREATE INDEX operator_desk ON operator (unit_id, state, certificate_until, password_is_one_time);
