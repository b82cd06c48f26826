-- What the police's base said last of each child.

-- name: police_put
INSERT INTO police_check (student_id, list_id, result, facts, at_us, sealed)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (student_id) DO UPDATE SET list_id = $2, result = $3, facts = $4, at_us = $5,
	sealed = $6;

-- name: police_get
SELECT student_id, list_id, result, facts, at_us, sealed FROM police_check WHERE student_id = $1;

-- name: police_with_result
SELECT student_id FROM police_check
WHERE result = $1 AND result <> 4 AND student_id > $2 ORDER BY student_id LIMIT $3;
