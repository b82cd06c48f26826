-- Lists of children, and totals, that leave the registry.

-- name: export_insert
INSERT INTO export_request (id, unit_id, grade, columns, purpose, in_clear, state, asked_by,
	asked_for_id, asked_us, bureau_id, decided_by, decided_us, reason, kind, down_to)
VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9, $10, 0, 0, NULL, $11, $12);

-- name: export_get
SELECT e.id, e.unit_id, e.grade, e.columns, e.purpose, e.in_clear, e.state, e.asked_by,
	e.asked_for_id, e.asked_us, e.bureau_id, e.decided_by, e.decided_us, e.reason,
	a.full_name, d.full_name, e.kind, e.down_to
FROM export_request e LEFT JOIN operator a ON a.id = e.asked_by
LEFT JOIN operator d ON d.id = e.decided_by
WHERE e.id = $1;

-- name: export_asked
SELECT e.id, e.unit_id, e.grade, e.columns, e.purpose, e.in_clear, e.state, e.asked_by,
	e.asked_for_id, e.asked_us, e.bureau_id, e.decided_by, e.decided_us, e.reason,
	a.full_name, d.full_name, e.kind, e.down_to
FROM export_request e LEFT JOIN operator a ON a.id = e.asked_by
LEFT JOIN operator d ON d.id = e.decided_by
WHERE e.asked_for_id = $1 AND ($2 = 0 OR e.id < $2) ORDER BY e.id DESC LIMIT $3;

-- name: export_waiting
SELECT e.id, e.unit_id, e.grade, e.columns, e.purpose, e.in_clear, e.state, e.asked_by,
	e.asked_for_id, e.asked_us, e.bureau_id, e.decided_by, e.decided_us, e.reason,
	a.full_name, d.full_name, e.kind, e.down_to
FROM export_request e LEFT JOIN operator a ON a.id = e.asked_by
LEFT JOIN operator d ON d.id = e.decided_by
WHERE e.bureau_id = $1 AND e.state = 1 AND ($2 = 0 OR e.id < $2) ORDER BY e.id DESC LIMIT $3;

-- name: export_pass_on
UPDATE export_request SET bureau_id = $3 WHERE bureau_id = $2 AND unit_id = $1 AND state = 1;

-- name: export_decide
UPDATE export_request SET state = $2, decided_by = $3, decided_us = $4, reason = $5
WHERE id = $1 AND state = 1;
