-- Records that were deleted as wrong (R49) or merged into another record of the same child (Q13).
-- The student's row stays, with status 12; here stands where it went, and how to undo it exactly.
CREATE TABLE tombstone (
	student_id @ID@ REFERENCES student (id),
	-- The record that has it all now, never a tombstone of this kind itself; NULL: deleted only.
	survivor_id BIGINT REFERENCES student (id) CHECK (survivor_id <> student_id),
	absence SMALLINT NOT NULL CHECK (absence BETWEEN 0 AND 9), -- server/registry/delete_rules.h
	made_us BIGINT NOT NULL,
	sealed BYTEA NOT NULL                          -- what stood before: RecordUndo
);
CREATE INDEX tombstone_survivor ON tombstone (survivor_id) WHERE survivor_id IS NOT NULL;
