-- Transfers across provinces: a case may have its other half in one.

-- Until the file of a child of another province has come, the case of the side that asks for it has
-- no child: student_id is 0.
DROP INDEX kase_one_open;
CREATE UNIQUE INDEX kase_one_open ON kase (student_id)
	WHERE is_open = 1 AND type <> 5 AND student_id > 0;

-- The half of a case that is here, and which one it is of whose. Both sides speak of it by the id
-- that it has on the side that asked.
CREATE TABLE case_abroad (
	case_id @ID@ REFERENCES kase (id),
	province TEXT NOT NULL CHECK (length(province) = 6),
	far_id BIGINT NOT NULL
);
CREATE UNIQUE INDEX case_abroad_far ON case_abroad (province, far_id);

-- What other provinces know of the life of a child who came from there: one sealed message.
CREATE TABLE student_past (
	student_id @ID@ REFERENCES student (id),
	sealed BYTEA NOT NULL
);
