-- Lists of cases, and how many there are. Problems (type 5) have lists of their own
-- (problem.sql), and are here only if asked for.

-- name: case_of_unit
SELECT k.id, k.type, k.state, k.is_open, k.student_id, k.school_id, k.bureau_id, k.turn_party,
	k.turn_unit, k.opened_us, k.moved_us, k.entered_by, k.rev, k.due_day,
	k.from_school_id, k.from_bureau_id, k.to_grade, k.to_class, k.change
FROM case_party p JOIN kase k ON k.id = p.case_id
WHERE p.unit_id = $1 AND p.is_open = $2 AND p.case_id < $3 AND ($4 = 0 OR k.type = $4)
ORDER BY p.case_id DESC LIMIT $5

-- name: case_waiting
SELECT id, type, state, is_open, student_id, school_id, bureau_id, turn_party, turn_unit, opened_us,
	moved_us, entered_by, rev, due_day, from_school_id, from_bureau_id, to_grade, to_class,
	change
FROM kase
WHERE turn_unit = $1 AND turn_party = $2 AND (due_day, id) > ($3, $4)
	AND (type = $5 OR ($5 = 0 AND type <> 5))
ORDER BY due_day, id LIMIT $6

-- What waits for several parties ($2: bits of 1 << party), in any order and by name: $5 = 1: by due
-- day, else by id; $8: 1 or -1.
-- name: case_waiting_sorted
SELECT k.id, k.type, k.state, k.is_open, k.student_id, k.school_id, k.bureau_id, k.turn_party,
	k.turn_unit, k.opened_us, k.moved_us, k.entered_by, k.rev, k.due_day,
	k.from_school_id, k.from_bureau_id, k.to_grade, k.to_class, k.change
FROM kase k
WHERE k.turn_unit = $1 AND ($2 >> k.turn_party) & 1 = 1
	AND (k.type = $3 OR ($3 = 0 AND k.type <> 5))
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
	k.from_school_id, k.from_bureau_id, k.to_grade, k.to_class, k.change
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
WHERE k.turn_unit = $1 AND ($2 >> k.turn_party) & 1 = 1
	AND (k.type = $3 OR ($3 = 0 AND k.type <> 5))
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
	k.from_school_id, k.from_bureau_id, k.to_grade, k.to_class, k.change
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
WHERE turn_unit = $1 AND ($2 >> turn_party) & 1 = 1 AND (type = $3 OR ($3 = 0 AND type <> 5))
GROUP BY due_day ORDER BY due_day

-- name: case_opened_before
SELECT id, type, state, is_open, student_id, school_id, bureau_id, turn_party, turn_unit, opened_us,
	moved_us, entered_by, rev, due_day, from_school_id, from_bureau_id, to_grade, to_class,
	change
FROM kase WHERE is_open = 1 AND type = $1 AND (opened_us, id) > ($2, $3) AND opened_us < $4
ORDER BY opened_us, id LIMIT $5

-- name: case_open_at
SELECT id, type, state, is_open, student_id, school_id, bureau_id, turn_party, turn_unit, opened_us,
	moved_us, entered_by, rev, due_day, from_school_id, from_bureau_id, to_grade, to_class,
	change
FROM kase WHERE id IN (
	SELECT case_id FROM case_party WHERE unit_id = $1 AND is_open = 1
	UNION ALL SELECT problem_id FROM problem_seen WHERE unit_id = $1 AND is_open = 1)
	AND id > $2 ORDER BY id LIMIT $3
