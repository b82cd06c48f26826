-- Where a child is and was.

-- name: enrolment_insert
INSERT INTO enrolment(student_id, seq, school_id, stage, years, year_in_stage, grade, class_no,
	from_day)
VALUES ($1, (SELECT coalesce(max(seq), 0) + 1 FROM enrolment WHERE student_id = $1), $2, $3, $4,
	$5, $6, $7, $8)
RETURNING seq;

-- name: enrolment_end
UPDATE enrolment SET to_day = CASE WHEN from_day > $2 THEN from_day ELSE $2 END, ended = $3
WHERE student_id = $1 AND to_day IS NULL;

-- name: enrolment_reopen
UPDATE enrolment SET to_day = NULL, ended = NULL
WHERE student_id = $1 AND seq = (SELECT max(seq) FROM enrolment WHERE student_id = $1);

-- name: enrolment_clear
DELETE FROM enrolment WHERE student_id = $1;

-- name: enrolment_put
INSERT INTO enrolment(student_id, seq, school_id, stage, years, year_in_stage, grade, class_no,
	from_day, to_day, ended)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: enrolment_open
SELECT seq, school_id, stage, years, year_in_stage, grade, class_no, from_day, to_day,
	coalesce(ended, 0)
FROM enrolment WHERE student_id = $1 AND to_day IS NULL;

-- name: enrolment_list
SELECT seq, school_id, stage, years, year_in_stage, grade, class_no, from_day, to_day,
	coalesce(ended, 0)
FROM enrolment WHERE student_id = $1 ORDER BY seq DESC;
