-- Keyed hashes of identity documents. Who holds the slot is claimant 0.

-- name: identity_is_claimed
SELECT 1 FROM identity WHERE idkey = $2 AND student_id = $1;

-- name: identity_insert
INSERT INTO identity(student_id, idkey, claimant) VALUES ($1, $2, $1);

-- name: identity_rows
INSERT INTO identity(student_id, idkey, claimant) SELECT c1, c2, c1 FROM feed;

-- name: identity_take
UPDATE identity SET claimant = 0
WHERE idkey = $2 AND claimant = $1
	AND NOT EXISTS (SELECT 1 FROM identity WHERE idkey = $2 AND claimant = 0);

-- name: identity_holds
SELECT 1 FROM identity WHERE idkey = $2 AND claimant = 0 AND student_id = $1;

-- name: identity_yield
UPDATE identity SET claimant = $1 WHERE idkey = $2 AND claimant = 0 AND student_id = $1;

-- name: identity_delete
DELETE FROM identity WHERE idkey = $2 AND student_id = $1;

-- name: identity_find
SELECT student_id, claimant FROM identity WHERE idkey = $1 ORDER BY claimant LIMIT $2;
