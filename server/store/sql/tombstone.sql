-- Records that were deleted or merged into another.

-- name: tombstone_put
INSERT INTO tombstone (student_id, survivor_id, absence, made_us, sealed)
VALUES ($1, $2, $3, $4, $5);

-- name: tombstone_get
SELECT student_id, survivor_id, absence, made_us, sealed FROM tombstone WHERE student_id = $1;

-- name: tombstone_survivor
SELECT survivor_id FROM tombstone WHERE student_id = $1;

-- name: tombstone_delete
DELETE FROM tombstone WHERE student_id = $1;

-- name: tombstone_point
UPDATE tombstone SET survivor_id = $2 WHERE student_id = $1;

-- name: tombstones_of
SELECT student_id FROM tombstone WHERE survivor_id = $1 ORDER BY student_id;
