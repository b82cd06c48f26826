-- Sheets of children: how far an import is, which registrations came with it, what was refused.

CREATE TABLE import (
	id @ID@,
	unit_id BIGINT NOT NULL REFERENCES unit (id),
	operator_id BIGINT NOT NULL,
	title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 100),
	digest BYTEA NOT NULL CHECK (length(digest) = 32),           -- of the file
	form SMALLINT NOT NULL CHECK (form BETWEEN 1 AND 2),         -- 1 school, 2 kindergarten
	is_dry SMALLINT NOT NULL CHECK (is_dry IN (0, 1)),
	is_provisional SMALLINT NOT NULL CHECK (is_provisional IN (0, 1)),
	state SMALLINT NOT NULL CHECK (state BETWEEN 1 AND 2),       -- 1 running, 2 finished
	last_row BIGINT NOT NULL CHECK (last_row >= 0),
	created BIGINT NOT NULL CHECK (created >= 0),
	updated BIGINT NOT NULL CHECK (updated >= 0),
	unchanged BIGINT NOT NULL CHECK (unchanged >= 0),
	refused BIGINT NOT NULL CHECK (refused >= 0),
	begun_us BIGINT NOT NULL,
	moved_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX import_running ON import (operator_id, unit_id, digest, is_dry, form,
	is_provisional)
	WHERE state = 1;
CREATE INDEX import_unit ON import (unit_id, id);
CREATE INDEX import_moved ON import (moved_us);

-- Which child stands in which row, as a keyed hash of its document: nobody twice. Goes with the end
-- of the import.
CREATE TABLE import_identity (
	import_id BIGINT NOT NULL REFERENCES import (id),
	idkey BYTEA NOT NULL CHECK (length(idkey) = 16),
	row_no BIGINT NOT NULL,
	PRIMARY KEY (import_id, idkey)
) @KV@;

-- Rows that were refused, with the faults, which speak of the child.
CREATE TABLE import_refusal (
	id @ID@,
	import_id BIGINT NOT NULL REFERENCES import (id),
	row_no BIGINT NOT NULL,
	sealed BYTEA NOT NULL
);
CREATE UNIQUE INDEX import_refusal_row ON import_refusal (import_id, row_no);

-- The import that a registration came with, or was last submitted by: those of one school are
-- signed together (Q18).
CREATE TABLE import_case (
	case_id @ID@,
	import_id BIGINT NOT NULL REFERENCES import (id),
	school_id BIGINT NOT NULL REFERENCES unit (id)
);
CREATE INDEX import_case_batch ON import_case (import_id, school_id, case_id);
