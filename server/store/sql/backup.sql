-- What a backup holds beside the store's own tables: the files of attachments.

-- name: backup_make
CREATE TABLE IF NOT EXISTS backup_file (content BYTEA PRIMARY KEY, bytes BYTEA NOT NULL);

-- name: backup_contents
SELECT DISTINCT content FROM attachment WHERE state = 2;

-- name: backup_add
INSERT INTO backup_file(content, bytes) VALUES ($1, $2);

-- name: backup_files
SELECT content, bytes FROM backup_file;

-- name: backup_strip
DROP TABLE backup_file;
