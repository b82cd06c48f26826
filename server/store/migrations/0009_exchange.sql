-- Exchange with other nodes of the country: whom we believe, and what was sent and received.

-- Peers, by their public keys (server/store/seal.h). Numbers count for each peer and direction, and
-- go on when it gets new keys.
CREATE TABLE peer (
	id @ID@,
	name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 32),
	kind SMALLINT NOT NULL CHECK (kind BETWEEN 1 AND 3),       -- server/registry/parcel_table.h
	unit_code TEXT NOT NULL CHECK (length(unit_code) = 6),     -- the division that it serves
	sign_key BYTEA NOT NULL CHECK (length(sign_key) = 32),
	seal_key BYTEA NOT NULL CHECK (length(seal_key) = 32),
	key_id BYTEA NOT NULL CHECK (length(key_id) = 16),         -- the hash of both
	trusted_us BIGINT NOT NULL,
	revoked_us BIGINT,                                         -- NULL: it is believed
	sent BIGINT NOT NULL CHECK (sent >= 0),                    -- the last parcel made for it
	acknowledged BIGINT NOT NULL CHECK (acknowledged >= 0),    -- it has all up to this one
	taken BIGINT NOT NULL CHECK (taken >= 0)                   -- all of its up to this one are in
);
CREATE UNIQUE INDEX peer_name ON peer (name);
CREATE UNIQUE INDEX peer_key ON peer (key_id);
-- One nation, one police base, and each province once.
CREATE UNIQUE INDEX peer_place ON peer (kind, CASE WHEN kind = 2 THEN unit_code ELSE '' END)
	WHERE revoked_us IS NULL;

CREATE TABLE parcel (
	id @ID@,
	peer_id BIGINT NOT NULL REFERENCES peer (id),
	is_incoming SMALLINT NOT NULL CHECK (is_incoming IN (0, 1)),
	number BIGINT NOT NULL CHECK (number > 0),
	kind SMALLINT NOT NULL,                    -- server/registry/parcel_table.h; 0: not known here
	state SMALLINT NOT NULL CHECK (state BETWEEN 1 AND 5), -- server/store/parcel_store.h
	answers BIGINT NOT NULL,                   -- number of ours, or theirs, that it answers; or 0
	is_last SMALLINT NOT NULL CHECK (is_last IN (0, 1)),
	made_us BIGINT NOT NULL,                   -- by its sender's clock
	moved_us BIGINT NOT NULL,
	size BIGINT NOT NULL,                      -- of all pieces, in bytes
	blocks BIGINT NOT NULL,
	items BIGINT NOT NULL,                     -- put in, or taken in so far
	at_block BIGINT NOT NULL,                  -- where taking in goes on
	at_item BIGINT NOT NULL,
	digest BYTEA CHECK (length(digest) = 32),  -- NULL while it is being made
	reason TEXT NOT NULL,                      -- why it was refused: a word of reasons.def; or ''
	sealed BYTEA,                              -- the key of the content, while it is being made
	CHECK ((state = 1) = (digest IS NULL)),
	CHECK ((state = 1) = (sealed IS NOT NULL))
);
CREATE UNIQUE INDEX parcel_number ON parcel (peer_id, is_incoming, number);
CREATE INDEX parcel_waiting ON parcel (state, peer_id, number) WHERE state IN (1, 3);

-- A parcel's bytes, in the pieces of server/store/parcel.h; sealed for the receiver.
CREATE TABLE parcel_piece (
	parcel_id BIGINT NOT NULL REFERENCES parcel (id),
	seq BIGINT NOT NULL CHECK (seq >= 0),
	bytes BYTEA NOT NULL,
	PRIMARY KEY (parcel_id, seq)
);
