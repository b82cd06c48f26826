-- Each gives the rows that break a rule; the first two columns fill the check's sentence.

-- name: check_unit_tier
SELECT u.code, p.code FROM unit u JOIN unit p ON p.id = u.parent
WHERE u.tier <= p.tier ORDER BY u.code;

-- name: check_unit_closed
SELECT u.code, p.code FROM unit u JOIN unit p ON p.id = u.parent
WHERE u.closed IS NULL AND p.closed IS NOT NULL ORDER BY u.code;

-- name: check_unit_bureau
SELECT u.code, b.code FROM unit u JOIN unit b ON b.id = u.bureau
WHERE u.tier = 5 AND b.tier = 5 ORDER BY u.code;

-- name: check_unit_loop
WITH RECURSIVE under(id) AS (
	SELECT id FROM unit WHERE parent IS NULL
	UNION
	SELECT u.id FROM unit u JOIN under ON u.parent = under.id
)
SELECT code, code FROM unit WHERE id NOT IN (SELECT id FROM under) ORDER BY code;

-- name: check_journal_actor
SELECT j.seq, j.actor FROM journal j
WHERE j.actor > 0 AND NOT EXISTS (SELECT 1 FROM operator o WHERE o.id = j.actor) ORDER BY j.seq;

-- What a person may do in a unit between two days, himself or as a deputy, is a duty. Bits of roles
-- are those of domain/roles.h: 1 registrar, 2 approver, 7 business, 56 the administrators.
-- name: check_two_persons
WITH duty (operator_id, unit_id, roles, from_day, to_day) AS (
	SELECT operator_id, unit_id, roles, from_day, to_day FROM posting
	UNION ALL
	SELECT deputy_id, unit_id, roles,
		CASE WHEN from_day > deputy_from THEN from_day ELSE deputy_from END,
		CASE WHEN to_day < deputy_to THEN to_day ELSE deputy_to END
	FROM posting WHERE deputy_id IS NOT NULL
)
SELECT DISTINCT o.id, u.code
FROM duty a
JOIN duty b ON b.operator_id = a.operator_id AND b.unit_id = a.unit_id
JOIN operator o ON o.id = a.operator_id
JOIN unit u ON u.id = a.unit_id
WHERE a.from_day <= b.to_day AND b.from_day <= a.to_day AND (a.roles & 1) <> 0
	AND (b.roles & 2) <> 0
ORDER BY o.id, u.code;

-- name: check_roles_apart
WITH duty (operator_id, unit_id, roles, from_day, to_day) AS (
	SELECT operator_id, unit_id, roles, from_day, to_day FROM posting
	UNION ALL
	SELECT deputy_id, unit_id, roles,
		CASE WHEN from_day > deputy_from THEN from_day ELSE deputy_from END,
		CASE WHEN to_day < deputy_to THEN to_day ELSE deputy_to END
	FROM posting WHERE deputy_id IS NOT NULL
)
SELECT DISTINCT o.id, u.code
FROM duty a
JOIN duty b ON b.operator_id = a.operator_id
JOIN operator o ON o.id = a.operator_id
JOIN unit u ON u.id = a.unit_id
WHERE a.from_day <= b.to_day AND b.from_day <= a.to_day AND (a.roles & 56) <> 0
	AND b.roles <> a.roles
ORDER BY o.id, u.code;

-- name: check_role_tier
SELECT p.id, u.code FROM posting p JOIN unit u ON u.id = p.unit_id
WHERE (u.tier = 5 AND (p.roles & 36) <> 0) OR (u.tier < 5 AND (p.roles & 3) <> 0)
	OR (u.tier IN (3, 4) AND (p.roles & 32) <> 0)
ORDER BY p.id;

-- name: check_sealed_session
SELECT o.id, s.id FROM session s JOIN operator o ON o.id = s.operator_id
WHERE o.state <> 1 ORDER BY o.id, s.id;

-- name: check_password
SELECT id, id FROM operator WHERE password_hash = '' ORDER BY id;

