-- name: idempotency_find
SELECT request_hash, reply FROM idempotency WHERE id = $1;

-- name: idempotency_keep
INSERT INTO idempotency(id, request_hash, reply, at_us) VALUES ($1, $2, $3, $4);

-- name: idempotency_purge
DELETE FROM idempotency
WHERE id IN (SELECT id FROM idempotency WHERE at_us < $1 ORDER BY at_us LIMIT $2);
