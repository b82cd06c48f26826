-- Schools whose children are still to follow them.

-- name: school_moved_concerns
SELECT CASE WHEN EXISTS (SELECT 1 FROM student WHERE school_id = $1 AND status BETWEEN 2 AND 5)
	OR EXISTS (SELECT 1 FROM student WHERE school_id = $1 AND (status = 1 OR status > 5))
	OR EXISTS (SELECT 1 FROM case_party WHERE unit_id = $1)
	OR EXISTS (SELECT 1 FROM problem_seen WHERE unit_id = $1)
	OR EXISTS (SELECT 1 FROM school_moved WHERE to_id = $1)
	THEN 1 ELSE 0 END AS has;

-- name: school_moved_add
INSERT INTO school_moved(school_id, to_id, class_shift) VALUES ($1, $2, $3)
ON CONFLICT(school_id) DO UPDATE SET to_id = excluded.to_id, class_shift = excluded.class_shift,
	problem_after = 0;

-- name: school_moved_next
SELECT m.school_id, coalesce(m.to_id, 0), m.class_shift, m.problem_after FROM school_moved m
WHERE NOT EXISTS (SELECT 1 FROM school_moved o WHERE o.to_id = m.school_id)
ORDER BY m.school_id LIMIT 1;

-- name: school_moved_into
SELECT to_id FROM school_moved WHERE school_id = $1 AND to_id IS NOT NULL;

-- name: school_moved_done
DELETE FROM school_moved WHERE school_id = $1;

-- Of a school that was merged ($2) all; of one that lies elsewhere now those of the old county.
-- name: school_moved_on_roll
SELECT s.id FROM student s
WHERE s.school_id = $1 AND s.status BETWEEN 2 AND 5
	AND ($2 <> 0 OR s.county_id <> (SELECT parent FROM unit WHERE id = $1))
ORDER BY s.grade, s.class_no, s.id LIMIT $3;

-- name: school_moved_off_roll
SELECT s.id FROM student s
WHERE s.school_id = $1 AND (s.status = 1 OR s.status > 5)
	AND ($2 <> 0 OR s.county_id <> (SELECT parent FROM unit WHERE id = $1))
ORDER BY s.status, s.id LIMIT $3;

-- Cases of the school, and of the one that it was merged into ($2; itself, if it was not), that one
-- of these does not see: that school, what it lies in ($3), and what that lies in ($4).
-- name: school_moved_cases
SELECT DISTINCT p.case_id, p.is_open FROM case_party p
WHERE p.unit_id IN ($1, $2) AND NOT (
	EXISTS (SELECT 1 FROM case_party q
		WHERE q.unit_id = $2 AND q.is_open = p.is_open AND q.case_id = p.case_id)
	AND EXISTS (SELECT 1 FROM case_party q
		WHERE q.unit_id = $3 AND q.is_open = p.is_open AND q.case_id = p.case_id)
	AND EXISTS (SELECT 1 FROM case_party q
		WHERE q.unit_id = $4 AND q.is_open = p.is_open AND q.case_id = p.case_id))
ORDER BY p.is_open DESC, p.case_id LIMIT $5;

-- Problems that either of the two sees, behind id $3.
-- name: school_moved_problems
SELECT DISTINCT problem_id FROM problem_seen
WHERE unit_id IN ($1, $2) AND problem_id > $3
ORDER BY problem_id LIMIT $4;

-- name: school_moved_reached
UPDATE school_moved SET problem_after = $2 WHERE school_id = $1;

-- The city's turn ($4; 0: it has none) is that of the school's own, party 4.
-- name: school_moved_reroute
UPDATE kase SET
	bureau_id = CASE WHEN school_id = $2 THEN $3 ELSE bureau_id END,
	from_bureau_id = CASE WHEN from_school_id = $2 THEN $3 ELSE from_bureau_id END,
	turn_unit = CASE WHEN school_id = $2 AND turn_unit = bureau_id THEN $3
		WHEN from_school_id = $2 AND turn_unit = from_bureau_id THEN $3
		WHEN school_id = $2 AND turn_party = 4 AND $4 <> 0 THEN $4
		ELSE turn_unit END,
	rev = rev + 1
WHERE id = $1 AND is_open = 1 AND (school_id = $2 OR from_school_id = $2);

-- name: school_moved_show
INSERT INTO case_party(unit_id, is_open, case_id) SELECT $2, is_open, id FROM kase WHERE id = $1
ON CONFLICT DO NOTHING;
