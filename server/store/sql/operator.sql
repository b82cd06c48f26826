-- name: operator_get
SELECT id, rev, unit_id, state, name, full_name, certificate_no, certificate_until, created_us,
	signed_in_us, password_is_one_time, CASE WHEN totp_secret IS NULL THEN 0 ELSE 1 END, active_us,
	phone
FROM operator WHERE id = $1

-- name: operator_find
SELECT id FROM operator WHERE name = $1

-- The people of a unit; $2 = 1: and of all below it; $3 = 0: any state; $4 = '': any name (sign-in
-- names are small letters); $5 = '': certified or not. $7: by name, by last sign-in (1), by the end
-- of the certificate (2).
-- name: operator_list
WITH RECURSIVE below (id) AS (
	SELECT unit.id FROM unit WHERE unit.id = $1
	UNION ALL
	SELECT unit.id FROM unit JOIN below ON unit.parent = below.id WHERE $2 = 1
)
SELECT id, rev, unit_id, state, name, full_name, certificate_no, certificate_until, created_us,
	signed_in_us, password_is_one_time, CASE WHEN totp_secret IS NULL THEN 0 ELSE 1 END, active_us
FROM operator
WHERE unit_id IN (SELECT below.id FROM below) AND ($3 = 0 OR state = $3)
	AND ($4 = '' OR substr(name, 1, length($4)) = lower($4)
		OR substr(full_name, 1, length($4)) = $4)
	AND ($5 = '' OR certificate_until <= $5) AND ($6 = 0 OR password_is_one_time = 1)
	AND (CASE WHEN $7 = 1 THEN signed_in_us ELSE 0 END,
		CASE WHEN $7 = 2 THEN certificate_until ELSE '' END, name) > ($8, $9, $10)
ORDER BY CASE WHEN $7 = 1 THEN signed_in_us ELSE 0 END,
	CASE WHEN $7 = 2 THEN certificate_until ELSE '' END, name LIMIT $11

-- name: operator_count
WITH RECURSIVE below (id) AS (
	SELECT unit.id FROM unit WHERE unit.id = $1
	UNION ALL
	SELECT unit.id FROM unit JOIN below ON unit.parent = below.id WHERE $2 = 1
)
SELECT count(*)
FROM operator
WHERE unit_id IN (SELECT below.id FROM below) AND ($3 = 0 OR state = $3)
	AND ($4 = '' OR substr(name, 1, length($4)) = lower($4)
		OR substr(full_name, 1, length($4)) = $4)
	AND ($5 = '' OR certificate_until <= $5) AND ($6 = 0 OR password_is_one_time = 1)

-- name: operator_list_idle
SELECT id, rev, unit_id, state, name, full_name, certificate_no, certificate_until, created_us,
	signed_in_us, password_is_one_time, CASE WHEN totp_secret IS NULL THEN 0 ELSE 1 END, active_us
FROM operator WHERE state = 1 AND active_us <= $1 AND (active_us, id) > ($2, $3)
ORDER BY active_us, id LIMIT $4

-- name: operator_insert
INSERT INTO operator (id, rev, name, full_name, unit_id, state, phone, certificate_no,
	certificate_until, created_us, active_us, signed_in_us, failed_tries, password_hash,
	password_set_us, password_is_one_time, totp_step)
VALUES ($1, 1, $2, $3, $4, 1, $5, $6, $7, $8, $8, 0, 0, '', $8, 1, 0)

-- name: operator_claim
UPDATE operator SET rev = rev + 1 WHERE id = $1 AND rev = $2

-- name: operator_set_person
UPDATE operator SET full_name = $2, phone = $3 WHERE id = $1

-- name: operator_set_certificate
UPDATE operator SET certificate_no = $2, certificate_until = $3 WHERE id = $1

-- name: operator_move_home
UPDATE operator SET unit_id = $2, rev = rev + 1 WHERE unit_id = $1

-- name: operator_set_state
UPDATE operator SET state = $2, active_us = $3 WHERE id = $1