-- Children whose school has moved follow in steps, and are right until then.
-- name: check_student_county
SELECT s.id, u.code FROM student s JOIN unit u ON u.id = s.school_id
WHERE s.county_id <> u.parent
	AND NOT EXISTS (SELECT 1 FROM school_moved m WHERE m.school_id = u.id)
ORDER BY s.id;

-- Kind 3 is a merger, part 1 the unit that it ended.
-- name: check_student_merged
SELECT s.id, u.code
FROM unit_change c JOIN unit_change_part p ON p.change_id = c.id AND p.part = 1
JOIN unit u ON u.id = p.unit_id AND u.tier = 5
JOIN student s ON s.school_id = u.id
	AND (s.status BETWEEN 2 AND 5 OR s.status = 1 OR s.status > 5)
WHERE c.kind = 3 AND NOT EXISTS (SELECT 1 FROM school_moved m WHERE m.school_id = u.id)
ORDER BY s.id;

-- name: check_student_profile
SELECT s.id, s.id FROM student s
WHERE NOT EXISTS (SELECT 1 FROM profile p WHERE p.student_id = s.id) ORDER BY s.id;

-- name: check_student_name
SELECT s.id, s.id FROM student s
WHERE length(s.name) > 1 AND NOT EXISTS (
	SELECT 1 FROM name_gram g WHERE g.county_id = s.county_id
		AND g.gram = substr(s.name, 1, 2) AND g.school_id = s.school_id
		AND g.student_id = s.id)
ORDER BY s.id;

-- name: check_student_number
SELECT s.id, s.number_kind FROM student s
WHERE s.number_kind <> coalesce(
	(SELECT n.kind FROM number n WHERE n.student_id = s.id AND n.is_current = 1), 0)
	AND NOT EXISTS (SELECT 1 FROM tombstone t
		WHERE t.student_id = s.id AND t.survivor_id IS NOT NULL)
ORDER BY s.id;

-- name: check_tombstone
SELECT t.student_id, s.status FROM tombstone t JOIN student s ON s.id = t.student_id
WHERE s.status <> 12 ORDER BY t.student_id;

-- name: check_tombstone_chain
SELECT t.student_id, t.survivor_id FROM tombstone t
WHERE t.survivor_id IS NOT NULL AND EXISTS (SELECT 1 FROM tombstone n
	WHERE n.student_id = t.survivor_id AND n.survivor_id IS NOT NULL)
ORDER BY t.student_id;

-- What was merged has left all it had to the survivor, but for its own row and claim.
-- name: check_tombstone_left
SELECT t.student_id, t.survivor_id FROM tombstone t
WHERE t.survivor_id IS NOT NULL AND (
	EXISTS (SELECT 1 FROM number n WHERE n.student_id = t.student_id AND n.is_current = 1)
	OR EXISTS (SELECT 1 FROM number n WHERE n.student_id = t.student_id AND n.is_current = 0)
	OR EXISTS (SELECT 1 FROM enrolment e WHERE e.student_id = t.student_id)
	OR EXISTS (SELECT 1 FROM kase k WHERE k.student_id = t.student_id AND k.type <> 5))
ORDER BY t.student_id;

-- name: check_student_enrolment
SELECT s.id, s.id FROM student s
WHERE s.status BETWEEN 2 AND 5 AND NOT EXISTS (
	SELECT 1 FROM enrolment e WHERE e.student_id = s.id AND e.to_day IS NULL
		AND e.school_id = s.school_id AND e.stage = s.stage AND e.grade = s.grade
		AND e.class_no = s.class_no)
ORDER BY s.id;

-- name: check_enrolment_off_roll
SELECT e.student_id, e.seq FROM enrolment e JOIN student s ON s.id = e.student_id
WHERE e.to_day IS NULL AND (s.status = 1 OR s.status > 5) ORDER BY e.student_id;

-- name: check_identity_holder
SELECT i.student_id, coalesce(s.status, 0)
FROM identity i LEFT JOIN student s ON s.id = i.student_id
WHERE s.id IS NULL OR (i.claimant = 0 AND s.status IN (1, 12)) ORDER BY i.student_id;

