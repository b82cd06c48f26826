-- Lists of problems. Those that are alike in all that a list is narrowed by (a sort) are one range
-- of an index, and counted together; so a filter costs as much as there are sorts that fit it.

-- The last column but one: the cause gives a number away, if one knows the other.
-- name: problem_sorts
SELECT kind, cause, stage, is_graduating, state, is_turn,
	CASE WHEN cause IN ('number_digit', 'number_swapped', 'fifteen_digits', 'check_character')
	THEN 1 ELSE 0 END, n
FROM problem_count WHERE unit_id = $1 AND n > 0

-- Of one sort, behind place $8 and id $9. $11 is part of the child's name, '' any. $12 is 1 for
-- those of whose group every record is seen by unit $13, 2 for the others, 0 for all.
-- name: problem_of_sort
SELECT s.place, s.problem_id FROM problem_seen s
WHERE s.unit_id = $1 AND s.kind = $2 AND s.cause = $3 AND s.stage = $4 AND s.is_graduating = $5
	AND s.state = $6 AND s.is_turn = $7 AND (s.place, s.problem_id) > ($8, $9)
	AND ($11 = '' OR EXISTS (SELECT 1 FROM problem p JOIN student c ON c.id = p.student_id
		WHERE p.id = s.problem_id AND replace(c.name, $11, '') <> c.name))
	AND ($12 = 0 OR $12 = CASE WHEN EXISTS (
		SELECT 1 FROM problem p JOIN problem q ON q.group_id = p.group_id
		WHERE p.id = s.problem_id AND NOT EXISTS (
			SELECT 1 FROM problem_seen t WHERE t.problem_id = q.id AND t.unit_id = $13))
		THEN 2 ELSE 1 END)
ORDER BY s.place, s.problem_id LIMIT $10

-- 2 if a record of its group is not seen by the unit, else 1.
-- name: problem_veil
SELECT CASE WHEN EXISTS (
	SELECT 1 FROM problem p JOIN problem q ON q.group_id = p.group_id
	WHERE p.id = $1 AND NOT EXISTS (
		SELECT 1 FROM problem_seen t WHERE t.problem_id = q.id AND t.unit_id = $2))
	THEN 2 ELSE 1 END

-- Whatever sort they are of.
-- name: problem_of_unit
SELECT s.place, s.problem_id FROM problem_seen s
WHERE s.unit_id = $1 AND s.is_open = $2 AND (s.place, s.problem_id) > ($3, $4)
	AND ($6 = '' OR EXISTS (SELECT 1 FROM problem p JOIN student c ON c.id = p.student_id
		WHERE p.id = s.problem_id AND replace(c.name, $6, '') <> c.name))
ORDER BY s.place, s.problem_id LIMIT $5

-- Open ones that unit $4 sees of the children of a county whose name has $3 in it, by two
-- neighbouring characters of that, $2; with their sort. Few children have problems, so these are
-- looked for before names are (CROSS JOIN: in this order).
-- name: problem_of_name
SELECT s.place, s.problem_id, s.kind, s.cause, s.stage, s.is_graduating, s.state, s.is_turn,
	CASE WHEN s.cause IN ('number_digit', 'number_swapped', 'fifteen_digits', 'check_character')
	THEN 1 ELSE 0 END
FROM name_gram g CROSS JOIN problem p CROSS JOIN problem_seen s CROSS JOIN student c
WHERE g.county_id = $1 AND g.gram = $2 AND p.student_id = g.student_id AND p.is_open = 1
	AND s.unit_id = $4 AND s.is_open = 1 AND s.place = p.place AND s.problem_id = p.id
	AND c.id = g.student_id AND replace(c.name, $3, '') <> c.name
