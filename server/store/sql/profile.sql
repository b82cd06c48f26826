-- Sealed items.

-- name: profile_get
SELECT sealed FROM profile WHERE student_id = $1;

-- name: profile_put
INSERT INTO profile(student_id, sealed) VALUES ($1, $2)
ON CONFLICT (student_id) DO UPDATE SET sealed = excluded.sealed;

-- name: profile_rows
INSERT INTO profile(student_id, sealed) SELECT c1, c2 FROM feed WHERE 1 = 1
ON CONFLICT (student_id) DO UPDATE SET sealed = excluded.sealed;

-- name: profile_delete
DELETE FROM profile WHERE student_id = $1;
