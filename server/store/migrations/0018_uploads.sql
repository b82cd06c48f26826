-- Parcels that are being sent in pieces by an officer.
CREATE TABLE parcel_upload (
	id @ID@,
	operator_id BIGINT NOT NULL,
	size BIGINT NOT NULL CHECK (size BETWEEN 1 AND 16777216),
	received BIGINT NOT NULL CHECK (received BETWEEN 0 AND size),
	begun_us BIGINT NOT NULL
);
CREATE TABLE parcel_upload_piece (
	upload_id BIGINT NOT NULL REFERENCES parcel_upload (id),
	at BIGINT NOT NULL CHECK (at >= 0),
	bytes BYTEA NOT NULL,
	PRIMARY KEY (upload_id, at)
);
CREATE INDEX parcel_upload_begun ON parcel_upload (begun_us);
