-- Tickets: what a line without a terminal may do, once.

-- name: ticket_insert
INSERT INTO ticket (id, operator_id, ticket_hash, purpose, object_id, details, issuing_session,
	expires_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: ticket_find
SELECT id, operator_id, purpose, object_id, details, issuing_session, expires_us, errand_session
FROM ticket WHERE ticket_hash = $1

-- name: ticket_open
SELECT count(*) FROM ticket
WHERE operator_id = $1 AND expires_us > $2 AND errand_session IS NULL

-- name: ticket_spend
UPDATE ticket SET errand_session = $2 WHERE id = $1 AND errand_session IS NULL

-- name: ticket_purge
DELETE FROM ticket WHERE id IN (
	SELECT old.id FROM ticket AS old WHERE old.expires_us < $1 ORDER BY old.expires_us LIMIT $2)
