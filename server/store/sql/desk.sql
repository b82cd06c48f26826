-- What desks count. Each block reads one range of an index, or one for each unit that it names.

-- $4 is today. What is late comes first, so that a limit hides none of it.
-- name: desk_turn
SELECT count(*), min(moved_us), sum(CASE WHEN due_day < $4 THEN 1 ELSE 0 END),
	sum(CASE WHEN due_day = $4 THEN 1 ELSE 0 END), min(due_day)
FROM (
	SELECT moved_us, due_day FROM kase
	WHERE turn_unit = $1 AND turn_party = $2 AND type = $3
	ORDER BY due_day LIMIT $5) AS head;

-- Open ones of a school that were opened before $3.
-- name: desk_opened_before
SELECT count(*), min(opened_us) FROM (
	SELECT opened_us FROM kase
	WHERE school_id = $1 AND type = $2 AND is_open = 1 AND opened_us < $3
	ORDER BY opened_us LIMIT $4) AS head;

-- Beyond the school: $3 is its last party.
-- name: desk_beyond_school
SELECT count(*), min(opened_us) FROM (
	SELECT opened_us FROM kase
	WHERE school_id = $1 AND type = $2 AND is_open = 1 AND turn_party > $3
	ORDER BY opened_us LIMIT $4) AS head;

-- name: desk_beyond_bureau
SELECT count(*), min(moved_us) FROM (
	SELECT moved_us FROM kase
	WHERE bureau_id = $1 AND type = $2 AND is_open = 1 AND turn_party > $3
	ORDER BY turn_party, moved_us LIMIT $4) AS head;

-- name: desk_provisional
SELECT count(*), NULL FROM (
	SELECT id FROM student
	WHERE school_id = $1 AND is_provisional = 1 AND status BETWEEN 2 AND 5
	ORDER BY id LIMIT $2) AS head;

-- Suspensions of a school that end by $2, and how many of them before $3.
-- name: desk_suspended
SELECT count(*), sum(CASE WHEN p.until_day < $3 THEN 1 ELSE 0 END), min(p.until_day)
FROM student s JOIN suspension p ON p.student_id = s.id
WHERE s.school_id = $1 AND s.status = 3 AND p.until_day <= $2;

-- Dropouts of a county's schools from $2 to $3.
-- name: desk_dropped_out
SELECT count(*), NULL FROM (
	SELECT id FROM student
	WHERE county_id = $1 AND school_id >= $2 AND school_id <= $3 AND status = 5
	ORDER BY school_id LIMIT $4) AS head;

-- name: desk_proposals
SELECT policy, proposed_by, proposed_us FROM policy_value WHERE unit_id = $1 AND state = 1
ORDER BY policy;

-- Operators of a unit and of those directly below it: certified, but not beyond $2.
-- name: desk_certificates
SELECT count(*), min(certificate_until) FROM operator
WHERE state = 1 AND certificate_until > '' AND certificate_until <= $2
	AND unit_id IN (SELECT id FROM unit WHERE id = $1 OR parent = $1);

-- name: desk_certificates_expired
SELECT count(*), NULL FROM operator
WHERE state = 1 AND certificate_until > '' AND certificate_until < $2
	AND unit_id IN (SELECT id FROM unit WHERE id = $1 OR parent = $1);

-- name: desk_idle
SELECT count(*), NULL FROM operator
WHERE state = 3 AND unit_id IN (SELECT id FROM unit WHERE id = $1 OR parent = $1);

-- name: desk_one_time
SELECT count(*), NULL FROM operator
WHERE state = 1 AND password_is_one_time = 1
	AND unit_id IN (SELECT id FROM unit WHERE id = $1 OR parent = $1);

-- name: desk_own_certificate
SELECT certificate_until FROM operator WHERE id = $1;

-- Batches among the first $4 registrations that wait: what waits behind them is not looked for.
-- name: desk_batches
SELECT count(*), min(moved_us) FROM (
	SELECT min(waiting.moved_us) AS moved_us
	FROM (SELECT id, moved_us FROM kase
		WHERE turn_unit = $1 AND turn_party = $2 AND type = $3
		ORDER BY due_day LIMIT $4) AS waiting
	JOIN kase k ON k.id = waiting.id
	WHERE k.import_id IS NOT NULL
	GROUP BY k.import_id, k.school_id) AS head;

-- Sheets of an operator that have not come to their end.
-- name: desk_imports
SELECT count(*), min(moved_us) FROM import WHERE operator_id = $1 AND state = 1 AND is_dry = 0;

-- Exports that wait for a bureau, but for those that $2 asked for himself.
-- name: desk_exports
SELECT count(*), min(asked_us) FROM (
	SELECT asked_us FROM export_request
	WHERE bureau_id = $1 AND state = 1 AND asked_by <> $2
	ORDER BY id LIMIT $3) AS head;

-- Exports of an operator that were approved since $2.
-- name: desk_exports_ready
SELECT count(*), min(decided_us) FROM export_request
WHERE asked_by = $1 AND state = 2 AND decided_us > $2;

-- Campaigns that run on $1, with the last day of each.
-- name: desk_campaigns
SELECT c.unit_id, c.kind, max(s.until_day)
FROM campaign_stage s CROSS JOIN campaign c
WHERE c.id = s.campaign_id AND s.until_day >= $1 AND c.from_day <= $1 AND c.closed_us = 0
GROUP BY c.id, c.unit_id, c.kind;

-- Whosever turn it is at the unit: a range for each party (desk_store.c counts them).
-- name: desk_late
SELECT count(*), NULL FROM (
	SELECT due_day FROM kase
	WHERE turn_unit = $1 AND turn_party IN (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11) AND due_day < $2
	ORDER BY turn_party, due_day LIMIT $3) AS head;
