-- Lists of children that leave the registry: who asked, for what, who approved (R55, R57).
CREATE TABLE export_request (
	id @ID@,
	unit_id BIGINT NOT NULL REFERENCES unit (id),
	grade SMALLINT NOT NULL CHECK (grade BETWEEN 0 AND 12),            -- 0: all
	columns TEXT NOT NULL CHECK (length(columns) BETWEEN 1 AND 4000), -- words, spaces between
	purpose BYTEA NOT NULL,                                           -- sealed
	in_clear SMALLINT NOT NULL CHECK (in_clear IN (0, 1)),
	state SMALLINT NOT NULL CHECK (state BETWEEN 1 AND 3),  -- 1 waits, 2 approved, 3 refused
	asked_by BIGINT NOT NULL,
	asked_for_id BIGINT NOT NULL REFERENCES unit (id),
	asked_us BIGINT NOT NULL,
	bureau_id BIGINT NOT NULL REFERENCES unit (id),
	decided_by BIGINT NOT NULL,                             -- 0: nobody yet
	decided_us BIGINT NOT NULL,
	reason BYTEA,                                           -- sealed
	CHECK ((state = 1) = (decided_by = 0)),
	CHECK (decided_by <> asked_by)                          -- a second person
);
CREATE INDEX export_request_asked ON export_request (asked_for_id, id);
CREATE INDEX export_request_waiting ON export_request (bureau_id, id) WHERE state = 1;
