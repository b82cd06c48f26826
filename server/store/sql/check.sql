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
