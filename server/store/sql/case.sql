-- Cases, their parties and their steps.

-- name: case_insert
INSERT INTO kase (id, type, state, is_open, student_id, school_id, bureau_id, turn_party, turn_unit,
	opened_us, moved_us, entered_by, sealed, due_day, from_school_id,
	from_bureau_id, to_grade, to_class, rev)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12, $13, $14, $15, $16, $17, 1)

-- name: case_get
SELECT id, type, state, is_open, student_id, school_id, bureau_id, turn_party, turn_unit, opened_us,
	moved_us, entered_by, rev, due_day, from_school_id, from_bureau_id, to_grade,
	to_class, sealed
FROM kase WHERE id = $1

-- name: case_open_of_student
SELECT id FROM kase WHERE student_id = $1 AND is_open = 1

-- name: case_ids_of_student
SELECT id FROM kase WHERE student_id = $1 ORDER BY id

-- name: case_hand_over
UPDATE kase SET student_id = $2 WHERE id = $1

-- name: case_move
UPDATE kase SET state = $3, is_open = $4, turn_party = $5, turn_unit = $6, moved_us = $7,
	entered_by = $8, sealed = $9, due_day = $10, to_grade = $11,
	to_class = $12, rev = rev + 1
WHERE id = $1 AND rev = $2

-- name: case_of_unit
SELECT k.id, k.type, k.state, k.is_open, k.student_id, k.school_id, k.bureau_id, k.turn_party,
	k.turn_unit, k.opened_us, k.moved_us, k.entered_by, k.rev, k.due_day,
	k.from_school_id, k.from_bureau_id, k.to_grade, k.to_class
FROM case_party p JOIN kase k ON k.id = p.case_id
WHERE p.unit_id = $1 AND p.is_open = $2 AND p.case_id < $3 AND ($4 = 0 OR k.type = $4)
ORDER BY p.case_id DESC LIMIT $5

-- name: case_waiting
SELECT id, type, state, is_open, student_id, school_id, bureau_id, turn_party, turn_unit, opened_us,
	moved_us, entered_by, rev, due_day, from_school_id, from_bureau_id, to_grade, to_class
FROM kase
WHERE turn_unit = $1 AND turn_party = $2 AND (due_day, id) > ($3, $4) AND ($5 = 0 OR type = $5)
ORDER BY due_day, id LIMIT $6

-- What waits, in any order and by name: $5 = 1: by due day, else by id; $8: 1 or -1.
-- name: case_waiting_sorted
SELECT k.id, k.type, k.state, k.is_open, k.student_id, k.school_id, k.bureau_id, k.turn_party,
	k.turn_unit, k.opened_us, k.moved_us, k.entered_by, k.rev, k.due_day,
	k.from_school_id, k.from_bureau_id, k.to_grade, k.to_class
FROM kase k
WHERE k.turn_unit = $1 AND k.turn_party = $2 AND ($3 = 0 OR k.type = $3)
	AND ($4 = '' OR EXISTS (
		SELECT 1 FROM student s WHERE s.id = k.student_id
			AND (replace(s.name, $4, '') <> s.name
				OR substr(s.initials, 1, length($4)) = lower($4))))
	AND (CASE WHEN $5 = 1 THEN k.due_day ELSE '' END, $8 * k.id) > ($6, $7)
ORDER BY CASE WHEN $5 = 1 THEN k.due_day ELSE '' END, $8 * k.id LIMIT $9

-- The same of all open ones that a unit sees.
-- name: case_open_sorted
SELECT k.id, k.type, k.state, k.is_open, k.student_id, k.school_id, k.bureau_id, k.turn_party,
	k.turn_unit, k.opened_us, k.moved_us, k.entered_by, k.rev, k.due_day,
	k.from_school_id, k.from_bureau_id, k.to_grade, k.to_class
FROM case_party p JOIN kase k ON k.id = p.case_id
WHERE p.unit_id = $1 AND p.is_open = 1 AND ($2 = 0 OR k.type = $2)
	AND ($3 = '' OR EXISTS (
		SELECT 1 FROM student s WHERE s.id = k.student_id
			AND (replace(s.name, $3, '') <> s.name
				OR substr(s.initials, 1, length($3)) = lower($3))))
	AND (CASE WHEN $4 = 1 THEN k.due_day ELSE '' END, $7 * k.id) > ($5, $6)
ORDER BY CASE WHEN $4 = 1 THEN k.due_day ELSE '' END, $7 * k.id LIMIT $8

-- name: case_waiting_count
SELECT count(*) FROM kase k
WHERE k.turn_unit = $1 AND k.turn_party = $2 AND ($3 = 0 OR k.type = $3)
	AND ($4 = '' OR EXISTS (
		SELECT 1 FROM student s WHERE s.id = k.student_id
			AND (replace(s.name, $4, '') <> s.name
				OR substr(s.initials, 1, length($4)) = lower($4))))

