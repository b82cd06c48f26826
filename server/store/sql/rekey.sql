-- Of each sealed column: the next rows that hold something, and its replacement.

-- name: rekey_journal
SELECT seq, sealed FROM journal WHERE seq > $1 AND sealed IS NOT NULL ORDER BY seq LIMIT $2;

-- name: rekey_journal_set
UPDATE journal SET sealed = $2 WHERE seq = $1;

-- name: rekey_reply
SELECT id, reply FROM idempotency WHERE id > $1 ORDER BY id LIMIT $2;

-- name: rekey_reply_set
UPDATE idempotency SET reply = $2 WHERE id = $1;

-- name: rekey_phone
SELECT id, phone FROM operator WHERE id > $1 AND phone IS NOT NULL ORDER BY id LIMIT $2;

-- name: rekey_phone_set
UPDATE operator SET phone = $2 WHERE id = $1;

-- name: rekey_totp_secret
SELECT id, totp_secret FROM operator WHERE id > $1 AND totp_secret IS NOT NULL ORDER BY id LIMIT $2;

-- name: rekey_totp_secret_set
UPDATE operator SET totp_secret = $2 WHERE id = $1;

-- name: rekey_totp_pending
SELECT id, totp_pending FROM operator
WHERE id > $1 AND totp_pending IS NOT NULL ORDER BY id LIMIT $2;

-- name: rekey_totp_pending_set
UPDATE operator SET totp_pending = $2 WHERE id = $1;

-- name: rekey_profile
SELECT student_id, sealed FROM profile WHERE student_id > $1 ORDER BY student_id LIMIT $2;

-- name: rekey_profile_set
UPDATE profile SET sealed = $2 WHERE student_id = $1;

-- name: rekey_number
SELECT id, sealed FROM number WHERE id > $1 ORDER BY id LIMIT $2;

-- name: rekey_number_set
UPDATE number SET sealed = $2 WHERE id = $1;

-- name: rekey_case
SELECT id, sealed FROM kase WHERE id > $1 AND sealed IS NOT NULL ORDER BY id LIMIT $2;

-- name: rekey_case_set
UPDATE kase SET sealed = $2 WHERE id = $1;

-- name: rekey_step
SELECT id, reason FROM case_step WHERE id > $1 AND reason IS NOT NULL ORDER BY id LIMIT $2;

-- name: rekey_step_set
UPDATE case_step SET reason = $2 WHERE id = $1;

-- name: rekey_past
SELECT student_id, sealed FROM student_past WHERE student_id > $1 ORDER BY student_id LIMIT $2;

-- name: rekey_past_set
UPDATE student_past SET sealed = $2 WHERE student_id = $1;

-- name: rekey_place
SELECT operator_id, place FROM console_place WHERE operator_id > $1 AND place IS NOT NULL
ORDER BY operator_id LIMIT $2;

-- name: rekey_place_set
UPDATE console_place SET place = $2 WHERE operator_id = $1;

-- name: rekey_draft_title
SELECT id, title FROM console_draft WHERE id > $1 ORDER BY id LIMIT $2;

-- name: rekey_draft_title_set
UPDATE console_draft SET title = $2 WHERE id = $1;

-- name: rekey_draft_content
SELECT id, content FROM console_draft WHERE id > $1 ORDER BY id LIMIT $2;

-- name: rekey_draft_content_set
UPDATE console_draft SET content = $2 WHERE id = $1;

-- name: rekey_ticket
SELECT id, details FROM ticket WHERE id > $1 ORDER BY id LIMIT $2;

-- name: rekey_ticket_set
UPDATE ticket SET details = $2 WHERE id = $1;

-- name: rekey_tombstone
SELECT student_id, sealed FROM tombstone WHERE student_id > $1 ORDER BY student_id LIMIT $2;

-- name: rekey_tombstone_set
UPDATE tombstone SET sealed = $2 WHERE student_id = $1;

-- name: rekey_attachment
SELECT id, facts FROM attachment WHERE id > $1 ORDER BY id LIMIT $2;

-- name: rekey_attachment_set
UPDATE attachment SET facts = $2 WHERE id = $1;

-- name: rekey_parcel
SELECT id, sealed FROM parcel WHERE id > $1 AND sealed IS NOT NULL ORDER BY id LIMIT $2;

-- name: rekey_parcel_set
UPDATE parcel SET sealed = $2 WHERE id = $1;

-- name: rekey_list
SELECT id, reason FROM list WHERE id > $1 ORDER BY id LIMIT $2;

-- name: rekey_list_set
UPDATE list SET reason = $2 WHERE id = $1;

-- name: rekey_police
SELECT student_id, sealed FROM police_check WHERE student_id > $1 ORDER BY student_id LIMIT $2;

-- name: rekey_police_set
UPDATE police_check SET sealed = $2 WHERE student_id = $1;

-- name: rekey_import
SELECT id, sealed FROM import_refusal WHERE id > $1 ORDER BY id LIMIT $2;

-- name: rekey_import_set
UPDATE import_refusal SET sealed = $2 WHERE id = $1;
-- name: rekey_problem_message
SELECT id, sealed FROM problem_message WHERE id > $1 ORDER BY id LIMIT $2;

-- name: rekey_problem_message_set
UPDATE problem_message SET sealed = $2 WHERE id = $1;

-- name: rekey_export_purpose
SELECT id, purpose FROM export_request WHERE id > $1 ORDER BY id LIMIT $2;

-- name: rekey_export_purpose_set
UPDATE export_request SET purpose = $2 WHERE id = $1;

-- name: rekey_export_reason
SELECT id, reason FROM export_request WHERE id > $1 AND reason IS NOT NULL ORDER BY id LIMIT $2;

-- name: rekey_export_reason_set
UPDATE export_request SET reason = $2 WHERE id = $1;
