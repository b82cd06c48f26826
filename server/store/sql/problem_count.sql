-- How many problems units have.

-- What is counted by: $3 is 1 for kinds, 2 for causes, 3 for stages, 4 for states, 0 for all.
-- name: problem_sums
SELECT CASE WHEN $3 IN (1, 2) THEN kind ELSE 0 END, CASE WHEN $3 = 2 THEN cause ELSE '' END,
	CASE WHEN $3 = 3 THEN stage ELSE 0 END, CASE WHEN $3 = 4 THEN state ELSE 0 END,
	sum(CASE WHEN state NOT IN ($4, $5) THEN n ELSE 0 END),
	sum(CASE WHEN state NOT IN ($4, $5) AND is_graduating = 1 THEN n ELSE 0 END),
	sum(CASE WHEN state IN ($4, $5) THEN n ELSE 0 END)
FROM problem_count WHERE unit_id = $1 AND n > 0 AND ($2 = 0 OR kind = $2)
GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 7 DESC, 1, 2, 3, 4

-- By cause, as one sees them who looks from no higher than unit $3 and not at every record of each
-- group: a cause that gives a number away counts as another one (problem_list.sql).
-- name: problem_sums_veiled
WITH veiled (kind, cause, open, graduating, settled) AS (
	SELECT p.kind, p.cause, p.is_open, p.is_open * p.is_graduating, 1 - p.is_open
	FROM problem_seen s JOIN problem p ON p.id = s.problem_id
	WHERE s.unit_id = $1 AND ($2 = 0 OR p.kind = $2)
		AND p.cause IN ('number_digit', 'number_swapped', 'fifteen_digits', 'check_character')
		AND EXISTS (SELECT 1 FROM problem q WHERE q.group_id = p.group_id AND NOT EXISTS (
			SELECT 1 FROM problem_seen t WHERE t.problem_id = q.id AND t.unit_id = $3)))
SELECT kind, cause, 0, 0, sum(open), sum(graduating), sum(settled) FROM (
	SELECT kind, cause, CASE WHEN state NOT IN ($4, $5) THEN n ELSE 0 END AS open,
		CASE WHEN state NOT IN ($4, $5) AND is_graduating = 1 THEN n ELSE 0 END AS graduating,
		CASE WHEN state IN ($4, $5) THEN n ELSE 0 END AS settled
	FROM problem_count WHERE unit_id = $1 AND n > 0 AND ($2 = 0 OR kind = $2)
	UNION ALL SELECT kind, cause, -open, -graduating, -settled FROM veiled
	UNION ALL SELECT kind, 'other_number', open, graduating, settled FROM veiled
) AS c GROUP BY kind, cause HAVING sum(open) + sum(settled) > 0
ORDER BY 5 DESC, 7 DESC, kind, cause

-- name: problem_days
SELECT day, sum(found), sum(settled) FROM problem_day
WHERE unit_id = $1 AND day >= $2 AND day <= $3 AND ($4 = 0 OR kind = $4)
GROUP BY day ORDER BY day

-- name: problem_before
SELECT coalesce(sum(found - settled), 0) FROM problem_day
WHERE unit_id = $1 AND day < $2 AND ($3 = 0 OR kind = $3)
