-- Student numbers, sealed, with keyed hashes to find them by.

-- name: number_has
SELECT count(*) FROM (
	SELECT id FROM number WHERE student_id = $1 AND is_current = 1 AND numkey = $2
	UNION ALL
	SELECT id FROM number WHERE student_id = $1 AND is_current = 0 AND numkey = $2
) AS own;

-- name: number_insert
INSERT INTO number(id, student_id, numkey, kind, is_current, from_day, to_day, sealed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: number_insert_free
INSERT INTO number(id, student_id, numkey, kind, is_current, from_day, to_day, sealed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING;

-- name: number_end_current
UPDATE number SET is_current = 0, to_day = $2 WHERE student_id = $1 AND is_current = 1;

-- name: number_hand_over
UPDATE number SET student_id = $2 WHERE id = $1;

-- name: number_set_current
UPDATE number SET is_current = 1, to_day = NULL WHERE id = $1;

-- name: number_forget
DELETE FROM number WHERE id = $1;

-- name: number_list
SELECT id, student_id, kind, is_current, from_day, to_day, sealed FROM number
WHERE student_id = $1 AND is_current = 1
UNION ALL
SELECT id, student_id, kind, is_current, from_day, to_day, sealed FROM number
WHERE student_id = $1 AND is_current = 0
ORDER BY is_current DESC, from_day DESC NULLS LAST, id;

-- name: number_current
SELECT id, student_id, kind, is_current, from_day, to_day, sealed FROM number
WHERE student_id = $1 AND is_current = 1;

-- Those of them whose school is $3 or lies below it.
-- name: number_find_below
SELECT n.student_id, n.kind FROM number n JOIN student s ON s.id = n.student_id
	JOIN unit c ON c.id = s.county_id LEFT JOIN unit u ON u.id = c.parent
WHERE n.numkey = $1 AND n.kind < 4 AND $3 IN (s.school_id, c.id, c.parent, u.parent)
UNION ALL
SELECT n.student_id, n.kind FROM number n JOIN student s ON s.id = n.student_id
	JOIN unit c ON c.id = s.county_id LEFT JOIN unit u ON u.id = c.parent
WHERE n.numkey = $1 AND n.kind = 4 AND $3 IN (s.school_id, c.id, c.parent, u.parent)
ORDER BY kind, student_id LIMIT $2;

-- name: number_is_of
SELECT (SELECT count(*) FROM number WHERE numkey = $1 AND student_id = $2 AND kind < 4)
	+ (SELECT count(*) FROM number WHERE numkey = $1 AND student_id = $2 AND kind = 4);

-- name: number_find
SELECT student_id, kind FROM number WHERE numkey = $1 AND kind < 4
UNION ALL
SELECT student_id, kind FROM number WHERE numkey = $1 AND kind = 4
ORDER BY kind, student_id LIMIT $2;