-- name: check_suspension
SELECT p.student_id, s.status FROM suspension p JOIN student s ON s.id = p.student_id
WHERE s.status <> 3 ORDER BY p.student_id;

-- name: check_number_owner
SELECT n.id, n.student_id FROM number n
WHERE NOT EXISTS (SELECT 1 FROM student s WHERE s.id = n.student_id) ORDER BY n.id;

-- name: check_gram_owner
SELECT g.student_id, g.county_id FROM name_gram g
WHERE NOT EXISTS (
	SELECT 1 FROM student s WHERE s.id = g.student_id AND s.county_id = g.county_id
		AND s.school_id = g.school_id)
ORDER BY g.county_id, g.student_id;

-- name: check_guardian_owner
SELECT g.student_id, g.county_id FROM guardian g
WHERE NOT EXISTS (
	SELECT 1 FROM student s WHERE s.id = g.student_id AND s.county_id = g.county_id
		AND g.birth = CAST(replace(s.birth, '-', '') AS BIGINT))
ORDER BY g.county_id, g.student_id;

-- name: check_case_child
SELECT k.id, k.student_id FROM kase k
WHERE k.is_open = 1 AND k.student_id > 0
	AND NOT EXISTS (SELECT 1 FROM student s WHERE s.id = k.student_id)
ORDER BY k.id;

-- name: check_case_merged
SELECT k.id, u.code
FROM kase k JOIN unit u ON u.id IN (k.school_id, k.from_school_id) AND u.tier = 5
JOIN unit_change_part p ON p.unit_id = u.id AND p.part = 1
JOIN unit_change c ON c.id = p.change_id AND c.kind = 3
WHERE k.is_open = 1 AND NOT EXISTS (SELECT 1 FROM school_moved m WHERE m.school_id = u.id)
ORDER BY k.id;

-- name: check_case_parties
SELECT k.id, u.code FROM kase k JOIN unit u ON u.id = k.school_id
WHERE k.type <> 5 AND NOT EXISTS (
	SELECT 1 FROM case_party p
	WHERE p.unit_id = k.school_id AND p.is_open = k.is_open AND p.case_id = k.id)
ORDER BY k.id;

-- name: check_case_senders
SELECT k.id, u.code FROM kase k JOIN unit u ON u.id = k.from_school_id
WHERE NOT EXISTS (
	SELECT 1 FROM case_party p
	WHERE p.unit_id = k.from_school_id AND p.is_open = k.is_open AND p.case_id = k.id)
ORDER BY k.id;

-- name: check_party_case
SELECT p.case_id, p.unit_id FROM case_party p
WHERE NOT EXISTS (SELECT 1 FROM kase k WHERE k.id = p.case_id)
	OR NOT EXISTS (SELECT 1 FROM unit u WHERE u.id = p.unit_id)
ORDER BY p.unit_id, p.is_open, p.case_id;

-- name: check_step_case
SELECT t.case_id, t.number FROM case_step t
WHERE NOT EXISTS (SELECT 1 FROM kase k WHERE k.id = t.case_id)
ORDER BY t.case_id, t.number;

-- name: check_open_work
SELECT u.code, c.kind FROM (
	SELECT school_id, kind, open FROM open_work
	UNION ALL
	SELECT school_id, type, -count(*) FROM kase WHERE is_open = 1 GROUP BY school_id, type
) AS c JOIN unit u ON u.id = c.school_id
GROUP BY u.code, c.kind HAVING sum(c.open) <> 0 ORDER BY u.code, c.kind;

-- name: check_case_steps
SELECT k.id, k.state FROM kase k
WHERE k.state <> coalesce((SELECT t.to_state FROM case_step t WHERE t.case_id = k.id
	ORDER BY t.number DESC LIMIT 1), 0)
ORDER BY k.id;

-- name: check_attachment_student
SELECT a.id, a.student_id FROM attachment a
WHERE a.state < 3 AND NOT EXISTS (SELECT 1 FROM student s WHERE s.id = a.student_id)
ORDER BY a.id;

