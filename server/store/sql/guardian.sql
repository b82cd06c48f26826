-- Keyed hashes of guardians' names.

-- name: guardian_insert
INSERT INTO guardian(county_id, gkey, birth, student_id) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING;

-- name: guardian_rows
INSERT INTO guardian(county_id, gkey, birth, student_id)
SELECT c1, c2, c3, c4 FROM feed WHERE 1 = 1
ON CONFLICT DO NOTHING;

-- name: guardian_delete
DELETE FROM guardian WHERE county_id = $1 AND gkey = $2 AND birth = $3 AND student_id = $4;
