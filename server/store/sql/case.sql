-- Cases, their parties and their steps.

-- name: case_insert
INSERT INTO kase (id, type, state, is_open, student_id, school_id, bureau_id, turn_party, turn_unit,
	opened_us, moved_us, entered_by, sealed, due_day, from_school_id,
	from_bureau_id, to_grade, to_class, change, import_id, rev)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12, $13, $14, $15, $16, $17, $18,
	$19, 1)

-- name: case_rows
INSERT INTO kase (id, type, state, is_open, student_id, school_id, bureau_id, turn_party, turn_unit,
	opened_us, moved_us, entered_by, sealed, due_day, from_school_id,
	from_bureau_id, to_grade, to_class, change, import_id, rev)
SELECT c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, 1
FROM feed

-- name: case_get
SELECT id, type, state, is_open, student_id, school_id, bureau_id, turn_party, turn_unit, opened_us,
	moved_us, entered_by, rev, due_day, from_school_id, from_bureau_id, to_grade,
	to_class, change, sealed
FROM kase WHERE id = $1

-- name: case_open_of_student
SELECT id FROM kase WHERE student_id = $1 AND is_open = 1 AND type <> 5 AND student_id > 0

-- name: case_ids_of_student
SELECT id FROM kase WHERE student_id = $1 AND type <> 5 ORDER BY id

-- name: case_hand_over
UPDATE kase SET student_id = $2 WHERE id = $1

-- name: case_move
UPDATE kase SET state = $3, is_open = $4, turn_party = $5, turn_unit = $6, moved_us = $7,
	entered_by = $8, sealed = $9, due_day = $10, to_grade = $11,
	to_class = $12, student_id = $13, rev = rev + 1
WHERE id = $1 AND rev = $2

-- name: case_party_insert
INSERT INTO case_party (unit_id, is_open, case_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING

-- name: case_party_rows
INSERT INTO case_party (unit_id, is_open, case_id)
SELECT c1, c2, c3 FROM feed WHERE 1 = 1
ON CONFLICT DO NOTHING

-- name: case_party_close
UPDATE case_party SET is_open = 0 WHERE case_id = $1

-- name: case_step_last
SELECT max(number) FROM case_step WHERE case_id = $1

-- name: case_step_insert
INSERT INTO case_step (id, case_id, number, at_us, event, from_state, to_state, party, unit_id,
	operator_id, for_operator, reason, ground)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

-- name: case_step_rows
INSERT INTO case_step (id, case_id, number, at_us, event, from_state, to_state, party, unit_id,
	operator_id, for_operator, reason, ground)
SELECT c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13 FROM feed

-- name: case_step_list
SELECT s.id, s.number, s.at_us, s.event, s.from_state, s.to_state, s.party, s.unit_id,
	s.operator_id, s.for_operator, s.reason, o.full_name, f.full_name, s.ground
FROM case_step s LEFT JOIN operator o ON o.id = s.operator_id
	LEFT JOIN operator f ON f.id = s.for_operator
WHERE s.case_id = $1 ORDER BY s.number

-- name: case_steps_of_student
SELECT s.id, s.number, s.at_us, s.event, s.from_state, s.to_state, s.party, s.unit_id,
	s.operator_id, s.for_operator, s.reason, o.full_name, f.full_name, s.ground, k.id,
	k.type, k.change
FROM kase k JOIN case_step s ON s.case_id = k.id
	LEFT JOIN operator o ON o.id = s.operator_id
	LEFT JOIN operator f ON f.id = s.for_operator
WHERE k.student_id IN (SELECT id FROM student WHERE id = $1
		UNION ALL SELECT student_id FROM tombstone WHERE survivor_id = $1)
	AND (s.at_us, s.id) < ($2, $3)
ORDER BY s.at_us DESC, s.id DESC LIMIT $4

-- name: case_replace_unit
UPDATE kase SET rev = rev + 1,
	school_id = CASE WHEN school_id = $2 THEN $3 ELSE school_id END,
	bureau_id = CASE WHEN bureau_id = $2 THEN $3 ELSE bureau_id END,
	from_school_id = CASE WHEN from_school_id = $2 THEN $3 ELSE from_school_id END,
	from_bureau_id = CASE WHEN from_bureau_id = $2 THEN $3 ELSE from_bureau_id END,
	turn_unit = CASE WHEN turn_unit = $2 THEN $3 ELSE turn_unit END
WHERE id = $1

-- name: case_set_bureau
UPDATE kase SET bureau_id = $2, rev = rev + 1,
	turn_unit = CASE WHEN turn_party = 3 THEN $2 ELSE turn_unit END
WHERE id = $1
