-- Keyed hashes of identity documents.

-- name: identity_insert
INSERT INTO identity(student_id, idkey, holds) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING;

-- name: identity_take
UPDATE identity SET holds = 1
WHERE student_id = $1 AND idkey = $2
	AND NOT EXISTS (SELECT 1 FROM identity WHERE idkey = $2 AND holds = 1);

-- name: identity_holds
SELECT holds FROM identity WHERE student_id = $1 AND idkey = $2;

-- name: identity_yield
UPDATE identity SET holds = 0 WHERE student_id = $1 AND idkey = $2;

-- name: identity_delete
DELETE FROM identity WHERE student_id = $1 AND idkey = $2;

-- name: identity_find
SELECT student_id, holds FROM identity WHERE idkey = $1 AND holds = 1
UNION ALL
SELECT student_id, holds FROM identity WHERE idkey = $1 AND holds = 0
ORDER BY holds DESC, student_id LIMIT $2;
