-- Parcels that are being sent in pieces.

-- name: parcel_upload_begin
INSERT INTO parcel_upload (id, operator_id, size, received, begun_us) VALUES ($1, $2, $3, 0, $4);

-- name: parcel_upload_get
SELECT operator_id, size, received FROM parcel_upload WHERE id = $1;

-- name: parcel_upload_add
INSERT INTO parcel_upload_piece (upload_id, at, bytes) VALUES ($1, $2, $3);

-- name: parcel_upload_grow
UPDATE parcel_upload SET received = $2 WHERE id = $1;

-- name: parcel_upload_read
SELECT bytes FROM parcel_upload_piece WHERE upload_id = $1 ORDER BY at;

-- name: parcel_upload_drop_pieces
DELETE FROM parcel_upload_piece WHERE upload_id = $1;

-- name: parcel_upload_drop
DELETE FROM parcel_upload WHERE id = $1;

-- name: parcel_upload_oldest
SELECT id FROM parcel_upload WHERE begun_us < $1 ORDER BY begun_us LIMIT 1;