-- name: check_attachment_use
SELECT DISTINCT r.attachment_id, r.user_id FROM attachment_use r
JOIN attachment a ON a.id = r.attachment_id
WHERE a.state <> 2 ORDER BY r.attachment_id, r.user_id;

-- name: check_problem_case
SELECT k.id, k.state FROM kase k LEFT JOIN problem p ON p.id = k.id
WHERE k.type = 5 AND (p.id IS NULL OR p.state <> k.state OR p.is_open <> k.is_open)
ORDER BY k.id;

-- name: check_problem_seen
SELECT k.id, u.code FROM kase k JOIN unit u ON u.id = k.school_id
WHERE k.type = 5 AND NOT EXISTS (
	SELECT 1 FROM problem_seen s
	WHERE s.unit_id = k.school_id AND s.is_open = k.is_open AND s.problem_id = k.id)
ORDER BY k.id;

-- name: check_problem_sort
SELECT p.id, u.code
FROM problem_seen s JOIN problem p ON p.id = s.problem_id JOIN kase k ON k.id = p.id
	JOIN unit u ON u.id = s.unit_id
WHERE s.is_open <> p.is_open OR s.place <> p.place OR s.kind <> p.kind OR s.cause <> p.cause
	OR s.stage <> p.stage OR s.is_graduating <> p.is_graduating OR s.state <> p.state
	OR s.is_turn <> CASE WHEN k.turn_unit = s.unit_id THEN 1 ELSE 0 END
ORDER BY p.id, u.code;

-- name: check_problem_place
SELECT p.id, u.code
FROM problem p JOIN kase k ON k.id = p.id JOIN unit u ON u.id = k.school_id
	JOIN unit a ON a.id = u.parent
WHERE p.is_open = 1 AND u.closed IS NULL
	AND NOT EXISTS (SELECT 1 FROM school_moved m WHERE m.school_id = u.id OR m.to_id = u.id)
	AND (NOT EXISTS (SELECT 1 FROM problem_seen s WHERE s.problem_id = p.id AND s.unit_id = a.id)
		OR (a.tier > 2 AND NOT EXISTS (
			SELECT 1 FROM problem_seen s WHERE s.problem_id = p.id AND s.unit_id = a.parent)))
ORDER BY p.id;

-- name: check_problem_day
SELECT u.code, d.kind FROM (
	SELECT unit_id, kind, found - settled AS n FROM problem_day
	UNION ALL
	SELECT s.unit_id, p.kind, -1 FROM problem_seen s JOIN problem p ON p.id = s.problem_id
	WHERE s.is_open = 1
) AS d JOIN unit u ON u.id = d.unit_id
GROUP BY u.code, d.kind HAVING sum(d.n) <> 0 ORDER BY u.code, d.kind;

-- name: check_problem_count
SELECT u.code, c.kind FROM (
	SELECT unit_id, kind, cause, stage, is_graduating, state, is_turn, n FROM problem_count
	UNION ALL
	SELECT unit_id, kind, cause, stage, is_graduating, state, is_turn, -count(*)
	FROM problem_seen
	GROUP BY unit_id, kind, cause, stage, is_graduating, state, is_turn
) AS c JOIN unit u ON u.id = c.unit_id
GROUP BY u.code, c.kind, c.cause, c.stage, c.is_graduating, c.state, c.is_turn HAVING sum(c.n) <> 0
ORDER BY u.code, c.kind;

-- name: check_total_rounded
SELECT u.code, t.base FROM totals_taken t JOIN total c ON c.boys % t.base <> 0
	OR c.girls % t.base <> 0 OR c.boarders % t.base <> 0 OR c.left_behind % t.base <> 0
	OR c.migrant % t.base <> 0 OR c.disabled % t.base <> 0 OR c.aid % t.base <> 0
	OR c.meals % t.base <> 0 OR c.bus % t.base <> 0 OR c.minority % t.base <> 0
	OR c.away % t.base <> 0
JOIN unit u ON u.id = c.unit_id ORDER BY u.code, c.stage, c.grade;
