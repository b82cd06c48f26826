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

-- name: problem_days
SELECT day, sum(found), sum(settled) FROM problem_day
WHERE unit_id = $1 AND day >= $2 AND day <= $3 AND ($4 = 0 OR kind = $4)
GROUP BY day ORDER BY day

-- name: problem_before
SELECT coalesce(sum(found - settled), 0) FROM problem_day
WHERE unit_id = $1 AND day < $2 AND ($3 = 0 OR kind = $3)