-- name: case_open_count
SELECT count(*) FROM case_party p JOIN kase k ON k.id = p.case_id
WHERE p.unit_id = $1 AND p.is_open = 1 AND ($2 = 0 OR k.type = $2)
	AND ($3 = '' OR EXISTS (
		SELECT 1 FROM student s WHERE s.id = k.student_id
			AND (replace(s.name, $3, '') <> s.name
				OR substr(s.initials, 1, length($3)) = lower($3))))

-- Closed ones by name: of the next $3 that the unit saw, so that no call reads a decade.
-- name: case_closed_named
SELECT k.id, k.type, k.state, k.is_open, k.student_id, k.school_id, k.bureau_id, k.turn_party,
	k.turn_unit, k.opened_us, k.moved_us, k.entered_by, k.rev, k.due_day,
	k.from_school_id, k.from_bureau_id, k.to_grade, k.to_class
FROM (SELECT case_id FROM case_party
	WHERE unit_id = $1 AND is_open = 0 AND case_id < $2
	ORDER BY case_id DESC LIMIT $3) p JOIN kase k ON k.id = p.case_id
WHERE ($4 = 0 OR k.type = $4)
	AND ($5 = '' OR EXISTS (
		SELECT 1 FROM student s WHERE s.id = k.student_id
			AND (replace(s.name, $5, '') <> s.name
				OR substr(s.initials, 1, length($5)) = lower($5))))
ORDER BY k.id DESC LIMIT $6

-- Where the next of them begin, and how many these were.
-- name: case_closed_window
SELECT min(p.case_id), count(*)
FROM (SELECT case_id FROM case_party
	WHERE unit_id = $1 AND is_open = 0 AND case_id < $2
	ORDER BY case_id DESC LIMIT $3) p

-- name: case_waiting_days
SELECT due_day, count(*) FROM kase
WHERE turn_unit = $1 AND turn_party = $2 AND ($3 = 0 OR type = $3)
GROUP BY due_day ORDER BY due_day

-- name: case_party_insert
INSERT INTO case_party (unit_id, is_open, case_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING

-- name: case_party_close
UPDATE case_party SET is_open = 0 WHERE case_id = $1

-- name: case_step_insert
INSERT INTO case_step (id, case_id, number, at_us, event, from_state, to_state, party, unit_id,
	operator_id, for_operator, reason, ground)
SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
FROM case_step WHERE case_id = $2

-- name: case_step_list
SELECT s.id, s.number, s.at_us, s.event, s.from_state, s.to_state, s.party, s.unit_id,
	s.operator_id, s.for_operator, s.reason, o.full_name, f.full_name, s.ground
FROM case_step s LEFT JOIN operator o ON o.id = s.operator_id
	LEFT JOIN operator f ON f.id = s.for_operator
WHERE s.case_id = $1 ORDER BY s.number

-- name: case_steps_of_student
SELECT s.id, s.number, s.at_us, s.event, s.from_state, s.to_state, s.party, s.unit_id,
	s.operator_id, s.for_operator, s.reason, o.full_name, f.full_name, s.ground, k.id,
	k.type
FROM kase k JOIN case_step s ON s.case_id = k.id
	LEFT JOIN operator o ON o.id = s.operator_id
	LEFT JOIN operator f ON f.id = s.for_operator
WHERE k.student_id = $1 AND (s.at_us, s.id) < ($2, $3)
ORDER BY s.at_us DESC, s.id DESC LIMIT $4

-- name: case_opened_before
SELECT id, type, state, is_open, student_id, school_id, bureau_id, turn_party, turn_unit, opened_us,
	moved_us, entered_by, rev, due_day, from_school_id, from_bureau_id, to_grade, to_class
FROM kase WHERE is_open = 1 AND type = $1 AND (opened_us, id) > ($2, $3) AND opened_us < $4
ORDER BY opened_us, id LIMIT $5

-- name: case_open_at
SELECT id, type, state, is_open, student_id, school_id, bureau_id, turn_party, turn_unit, opened_us,
	moved_us, entered_by, rev, due_day, from_school_id, from_bureau_id, to_grade, to_class
FROM kase WHERE id IN (SELECT case_id FROM case_party WHERE unit_id = $1 AND is_open = 1)
	AND id > $2 ORDER BY id LIMIT $3

-- name: case_replace_unit
UPDATE kase SET rev = rev + 1,
	school_id = CASE WHEN school_id = $2 THEN $3 ELSE school_id END,
	bureau_id = CASE WHEN bureau_id = $2 THEN $3 ELSE bureau_id END,
	from_school_id = CASE WHEN from_school_id = $2 THEN $3 ELSE from_school_id END,
	from_bureau_id = CASE WHEN from_bureau_id = $2 THEN $3 ELSE from_bureau_id END,
	turn_unit = CASE WHEN turn_unit = $2 THEN $3 ELSE turn_unit END
WHERE id = $1
