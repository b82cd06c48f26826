-- What consoles keep for their operators.

-- name: place_get
SELECT place, saved_us, language, look, lean FROM console_place WHERE operator_id = $1

-- name: place_set
INSERT INTO console_place (operator_id, place, saved_us, language, look, lean)
VALUES ($1, $2, $3, 0, 0, 0)
ON CONFLICT (operator_id) DO UPDATE SET place = excluded.place, saved_us = excluded.saved_us

-- name: preferences_set
INSERT INTO console_place (operator_id, place, saved_us, language, look, lean)
VALUES ($1, NULL, 0, $2, $3, $4)
ON CONFLICT (operator_id) DO UPDATE
SET language = excluded.language, look = excluded.look, lean = excluded.lean

-- name: draft_list
SELECT id, draft_key, title, bytes, saved_us FROM console_draft WHERE operator_id = $1
ORDER BY saved_us DESC, id DESC

-- name: draft_get
SELECT id, draft_key, title, bytes, saved_us, content FROM console_draft
WHERE operator_id = $1 AND draft_key = $2

-- name: draft_count
SELECT count(*) FROM console_draft WHERE operator_id = $1

-- name: draft_insert
INSERT INTO console_draft (id, operator_id, draft_key, title, content, bytes, saved_us)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: draft_update
UPDATE console_draft SET title = $2, content = $3, bytes = $4, saved_us = $5 WHERE id = $1

-- name: draft_delete
DELETE FROM console_draft WHERE operator_id = $1 AND draft_key = $2

-- name: drafts_forget
DELETE FROM console_draft WHERE operator_id = $1

-- name: place_forget
UPDATE console_place SET place = NULL WHERE operator_id = $1

-- What nobody has touched since $1, with the home of its operator.
-- name: draft_old
SELECT d.id, o.unit_id, d.saved_us FROM console_draft d JOIN operator o ON o.id = d.operator_id
WHERE d.saved_us < $1 AND (d.saved_us, d.id) > ($2, $3) ORDER BY d.saved_us, d.id LIMIT $4

-- name: draft_purge
DELETE FROM console_draft WHERE id = $1

-- name: place_purge
UPDATE console_place SET place = NULL WHERE operator_id IN (
	SELECT old.operator_id FROM console_place AS old
	WHERE old.place IS NOT NULL AND old.saved_us < $1
	ORDER BY old.saved_us LIMIT $2)
