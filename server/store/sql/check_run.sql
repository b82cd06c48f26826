-- Checks for records that may be of one child, and what they read.

-- name: check_run_insert
INSERT INTO check_run(id, unit_id, rules, state, done, records, exact, likely, possible, asked_by,
	asked_us, began_us, ended_us)
VALUES ($1, $2, $3, 1, 0, 0, 0, 0, 0, $4, $5, 0, 0);

-- name: check_run_get
SELECT id, unit_id, rules, state, done, records, exact, likely, possible, asked_by, asked_us,
	began_us, ended_us, left_out
FROM check_run WHERE id = $1;

-- name: check_run_open
SELECT id, unit_id, rules, state, done, records, exact, likely, possible, asked_by, asked_us,
	began_us, ended_us, left_out
FROM check_run WHERE unit_id = $1 AND state < 5;

-- name: check_run_next
SELECT id, unit_id, rules, state, done, records, exact, likely, possible, asked_by, asked_us,
	began_us, ended_us, left_out
FROM check_run WHERE state < 5 ORDER BY id LIMIT 1;

-- name: check_run_page
SELECT id, unit_id, rules, state, done, records, exact, likely, possible, asked_by, asked_us,
	began_us, ended_us, left_out
FROM check_run WHERE unit_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3;

-- Nothing follows its end: what was stopped stays stopped.
-- name: check_run_save
UPDATE check_run SET state = $2, done = $3, records = $4, exact = $5, likely = $6, possible = $7,
	began_us = $8, ended_us = $9, left_out = $10
WHERE id = $1 AND state < 5;

-- ---- children who wait to be compared ----

-- name: check_waiting_insert
INSERT INTO check_waiting(student_id) VALUES ($1) ON CONFLICT DO NOTHING;

-- name: check_waiting_first
SELECT student_id FROM check_waiting ORDER BY student_id LIMIT 1;

-- name: check_waiting_delete
DELETE FROM check_waiting WHERE student_id = $1;

-- ---- what is read ----

-- Everybody who has a record, by id: neither pending nor deleted.
-- name: check_children
SELECT s.id, s.name, s.sex, s.birth, s.school_id, s.stage, s.status, s.number_kind,
	s.is_provisional, p.sealed
FROM student s JOIN profile p ON p.student_id = s.id
WHERE s.id > $1 AND s.status BETWEEN 2 AND 11 ORDER BY s.id LIMIT $2;

-- name: check_identities
SELECT idkey, claimant, student_id FROM identity
WHERE (idkey, claimant) > ($1, $2) ORDER BY idkey, claimant LIMIT $3;

-- name: check_next_birth
SELECT birth FROM student WHERE birth > $1 ORDER BY birth LIMIT 1;

-- name: check_born
SELECT id, name FROM student WHERE birth = $1 AND name >= $2 AND name <= $3 ORDER BY name LIMIT $4;

-- name: check_guarded
SELECT student_id FROM guardian WHERE county_id = $1 AND gkey = $2 AND birth = $3
ORDER BY student_id LIMIT $4;

-- name: check_people
SELECT sum(boys + girls + away) FROM school_stat;

-- name: check_common_problem
SELECT 1 FROM problem p JOIN problem q ON q.group_id = p.group_id
WHERE p.student_id = $1 AND p.is_open = 1 AND q.student_id = $2 AND q.is_open = 1
ORDER BY p.id LIMIT 1;
