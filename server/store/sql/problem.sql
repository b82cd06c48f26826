-- Problem records, their groups, who sees them, and how many there are.

-- name: problem_group_insert
INSERT INTO problem_group (id, kind, gkey, cause, score, found_us) VALUES ($1, $2, $3, $4, $5, $6)

-- name: problem_group_find
SELECT id, kind, gkey, cause, score, found_us FROM problem_group WHERE kind = $1 AND gkey = $2

-- name: problem_group_get
SELECT id, kind, gkey, cause, score, found_us FROM problem_group WHERE id = $1

-- name: problem_insert
INSERT INTO problem (id, group_id, kind, cause, student_id, is_open, state, stage, is_graduating,
	place, answer, is_upheld, campaign_id)
VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9, $10, 0, $11)

-- name: problem_update
UPDATE problem SET is_open = $2, state = $3, is_graduating = $4, place = $5, answer = $6,
	is_upheld = $7, campaign_id = $8
WHERE id = $1

-- A unit ($2) sees it.
-- name: problem_seen_insert
INSERT INTO problem_seen (unit_id, is_open, place, problem_id, kind, cause, stage, is_graduating,
	state, is_turn)
SELECT $2, p.is_open, p.place, p.id, p.kind, p.cause, p.stage, p.is_graduating, p.state,
	CASE WHEN k.turn_unit = $2 THEN 1 ELSE 0 END
FROM problem p JOIN kase k ON k.id = p.id WHERE p.id = $1
ON CONFLICT DO NOTHING

-- name: problem_seen_move
UPDATE problem_seen SET is_open = $2, place = $3, is_graduating = $4, state = $5,
	is_turn = CASE WHEN unit_id = $6 THEN 1 ELSE 0 END
WHERE problem_id = $1

-- name: problem_seen_drop
DELETE FROM problem_seen WHERE problem_id = $1 AND unit_id = $2

-- name: problem_seers
SELECT unit_id FROM problem_seen WHERE problem_id = $1

-- At all units that see it.
-- name: problem_count_up
INSERT INTO problem_count (unit_id, kind, cause, stage, is_graduating, state, is_turn, n)
SELECT unit_id, kind, cause, stage, is_graduating, state, is_turn, 1 FROM problem_seen
WHERE problem_id = $1
ON CONFLICT (unit_id, kind, cause, stage, is_graduating, state, is_turn) DO UPDATE
SET n = problem_count.n + 1

-- name: problem_count_down
INSERT INTO problem_count (unit_id, kind, cause, stage, is_graduating, state, is_turn, n)
SELECT unit_id, kind, cause, stage, is_graduating, state, is_turn, 0 FROM problem_seen
WHERE problem_id = $1
ON CONFLICT (unit_id, kind, cause, stage, is_graduating, state, is_turn) DO UPDATE
SET n = problem_count.n - 1

-- At one unit, or at all (0).
-- name: problem_day_add
INSERT INTO problem_day (unit_id, day, kind, found, settled)
SELECT unit_id, $2, $3, $4, $5 FROM problem_seen
WHERE problem_id = $1 AND ($6 = 0 OR unit_id = $6)
ON CONFLICT (unit_id, day, kind) DO UPDATE
SET found = problem_day.found + $4, settled = problem_day.settled + $5

-- name: problem_get
SELECT id, group_id, kind, cause, student_id, is_open, state, stage, is_graduating, answer,
	is_upheld, campaign_id
FROM problem WHERE id = $1

-- name: problem_list_group
SELECT p.id, p.group_id, p.kind, p.cause, p.student_id, p.is_open, p.state, p.stage,
	p.is_graduating, p.answer, p.is_upheld, p.campaign_id, k.rev, k.school_id, k.bureau_id,
	k.turn_party, k.turn_unit, k.opened_us, k.moved_us, k.entered_by, k.due_day
FROM problem p JOIN kase k ON k.id = p.id WHERE p.group_id = $1
ORDER BY p.is_open DESC, p.is_upheld DESC, p.id LIMIT $2

-- name: problem_list_child
SELECT p.id, p.group_id, p.kind, p.cause, p.student_id, p.is_open, p.state, p.stage,
	p.is_graduating, p.answer, p.is_upheld, p.campaign_id, k.rev, k.school_id, k.bureau_id,
	k.turn_party, k.turn_unit, k.opened_us, k.moved_us, k.entered_by, k.due_day
FROM problem p JOIN kase k ON k.id = p.id
WHERE p.student_id = $1 AND p.is_open = 1 ORDER BY p.id LIMIT $2

-- name: problem_entry
SELECT p.id, p.group_id, p.kind, p.cause, p.student_id, p.is_open, p.state, p.stage,
	p.is_graduating, p.answer, p.is_upheld, p.campaign_id, k.rev, k.school_id, k.bureau_id,
	k.turn_party, k.turn_unit, k.opened_us, k.moved_us, k.entered_by, k.due_day
FROM problem p JOIN kase k ON k.id = p.id WHERE p.id = $1

-- name: problem_person_of
SELECT person_id FROM problem_person WHERE student_id = $1

-- name: problem_person_put
INSERT INTO problem_person (student_id, person_id) VALUES ($1, $2)
ON CONFLICT (student_id) DO UPDATE SET person_id = $2

-- name: problem_person_join
UPDATE problem_person SET person_id = $2 WHERE person_id = $1

-- name: problem_apart_has
SELECT count(*) FROM problem_apart WHERE person_id = $1 AND other_id = $2

-- name: problem_apart_put
INSERT INTO problem_apart (person_id, other_id) VALUES ($1, $2) ON CONFLICT DO NOTHING

-- name: problem_apart_join
INSERT INTO problem_apart (person_id, other_id)
SELECT $2, other_id FROM problem_apart WHERE person_id = $1
ON CONFLICT DO NOTHING

-- name: problem_apart_join_back
INSERT INTO problem_apart (person_id, other_id)
SELECT person_id, $2 FROM problem_apart WHERE other_id = $1
ON CONFLICT DO NOTHING

-- name: problem_message_insert
INSERT INTO problem_message (id, group_id, at_us, operator_id, unit_id, sealed)
VALUES ($1, $2, $3, $4, $5, $6)

-- name: problem_message_list
SELECT m.id, m.at_us, m.operator_id, m.unit_id, m.sealed, o.full_name
FROM problem_message m LEFT JOIN operator o ON o.id = m.operator_id
WHERE m.group_id = $1 ORDER BY m.id LIMIT $2

-- name: problem_waiting
SELECT p.id FROM problem p
WHERE p.state = 22 AND p.campaign_id = 0 AND p.stage = $2 AND p.kind <> 12
	AND EXISTS (SELECT 1 FROM problem_seen s WHERE s.problem_id = p.id AND s.unit_id = $1)
ORDER BY p.id LIMIT $3
