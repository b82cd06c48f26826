-- name: session_insert
INSERT INTO session (id, operator_id, token_hash, started_us, expires_us, idle_us,
	is_known_device, wants_second_factor, errand, errand_object)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: session_list
SELECT id, operator_id, token_hash, started_us, expires_us, idle_us, is_known_device,
	wants_second_factor, errand, errand_object
FROM session WHERE operator_id = $1 ORDER BY started_us DESC, id DESC LIMIT $2

-- name: session_count
SELECT count(*) FROM session WHERE operator_id = $1

-- name: session_get
SELECT id, operator_id, token_hash, started_us, expires_us, idle_us, is_known_device,
	wants_second_factor, errand, errand_object
FROM session WHERE id = $1

-- name: session_operator_count
SELECT count(DISTINCT operator_id) FROM session

-- name: session_operators
SELECT DISTINCT operator_id FROM session ORDER BY operator_id

-- name: session_delete
DELETE FROM session WHERE id = $1

-- name: session_delete_others
DELETE FROM session WHERE operator_id = $1 AND id <> $2
