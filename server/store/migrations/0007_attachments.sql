-- Attachments of children's records. Their content lies in sealed files beside the database
-- (attachment_file.h), named by the keyed hash that stands here, so that equal scans are kept once.
-- A row stands before its file does and goes after it: a file always has a row that names it.
CREATE TABLE attachment (
	id @ID@,                                       -- in the shard of the child's record
	student_id BIGINT NOT NULL,
	kind SMALLINT NOT NULL CHECK (kind BETWEEN 1 AND 12),     -- domain/attachment_kind.h
	-- Being sent, complete, dropped, swept (its file is gone).
	state SMALLINT NOT NULL CHECK (state BETWEEN 1 AND 4),
	file_type SMALLINT NOT NULL CHECK (file_type BETWEEN 0 AND 3), -- common/file_type.h
	size BIGINT NOT NULL CHECK (size BETWEEN 1 AND 2097152),
	content BYTEA NOT NULL CHECK (length(content) = 16),      -- keyed hash of the SHA-256
	facts BYTEA NOT NULL,                          -- sealed: number, issuer, day, SHA-256
	made_by BIGINT NOT NULL,
	made_us BIGINT NOT NULL,
	moved_us BIGINT NOT NULL,                      -- when its state was reached
	CHECK (state <> 2 OR file_type > 0)
);
CREATE INDEX attachment_student ON attachment (student_id, id);
CREATE INDEX attachment_content ON attachment (content);
-- What will have to be swept one day.
CREATE INDEX attachment_loose ON attachment (moved_us, id) WHERE state <> 2;

-- What relies on an attachment, so that it cannot be dropped.
CREATE TABLE attachment_use (
	attachment_id BIGINT NOT NULL REFERENCES attachment (id),
	user_kind SMALLINT NOT NULL CHECK (user_kind IN (1, 2)),  -- a case, a child's record
	user_id BIGINT NOT NULL,
	PRIMARY KEY (attachment_id, user_kind, user_id)
) @KV@;
CREATE INDEX attachment_user ON attachment_use (user_kind, user_id);
