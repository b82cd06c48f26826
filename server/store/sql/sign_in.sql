-- name: sign_in_find
SELECT id, unit_id, name, state, password_hash, password_is_one_time, password_set_us, totp_secret,
	totp_pending, totp_step, signed_in_us, signed_in_device, failed_tries
FROM operator WHERE name = $1

-- name: sign_in_get
SELECT id, unit_id, name, state, password_hash, password_is_one_time, password_set_us, totp_secret,
	totp_pending, totp_step, signed_in_us, signed_in_device, failed_tries
FROM operator WHERE id = $1

-- name: sign_in_done
UPDATE operator
SET signed_in_us = $2, active_us = $2, signed_in_device = $3, failed_tries = 0
WHERE id = $1

-- name: sign_in_failed
UPDATE operator SET failed_tries = failed_tries + 1 WHERE id = $1

-- name: password_rehash
UPDATE operator SET password_hash = $2 WHERE id = $1

-- name: password_set
UPDATE operator SET password_hash = $2, password_is_one_time = $3, password_set_us = $4
WHERE id = $1

-- name: password_remember
INSERT INTO operator_password (operator_id, set_us, password_hash) VALUES ($1, $2, $3)
ON CONFLICT (operator_id, set_us) DO UPDATE SET password_hash = excluded.password_hash

-- name: password_forget
DELETE FROM operator_password
WHERE operator_id = $1 AND set_us NOT IN (
	SELECT newest.set_us FROM operator_password AS newest
	WHERE newest.operator_id = $1 ORDER BY newest.set_us DESC LIMIT $2)

-- name: password_list
SELECT password_hash FROM operator_password
WHERE operator_id = $1 ORDER BY set_us DESC LIMIT $2

-- name: totp_begin
UPDATE operator SET totp_pending = $2 WHERE id = $1

-- name: totp_confirm
UPDATE operator SET totp_secret = totp_pending, totp_pending = NULL, totp_step = $2 WHERE id = $1

-- name: totp_used
UPDATE operator SET totp_step = $2 WHERE id = $1 AND totp_step < $2

-- name: totp_remove
UPDATE operator SET totp_secret = NULL, totp_pending = NULL, totp_step = 0 WHERE id = $1

-- name: device_is_known
SELECT 1 FROM operator_device WHERE operator_id = $1 AND device_hash = $2

-- name: device_keep
INSERT INTO operator_device (operator_id, device_hash, used_us) VALUES ($1, $2, $3)
ON CONFLICT (operator_id, device_hash) DO UPDATE SET used_us = excluded.used_us

-- name: device_forget
DELETE FROM operator_device
WHERE operator_id = $1 AND device_hash NOT IN (
	SELECT newest.device_hash FROM operator_device AS newest
	WHERE newest.operator_id = $1 ORDER BY newest.used_us DESC, newest.device_hash LIMIT $2)

-- name: guard_get
SELECT failures, next_us FROM sign_in_guard WHERE guard_key = $1

-- name: guard_put
INSERT INTO sign_in_guard (guard_key, failures, failed_us, next_us) VALUES ($1, $2, $3, $4)
ON CONFLICT (guard_key) DO UPDATE
SET failures = excluded.failures, failed_us = excluded.failed_us, next_us = excluded.next_us

-- name: guard_delete
DELETE FROM sign_in_guard WHERE guard_key = $1

-- name: guard_purge
DELETE FROM sign_in_guard WHERE guard_key IN (
	SELECT old.guard_key FROM sign_in_guard AS old WHERE old.failed_us < $1
	ORDER BY old.failed_us LIMIT $2)
