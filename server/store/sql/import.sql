-- Sheets of children.

-- name: import_insert
INSERT INTO import (id, unit_id, operator_id, title, digest, form, is_dry, is_provisional, state,
	last_row, created, updated, unchanged, refused, begun_us, moved_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, 0, 0, 0, 0, 0, $9, $9);

-- name: import_running
SELECT id FROM import
WHERE operator_id = $1 AND unit_id = $2 AND digest = $3 AND is_dry = $4 AND form = $5
	AND is_provisional = $6 AND state = 1;

-- name: import_get
SELECT i.id, i.unit_id, i.operator_id, i.title, i.form, i.is_dry, i.is_provisional, i.state,
	i.last_row, i.created, i.updated, i.unchanged, i.refused, i.begun_us, i.moved_us,
	o.full_name
FROM import i LEFT JOIN operator o ON o.id = i.operator_id WHERE i.id = $1;

-- name: import_move
UPDATE import SET state = $2, last_row = $3, created = $4, updated = $5, unchanged = $6,
	refused = $7, moved_us = $8
WHERE id = $1;

-- name: import_page
SELECT i.id, i.unit_id, i.operator_id, i.title, i.form, i.is_dry, i.is_provisional, i.state,
	i.last_row, i.created, i.updated, i.unchanged, i.refused, i.begun_us, i.moved_us,
	o.full_name
FROM import i LEFT JOIN operator o ON o.id = i.operator_id
WHERE i.unit_id = $1 AND ($2 = 0 OR i.id < $2) ORDER BY i.id DESC LIMIT $3;

-- name: import_identity_rows
INSERT INTO import_identity (import_id, idkey, row_no)
SELECT c1, c2, c3 FROM feed WHERE 1 = 1
ON CONFLICT (import_id, idkey) DO NOTHING;

-- name: import_identity_row
SELECT row_no FROM import_identity WHERE import_id = $1 AND idkey = $2;

-- name: import_identity_row_drop
DELETE FROM import_identity WHERE import_id = $1 AND idkey = $2 AND row_no = $3;

-- name: import_identity_some
SELECT i.import_id, i.idkey FROM import_identity i JOIN import m ON m.id = i.import_id
WHERE m.state = 2 OR m.moved_us < $1 ORDER BY i.import_id, i.idkey LIMIT $2;

-- name: import_identity_drop
DELETE FROM import_identity WHERE import_id = $1 AND idkey = $2;

-- name: import_refusal_add
INSERT INTO import_refusal (id, import_id, row_no, sealed) VALUES ($1, $2, $3, $4);

-- name: import_refusal_page
SELECT id, row_no, sealed FROM import_refusal
WHERE import_id = $1 AND row_no > $2 ORDER BY row_no LIMIT $3;

-- name: import_refusal_row_drop
DELETE FROM import_refusal WHERE import_id = $1 AND row_no = $2;

-- name: import_refusal_old
SELECT f.id FROM import_refusal f JOIN import m ON m.id = f.import_id
WHERE m.moved_us < $1 ORDER BY f.id LIMIT $2;

-- name: import_refusal_drop
DELETE FROM import_refusal WHERE id = $1;

-- name: import_case_put
UPDATE kase SET import_id = $2 WHERE id = $1;

-- name: import_batch_next
SELECT import_id, school_id FROM kase
WHERE turn_unit = $1 AND turn_party = $2 AND import_id IS NOT NULL
	AND (import_id, school_id) > ($3, $4)
ORDER BY import_id, school_id LIMIT 1;

-- name: import_batch_cases
SELECT count(*) FROM kase WHERE import_id = $1 AND school_id = $2;

-- name: import_batch_waiting
SELECT id FROM kase
WHERE turn_unit = $1 AND turn_party = $2 AND import_id = $3 AND school_id = $4 AND id > $5
ORDER BY id LIMIT $6;

-- name: import_batch_count
SELECT count(*) FROM kase
WHERE turn_unit = $1 AND turn_party = $2 AND import_id = $3 AND school_id >= $4
	AND school_id <= $5;
