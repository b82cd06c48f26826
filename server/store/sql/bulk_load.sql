-- Children who are stored by the million (server/store/bulk_load.h): plain insertions.

-- name: bulk_has_students
SELECT CASE WHEN EXISTS (SELECT 1 FROM student) THEN 1 ELSE 0 END AS has;

-- name: bulk_school_county
SELECT parent FROM unit WHERE id = $1 AND tier = 5;

-- name: bulk_student
INSERT INTO student(id, shard, status, name, initials, sex, birth, school_id, county_id, stage,
	grade, class_no, number_kind, is_provisional, rev, updated_us)
SELECT c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16
FROM feed;

-- Hashes come in no order: they wait, and are stored in theirs at the end.
-- name: bulk_identity_begin
CREATE TEMP TABLE identity_waiting (idkey BYTEA, claimant BIGINT, student_id BIGINT);

-- name: bulk_identity_end
INSERT INTO identity(idkey, claimant, student_id)
SELECT idkey, claimant, student_id FROM identity_waiting ORDER BY idkey, claimant;

-- name: bulk_identity_gone
DROP TABLE identity_waiting;

-- name: bulk_identity
INSERT INTO identity_waiting(idkey, claimant, student_id) SELECT c1, c2, c3 FROM feed;

-- name: bulk_number
INSERT INTO number(id, student_id, numkey, kind, is_current, from_day, to_day, sealed)
SELECT c1, c2, c3, c4, c5, c6, c7, c8 FROM feed;

-- name: bulk_enrolment
INSERT INTO enrolment(student_id, seq, school_id, stage, years, year_in_stage, grade, class_no,
	from_day, to_day, ended)
SELECT c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11 FROM feed;

-- name: bulk_stat
INSERT INTO school_stat(school_id, stage, grade, boys, girls, boarders, left_behind, migrant,
	disabled, aid, meals, bus, minority, away, pending)
SELECT c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15 FROM feed;

-- name: bulk_sequences
SELECT shard, next FROM id_sequence ORDER BY shard;

-- name: bulk_sequence_set
INSERT INTO id_sequence(shard, next) VALUES ($1, $2)
ON CONFLICT(shard) DO UPDATE SET next = excluded.next;
