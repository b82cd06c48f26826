-- Until which day a suspended child is (R26): for the desk, which reminds of it.
CREATE TABLE suspension (
	student_id @ID@ REFERENCES student (id),
	until_day BIGINT NOT NULL CHECK (until_day BETWEEN 0 AND 99999) -- the last one
);
CREATE INDEX student_suspended ON student (school_id, id, status) WHERE status = 3;
