-- Lists for the nation and the police, who is on them, and which verdicts took no effect.

-- name: list_insert
INSERT INTO list (id, unit_id, kind, state, parcel_id, after_id, entries, settled, refused, made_by,
	made_us, moved_us, reason)
VALUES ($1, $2, $3, 1, NULL, $4, 0, 0, 0, $5, $6, $6, $7);

-- name: list_is_being_made
SELECT count(*) FROM list WHERE unit_id = $1 AND kind = $2 AND state = 1;

-- name: list_save
UPDATE list SET state = $2, parcel_id = $3, after_id = $4, entries = $5, settled = $6, refused = $7,
	moved_us = $8
WHERE id = $1;

-- name: list_get
SELECT id, unit_id, kind, state, parcel_id, after_id, entries, settled, refused, made_by, made_us,
	moved_us, reason
FROM list WHERE id = $1;

-- name: list_of_parcel
SELECT id, unit_id, kind, state, parcel_id, after_id, entries, settled, refused, made_by, made_us,
	moved_us, reason
FROM list WHERE parcel_id = $1;

-- name: list_being_made
SELECT id, unit_id, kind, state, parcel_id, after_id, entries, settled, refused, made_by, made_us,
	moved_us, reason
FROM list WHERE state = 1 ORDER BY id LIMIT 1;

-- name: list_page
SELECT id, unit_id, kind, state, parcel_id, after_id, entries, settled, refused, made_by, made_us,
	moved_us, reason
FROM list WHERE unit_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3;

-- name: list_newest
SELECT id, unit_id, kind, state, parcel_id, after_id, entries, settled, refused, made_by, made_us,
	moved_us, reason
FROM list WHERE unit_id = $1 AND kind = $2 AND state <> 4 ORDER BY id DESC LIMIT 1;

-- Cases of type $2 that wait for the nation; of a child with several the oldest.
-- name: list_candidate_cases
SELECT k.id, k.student_id, k.id, k.rev FROM kase k
WHERE k.turn_unit = $1 AND k.turn_party = 6 AND k.type = $2 AND k.state = 6 AND k.id > $3
	AND NOT EXISTS (
		SELECT 1 FROM list_entry e
		WHERE e.student_id = k.student_id AND e.kind = $4 AND e.state = 1)
	AND NOT EXISTS (
		SELECT 1 FROM kase o
		WHERE o.student_id = k.student_id AND o.type = $2 AND o.state = 6 AND o.id < k.id)
ORDER BY k.id LIMIT $5;

-- name: list_waiting
SELECT count(*), min(k.moved_us) FROM kase k
WHERE k.turn_unit = $1 AND k.turn_party = 6 AND k.type = $2 AND k.state = 6 AND NOT EXISTS (
	SELECT 1 FROM list_entry e
	WHERE e.student_id = k.student_id AND e.kind = $3 AND e.state = 1);

-- name: list_candidate_numbers
SELECT s.id, s.id, 0, 0 FROM student s
WHERE s.number_kind IN (1, 3) AND s.status BETWEEN 2 AND 5 AND s.id > $1 AND NOT EXISTS (
	SELECT 1 FROM list_entry e WHERE e.student_id = s.id AND e.kind = $2 AND e.state = 1)
ORDER BY s.id LIMIT $3;

-- name: list_candidate_pupils
SELECT s.id, s.id, 0, 0 FROM student s
WHERE s.status BETWEEN 2 AND 5 AND s.id > $1 AND NOT EXISTS (
	SELECT 1 FROM list_entry e WHERE e.student_id = s.id AND e.kind = $2 AND e.state = 1)
ORDER BY s.id LIMIT $3;

-- name: list_entry_insert
INSERT INTO list_entry (list_id, row_no, kind, student_id, case_id, case_rev, facts, state, result)
VALUES ($1, $2, $3, $4, $5, $6, $7, 1, 0);

-- name: list_entry_get
SELECT list_id, row_no, kind, student_id, case_id, case_rev, facts, state, result
FROM list_entry WHERE list_id = $1 AND row_no = $2;

-- name: list_entry_save
UPDATE list_entry SET state = $3, result = $4 WHERE list_id = $1 AND row_no = $2;

-- name: list_release
UPDATE list_entry SET state = 4 WHERE list_id = $1 AND state = 1;

-- name: list_refuse
INSERT INTO list_refusal (list_id, seq, row_no, result, reason, at_us)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: list_refusals
SELECT r.seq, r.row_no, r.result, r.reason, e.student_id, r.at_us
FROM list_refusal r LEFT JOIN list_entry e ON e.list_id = r.list_id AND e.row_no = r.row_no
WHERE r.list_id = $1 AND r.seq > $2 ORDER BY r.seq LIMIT $3;
