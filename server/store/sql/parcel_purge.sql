-- Pieces of parcels that nobody needs any more.

-- One whose pieces may go: ours (state 2) when the peer has it, theirs when it is settled.
-- name: parcel_purge_next
SELECT p.id FROM parcel p JOIN peer r ON r.id = p.peer_id
WHERE p.moved_us < $1
	AND ((p.is_incoming = 0 AND p.state = 2 AND p.number <= r.acknowledged)
		OR (p.is_incoming = 1 AND p.state IN (4, 5)))
	AND EXISTS (SELECT 1 FROM parcel_piece e WHERE e.parcel_id = p.id)
ORDER BY p.id LIMIT 1;

-- The last ones first, so that what is left is the beginning until all is gone.
-- name: parcel_purge
DELETE FROM parcel_piece
WHERE parcel_id = $1 AND seq > (SELECT max(seq) FROM parcel_piece WHERE parcel_id = $1) - $2;
