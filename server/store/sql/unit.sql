-- The tree of units.

-- name: unit_all
SELECT id, coalesce(parent, 0), bureau, code, name, initials, tier,
	CASE WHEN closed IS NULL THEN 0 ELSE 1 END, rev
FROM unit ORDER BY code;

-- name: unit_get
SELECT id, coalesce(parent, 0), bureau, code, name, initials, tier, is_private, opened, closed,
	coalesce(keeper, 0), rev
FROM unit WHERE id = $1;

-- name: unit_find_code
SELECT id FROM unit WHERE code = $1;

-- name: unit_children
SELECT id, coalesce(parent, 0), bureau, code, name, initials, tier, is_private, opened, closed,
	coalesce(keeper, 0), rev
FROM unit WHERE parent = $1 ORDER BY code;

-- name: unit_run_by
SELECT id, coalesce(parent, 0), bureau, code, name, initials, tier, is_private, opened, closed,
	coalesce(keeper, 0), rev
FROM unit WHERE bureau = $1 AND id <> $1 ORDER BY code;

-- name: unit_insert
INSERT INTO unit (id, parent, bureau, code, name, initials, tier, is_private, opened, closed,
	keeper, rev)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1);

-- name: unit_update
UPDATE unit SET parent = $3, bureau = $4, name = $5, initials = $6, is_private = $7, closed = $8,
	keeper = $9, rev = rev + 1
WHERE id = $1 AND rev = $2;

-- name: unit_stages
SELECT stage, years FROM school_stage WHERE unit_id = $1 ORDER BY stage;

-- name: unit_stages_delete
DELETE FROM school_stage WHERE unit_id = $1;

-- name: unit_stage_insert
INSERT INTO school_stage (unit_id, stage, years) VALUES ($1, $2, $3);

-- name: unit_classes
SELECT grade, number FROM school_class
WHERE unit_id = $1 AND ($2 = 0 OR grade = $2) AND (grade, number) > ($3, $4)
ORDER BY grade, number LIMIT $5;

-- name: unit_class_counts
SELECT grade, count(*) FROM school_class WHERE unit_id = $1 GROUP BY grade ORDER BY grade;

-- name: unit_classes_delete
DELETE FROM school_class WHERE unit_id = $1;

-- name: unit_class_insert
INSERT INTO school_class (unit_id, grade, number) VALUES ($1, $2, $3);
