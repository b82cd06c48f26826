-- What every entity needs: ids, the journal, replies kept for repetition.

-- The next sequence number of each shard (server/store/ids.h).
CREATE TABLE id_sequence(
	shard BIGINT NOT NULL PRIMARY KEY CHECK (shard BETWEEN 0 AND 2097151),
	next BIGINT NOT NULL CHECK (next BETWEEN 1 AND 4294967295)
) @KV@;

-- Append-only and hash-chained (server/store/journal_store.h). The path columns say where the unit
-- stood when the entry was written, so that a scope is a comparison of columns.
CREATE TABLE journal(
	seq @ID@,
	at_us BIGINT NOT NULL,
	node BIGINT NOT NULL,
	actor BIGINT NOT NULL,
	for_operator BIGINT NOT NULL,
	session BIGINT NOT NULL,
	call BIGINT NOT NULL,
	action TEXT NOT NULL,
	unit_id BIGINT NOT NULL,
	county_id BIGINT NOT NULL,
	city_id BIGINT NOT NULL,
	province_id BIGINT NOT NULL,
	entity TEXT NOT NULL,
	entity_id BIGINT NOT NULL,
	summary TEXT NOT NULL,
	sealed BYTEA,
	digest BYTEA NOT NULL CHECK (length(digest) = 32),
	hash BYTEA NOT NULL CHECK (length(hash) = 32)
);
CREATE INDEX journal_at ON journal(at_us);
CREATE INDEX journal_actor ON journal(actor, seq);
CREATE INDEX journal_entity ON journal(entity, entity_id, seq) WHERE entity_id <> 0;
CREATE INDEX journal_unit ON journal(unit_id, seq) WHERE unit_id <> 0;
CREATE INDEX journal_county ON journal(county_id, seq) WHERE county_id <> 0;
CREATE INDEX journal_city ON journal(city_id, seq) WHERE city_id <> 0;

-- id is a keyed hash of operator, method and key.
CREATE TABLE idempotency(
	id @ID@,
	request_hash BYTEA NOT NULL CHECK (length(request_hash) = 32),
	reply BYTEA NOT NULL,
	at_us BIGINT NOT NULL
);
CREATE INDEX idempotency_at ON idempotency(at_us);
