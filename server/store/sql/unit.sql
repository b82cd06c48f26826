-- The tree of units and its history.

-- name: unit_all
SELECT id, coalesce(parent, 0), bureau, code, name, initials, tier,
	CASE WHEN closed IS NULL THEN 0 ELSE 1 END, rev
FROM unit ORDER BY code;
