-- Peers: the nodes of the country that are believed, and how far each exchange has come.

-- name: peer_list
SELECT id, name, kind, unit_code, sign_key, seal_key, trusted_us, revoked_us, sent, acknowledged,
	taken
FROM peer ORDER BY CASE WHEN revoked_us IS NULL THEN 0 ELSE 1 END, kind, name;

-- name: peer_named
SELECT id, name, kind, unit_code, sign_key, seal_key, trusted_us, revoked_us, sent, acknowledged,
	taken
FROM peer WHERE name = $1;

-- name: peer_with_id
SELECT id, name, kind, unit_code, sign_key, seal_key, trusted_us, revoked_us, sent, acknowledged,
	taken
FROM peer WHERE id = $1;

-- name: peer_with_keys
SELECT id, name, kind, unit_code, sign_key, seal_key, trusted_us, revoked_us, sent, acknowledged,
	taken
FROM peer WHERE key_id = $1;

-- name: peer_in_place
SELECT id, name, kind, unit_code, sign_key, seal_key, trusted_us, revoked_us, sent, acknowledged,
	taken
FROM peer WHERE kind = $1 AND (kind <> 2 OR unit_code = $2) AND revoked_us IS NULL;

-- name: peer_insert
INSERT INTO peer (id, name, kind, unit_code, sign_key, seal_key, key_id, trusted_us, revoked_us,
	sent, acknowledged, taken)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, 0, 0, 0);

-- name: peer_renew
UPDATE peer SET kind = $2, unit_code = $3, sign_key = $4, seal_key = $5, key_id = $6,
	trusted_us = $7, revoked_us = NULL
WHERE id = $1;

-- name: peer_revoke
UPDATE peer SET revoked_us = $2 WHERE id = $1;

-- name: peer_count_sent
UPDATE peer SET sent = sent + 1 WHERE id = $1;

-- name: peer_count_taken
UPDATE peer SET taken = taken + 1 WHERE id = $1;

-- name: peer_acknowledge
UPDATE peer SET acknowledged = $2 WHERE id = $1 AND acknowledged < $2 AND sent >= $2;
