-- name: operator_account
SELECT unit_id, state, password_is_one_time, CASE WHEN totp_secret IS NULL THEN 0 ELSE 1 END,
	certificate_until
FROM operator WHERE id = $1

-- Own postings first, then those he is deputy of, cut to the deputy's dates; what ended before $2
-- gives no right any more.
-- name: operator_rights
SELECT unit_id, 0 AS for_operator, roles, from_day, to_day
FROM posting WHERE operator_id = $1 AND to_day >= $2
UNION ALL
SELECT unit_id, operator_id, roles,
	CASE WHEN from_day > deputy_from THEN from_day ELSE deputy_from END,
	CASE WHEN to_day < deputy_to THEN to_day ELSE deputy_to END
FROM posting WHERE deputy_id = $1 AND to_day >= $2 AND deputy_to >= $2
ORDER BY 2, 1

-- name: posting_list
SELECT posting.id, posting.operator_id, posting.unit_id, posting.roles, posting.from_day,
	posting.to_day, posting.deputy_id, posting.deputy_from, posting.deputy_to, deputy.name,
	deputy.full_name
FROM posting LEFT JOIN operator AS deputy ON deputy.id = posting.deputy_id
WHERE posting.operator_id = $1 AND posting.to_day >= $2
ORDER BY posting.from_day, posting.id

-- name: posting_list_at
SELECT posting.id, posting.operator_id, posting.unit_id, posting.roles, posting.from_day,
	posting.to_day, posting.deputy_id, posting.deputy_from, posting.deputy_to, deputy.name,
	deputy.full_name
FROM posting LEFT JOIN operator AS deputy ON deputy.id = posting.deputy_id
WHERE posting.unit_id = $1 AND posting.to_day >= $2
ORDER BY posting.id

-- name: posting_get
SELECT posting.id, posting.operator_id, posting.unit_id, posting.roles, posting.from_day,
	posting.to_day, posting.deputy_id, posting.deputy_from, posting.deputy_to, deputy.name,
	deputy.full_name
FROM posting LEFT JOIN operator AS deputy ON deputy.id = posting.deputy_id
WHERE posting.id = $1

-- name: posting_insert
INSERT INTO posting (id, operator_id, unit_id, roles, from_day, to_day, deputy_from, deputy_to)
VALUES ($1, $2, $3, $4, $5, $6, '', '')

-- name: posting_update
UPDATE posting SET to_day = $2, deputy_id = $3, deputy_from = $4, deputy_to = $5 WHERE id = $1
