-- Dated values of policies.

-- name: policy_approved
SELECT unit_id, policy, from_date, value FROM policy_value WHERE state = 2
ORDER BY unit_id, policy, from_date, decided_us, id;

-- name: policy_insert
INSERT INTO policy_value (id, unit_id, policy, value, from_date, state, reason, proposed_by,
	proposed_us, decided_by, decided_us, decision_reason, rev)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1);

-- name: policy_settle
UPDATE policy_value SET state = $3, decided_by = $4, decided_us = $5, decision_reason = $6,
	rev = rev + 1
WHERE id = $1 AND rev = $2 AND state = 1;

-- name: policy_get
SELECT id, rev, unit_id, policy, value, from_date, state, reason, proposed_by, proposed_us,
	coalesce(decided_by, 0), coalesce(decided_us, 0), decision_reason,
	(SELECT full_name FROM operator WHERE id = proposed_by),
	(SELECT full_name FROM operator WHERE id = decided_by)
FROM policy_value WHERE id = $1;

-- name: policy_waiting
SELECT count(*) FROM policy_value WHERE unit_id = $1 AND policy = $2 AND state = 1;

-- name: policy_coming
SELECT id, rev, unit_id, policy, value, from_date, state, reason, proposed_by, proposed_us,
	coalesce(decided_by, 0), coalesce(decided_us, 0), decision_reason,
	(SELECT full_name FROM operator WHERE id = proposed_by),
	(SELECT full_name FROM operator WHERE id = decided_by)
FROM policy_value
WHERE unit_id IN ($1, $2) AND (state = 1 OR (state = 2 AND from_date > $3))
ORDER BY from_date, id LIMIT $4;

-- name: policy_list
SELECT id, rev, unit_id, policy, value, from_date, state, reason, proposed_by, proposed_us,
	coalesce(decided_by, 0), coalesce(decided_us, 0), decision_reason,
	(SELECT full_name FROM operator WHERE id = proposed_by),
	(SELECT full_name FROM operator WHERE id = decided_by)
FROM policy_value
WHERE unit_id = $1 AND ($2 = '' OR policy = $2) AND id < $3
ORDER BY id DESC LIMIT $4;
