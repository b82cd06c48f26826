-- Parcels to and from peers, and their pieces.

-- name: parcel_get
SELECT id, peer_id, is_incoming, number, kind, state, answers, is_last, made_us, moved_us, size,
	blocks, items, at_block, at_item, reason, sealed
FROM parcel WHERE id = $1;

-- name: parcel_numbered
SELECT id, peer_id, is_incoming, number, kind, state, answers, is_last, made_us, moved_us, size,
	blocks, items, at_block, at_item, reason, sealed
FROM parcel WHERE peer_id = $1 AND is_incoming = $2 AND number = $3;

-- name: parcel_digest
SELECT digest FROM parcel WHERE id = $1;

-- name: parcel_next
SELECT p.id, p.peer_id, p.is_incoming, p.number, p.kind, p.state, p.answers, p.is_last, p.made_us,
	p.moved_us, p.size, p.blocks, p.items, p.at_block, p.at_item, p.reason, p.sealed
FROM parcel p JOIN peer r ON r.id = p.peer_id
WHERE p.state = 3 AND p.number = r.taken + 1 AND r.revoked_us IS NULL
ORDER BY p.peer_id, p.number LIMIT 1;

-- name: parcel_list_ready
SELECT id, peer_id, is_incoming, number, kind, state, answers, is_last, made_us, moved_us, size,
	blocks, items, at_block, at_item, reason, sealed
FROM parcel
WHERE peer_id = $1 AND is_incoming = 0 AND number > $2 AND state = 2 ORDER BY number LIMIT $3;

-- name: parcel_waiting_numbers
SELECT number FROM parcel WHERE state = 3 AND peer_id = $1 ORDER BY number;

-- name: parcel_insert
INSERT INTO parcel (id, peer_id, is_incoming, number, kind, state, answers, is_last, made_us,
	moved_us, size, blocks, items, at_block, at_item, digest, reason, sealed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, 0, 0, $13, '', $14);

-- name: parcel_grow
UPDATE parcel SET size = $2, blocks = $3, items = $4 WHERE id = $1;

-- name: parcel_ready
UPDATE parcel SET state = 2, size = $2, digest = $3, sealed = NULL, moved_us = $4 WHERE id = $1;

-- name: parcel_advance
UPDATE parcel SET items = $2, at_block = $3, at_item = $4 WHERE id = $1;

-- name: parcel_settle
UPDATE parcel SET state = $2, reason = $3, moved_us = $4 WHERE id = $1;

-- name: parcel_piece_insert
INSERT INTO parcel_piece (parcel_id, seq, bytes) VALUES ($1, $2, $3);

-- name: parcel_piece_at
SELECT bytes FROM parcel_piece WHERE parcel_id = $1 AND seq = $2;
