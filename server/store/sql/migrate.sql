-- name: migrate_create
CREATE TABLE IF NOT EXISTS schema_version(
	version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, at_us BIGINT NOT NULL);

-- name: migrate_newest
SELECT max(version) FROM schema_version;

-- name: migrate_has
SELECT count(*) FROM schema_version WHERE version = $1;

-- name: migrate_note
INSERT INTO schema_version(version, name, at_us) VALUES ($1, $2, $3);
