-- States: 1 being sent, 2 complete, 3 dropped, 4 swept.

-- name: attachment_insert
INSERT INTO attachment(id, student_id, kind, state, file_type, size, content, facts, made_by,
	made_us, moved_us)
VALUES ($1, $2, $3, 1, 0, $4, $5, $6, $7, $8, $8);

-- name: attachment_get
SELECT id, student_id, kind, state, file_type, size, content, facts, made_by, made_us, moved_us
FROM attachment WHERE id = $1 AND state < 3;

-- name: attachment_list
SELECT id, student_id, kind, state, file_type, size, content, facts, made_by, made_us, moved_us
FROM attachment WHERE student_id = $1 AND id > $2 AND state < 3 ORDER BY id LIMIT $3;

-- name: attachment_count
SELECT count(*) FROM attachment WHERE student_id = $1 AND state < 3;

-- name: attachment_kind
SELECT kind, state FROM attachment WHERE id = $1 AND student_id = $2 AND state < 3;

-- name: attachment_complete
UPDATE attachment SET state = 2, file_type = $2, moved_us = $3 WHERE id = $1 AND state = 1;

-- name: attachment_drop
UPDATE attachment SET state = 3, moved_us = $2 WHERE id = $1 AND state < 3;

-- name: attachment_drop_all
UPDATE attachment SET state = 3, moved_us = $2 WHERE student_id = $1 AND state < 3;

-- name: attachment_forget_all
DELETE FROM attachment_use
WHERE attachment_id IN (SELECT id FROM attachment WHERE student_id = $1);

-- name: attachment_is_used
SELECT count(*) FROM attachment_use WHERE attachment_id = $1;

-- name: attachment_used_by
SELECT attachment_id FROM attachment_use WHERE user_kind = $1 AND user_id = $2
ORDER BY attachment_id;

-- name: attachment_use_none
DELETE FROM attachment_use WHERE user_kind = $1 AND user_id = $2;

-- name: attachment_use_add
INSERT INTO attachment_use(attachment_id, user_kind, user_id) VALUES ($1, $2, $3)
ON CONFLICT (attachment_id, user_kind, user_id) DO NOTHING;

-- name: attachment_users
SELECT user_kind, user_id FROM attachment_use WHERE attachment_id = $1
ORDER BY user_kind, user_id;

-- name: attachment_hand_over
UPDATE attachment SET student_id = $2 WHERE id = $1;

-- name: attachment_loose
SELECT id, student_id, kind, state, file_type, size, content, facts, made_by, made_us, moved_us
FROM attachment WHERE state <> 2 AND state = $1 AND moved_us < $2 ORDER BY moved_us, id LIMIT $3;

-- name: attachment_swept
UPDATE attachment SET state = 4, moved_us = $2 WHERE id = $1;

-- name: attachment_forget
DELETE FROM attachment WHERE id IN (SELECT id FROM attachment
	WHERE state <> 2 AND state = 4 AND moved_us < $1 ORDER BY moved_us, id LIMIT $2);

-- name: attachment_sharers
SELECT count(*) FROM attachment WHERE content = $1 AND id <> $2 AND state < 4;

-- name: attachment_state
SELECT state FROM attachment WHERE id = $1;

-- name: attachment_named
SELECT count(*) FROM attachment WHERE content = $1;

-- name: attachment_with_file
SELECT id, student_id, kind, state, file_type, size, content, facts, made_by, made_us, moved_us
FROM attachment WHERE id > $1 AND state < 3 ORDER BY id LIMIT $2;
