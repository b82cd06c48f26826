-- Sealed items.

-- name: profile_get
SELECT sealed FROM profile WHERE student_id = $1;

-- name: profile_insert
INSERT INTO profile(student_id, sealed) VALUES ($1, $2);

-- name: profile_update
UPDATE profile SET sealed = $2 WHERE student_id = $1;

-- name: profile_delete
DELETE FROM profile WHERE student_id = $1;
