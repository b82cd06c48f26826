-- The history of units. Rows are inserted and read, never changed.

-- name: unit_change_insert
INSERT INTO unit_change (id, kind, effective, reason, at_us, operator_id)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: unit_change_part_insert
INSERT INTO unit_change_part (unit_id, change_id, part, name_before, name_after, parent_before,
	parent_after, bureau_before, bureau_after, stages_before, stages_after, is_closed_after)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: unit_changes
SELECT c.id, c.kind, c.effective, c.reason, c.at_us, c.operator_id,
	(SELECT count(*) FROM unit_change_part f WHERE f.change_id = c.id AND f.part = 4)
FROM unit_change_part p JOIN unit_change c ON c.id = p.change_id
WHERE p.unit_id = $1 AND p.change_id < $2
ORDER BY p.change_id DESC LIMIT $3;

-- name: unit_change_parts
SELECT p.unit_id, u.code, p.part, p.name_before, p.name_after, coalesce(p.parent_before, 0),
	coalesce(p.parent_after, 0), coalesce(p.bureau_before, 0), coalesce(p.bureau_after, 0),
	p.stages_before, p.stages_after, p.is_closed_after
FROM unit_change_part p JOIN unit u ON u.id = p.unit_id
WHERE p.change_id = $1 AND (p.part <> 4 OR p.unit_id = $2)
ORDER BY p.part, u.code;

-- name: unit_successors
SELECT after.unit_id FROM unit_change_part before
JOIN unit_change c ON c.id = before.change_id AND c.kind IN (3, 4)
JOIN unit_change_part after ON after.change_id = c.id AND after.part IN (2, 3)
	AND after.unit_id <> before.unit_id
WHERE before.unit_id = $1 AND before.part IN (1, 3) AND (c.kind = 4 OR before.part = 1)
ORDER BY c.id DESC, after.unit_id LIMIT 100;

-- name: unit_predecessors
SELECT before.unit_id FROM unit_change_part after
JOIN unit_change c ON c.id = after.change_id AND c.kind IN (3, 4)
JOIN unit_change_part before ON before.change_id = c.id AND before.part IN (1, 3)
	AND before.unit_id <> after.unit_id
WHERE after.unit_id = $1 AND after.part IN (2, 3) AND (c.kind = 3 OR after.part = 2)
ORDER BY c.id DESC, before.unit_id LIMIT 100;
