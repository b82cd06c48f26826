-- Students' plain columns and the bigrams of their names.

-- name: student_county_of
SELECT parent FROM unit WHERE id = $1 AND tier = 5;

-- name: student_area
SELECT code FROM unit WHERE id = $1;

-- name: student_get
SELECT id, shard, status, name, initials, sex, birth, school_id, county_id, stage, grade, class_no,
	number_kind, is_provisional, rev, updated_us
FROM student WHERE id = $1;

-- name: student_is_known
SELECT count(*) FROM student WHERE id = $1;

-- name: student_insert
INSERT INTO student(id, shard, status, name, initials, sex, birth, school_id, county_id, stage,
	grade, class_no, number_kind, is_provisional, rev, updated_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: student_rows
INSERT INTO student(id, shard, status, name, initials, sex, birth, school_id, county_id, stage,
	grade, class_no, number_kind, is_provisional, rev, updated_us)
SELECT c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16 FROM feed;

-- name: student_update
UPDATE student SET status = $3, name = $4, initials = $5, sex = $6, birth = $7, school_id = $8,
	county_id = $9, stage = $10, grade = $11, class_no = $12, number_kind = $13,
	is_provisional = $14, rev = rev + 1, updated_us = $15
WHERE id = $1 AND rev = $2;

-- The same where nothing else changes: no index has to be written anew, and there are many.
-- name: student_update_number
UPDATE student SET number_kind = $3, rev = rev + 1, updated_us = $4 WHERE id = $1 AND rev = $2;

-- name: student_delete
DELETE FROM student WHERE id = $1 AND rev = $2 AND status = 1;

-- The roll of a school, of a grade or of a class. $6 is part of a name or the beginning of initials
-- ('': any), $7 is 1 for those whose items are to be confirmed only, $8 a status
-- on the roll (0: any).
-- name: student_roster
SELECT id, shard, status, name, initials, sex, birth, school_id, county_id, stage, grade, class_no,
	number_kind, is_provisional, rev, updated_us
FROM student
WHERE school_id = $1 AND status BETWEEN 2 AND 5 AND (grade, class_no, id) > ($2, $3, $4)
	AND ($6 = '' OR replace(name, $6, '') <> name
		OR substr(initials, 1, length($6)) = lower($6))
	AND ($7 = 0 OR is_provisional = 1) AND ($8 = 0 OR status = $8)
ORDER BY grade, class_no, id LIMIT $5;

-- name: student_roster_grade
SELECT id, shard, status, name, initials, sex, birth, school_id, county_id, stage, grade, class_no,
	number_kind, is_provisional, rev, updated_us
FROM student
WHERE school_id = $1 AND status BETWEEN 2 AND 5 AND grade = $2 AND (class_no, id) > ($3, $4)
	AND ($6 = '' OR replace(name, $6, '') <> name
		OR substr(initials, 1, length($6)) = lower($6))
	AND ($7 = 0 OR is_provisional = 1) AND ($8 = 0 OR status = $8)
ORDER BY class_no, id LIMIT $5;

-- name: student_roster_class
SELECT id, shard, status, name, initials, sex, birth, school_id, county_id, stage, grade, class_no,
	number_kind, is_provisional, rev, updated_us
FROM student
WHERE school_id = $1 AND status BETWEEN 2 AND 5 AND grade = $2 AND class_no = $3 AND id > $4
	AND ($6 = '' OR replace(name, $6, '') <> name
		OR substr(initials, 1, length($6)) = lower($6))
	AND ($7 = 0 OR is_provisional = 1) AND ($8 = 0 OR status = $8)
ORDER BY id LIMIT $5;

-- A roll in another order: what lies within one school is sorted, some thousands at most. $2 is 0
-- for all grades, $3 less than 0 for all classes, $8 the order, ($9, $10) key and id of the row
-- before.
-- name: student_roster_sorted
SELECT id, shard, status, name, initials, sex, birth, school_id, county_id, stage, grade, class_no,
	number_kind, is_provisional, rev, updated_us, sort_key
FROM (SELECT id, shard, status, name, initials, sex, birth, school_id, county_id, stage, grade,
		class_no, number_kind, is_provisional, rev, updated_us,
		CASE $8 WHEN 3 THEN birth
			WHEN 2 THEN CAST(sex AS TEXT)
			WHEN 4 THEN CAST(10000 + grade * 100 + class_no AS TEXT)
			ELSE '' END || ' ' || initials || ' ' || name AS sort_key
	FROM student
	WHERE school_id = $1 AND status BETWEEN 2 AND 5 AND ($2 = 0 OR grade = $2)
		AND ($3 < 0 OR class_no = $3)
		AND ($5 = '' OR replace(name, $5, '') <> name
			OR substr(initials, 1, length($5)) = lower($5))
		AND ($6 = 0 OR is_provisional = 1) AND ($7 = 0 OR status = $7)) AS roll
WHERE (sort_key, id) > ($9, $10)
ORDER BY sort_key, id LIMIT $4;

-- name: student_roster_count
SELECT count(*) FROM student
WHERE school_id = $1 AND status BETWEEN 2 AND 5 AND ($2 = 0 OR grade = $2)
	AND ($3 < 0 OR class_no = $3)
	AND ($4 = '' OR replace(name, $4, '') <> name
		OR substr(initials, 1, length($4)) = lower($4))
	AND ($5 = 0 OR is_provisional = 1) AND ($6 = 0 OR status = $6)

-- Dropouts of a county, by school; $4 as the filter of a roll.
-- name: student_dropped_out
SELECT id, shard, status, name, initials, sex, birth, school_id, county_id, stage, grade, class_no,
	number_kind, is_provisional, rev, updated_us
FROM student
WHERE county_id = $1 AND status = 5 AND (school_id, id) > ($2, $3)
	AND ($4 = '' OR replace(name, $4, '') <> name
		OR substr(initials, 1, length($4)) = lower($4))
ORDER BY school_id, id LIMIT $5;

-- name: student_dropped_out_count
SELECT count(*) FROM student
WHERE county_id = $1 AND status = 5
	AND ($2 = '' OR replace(name, $2, '') <> name
		OR substr(initials, 1, length($2)) = lower($2));

-- name: student_off_roll
SELECT id, shard, status, name, initials, sex, birth, school_id, county_id, stage, grade, class_no,
	number_kind, is_provisional, rev, updated_us
FROM student
WHERE school_id = $1 AND (status = 1 OR status > 5) AND status = $2 AND id > $3
ORDER BY id LIMIT $4;

-- name: student_class_sizes
SELECT grade, class_no, count(*) FROM student
WHERE school_id = $1 AND status BETWEEN 2 AND 5
GROUP BY grade, class_no ORDER BY grade, class_no;

-- name: student_class_size
SELECT count(*) FROM student
WHERE school_id = $1 AND status BETWEEN 2 AND 5 AND grade = $2 AND class_no = $3;

-- name: student_gram_insert
INSERT INTO name_gram(county_id, gram, school_id, student_id) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING;

-- name: student_gram_rows
INSERT INTO name_gram(county_id, gram, school_id, student_id)
SELECT c1, c2, c3, c4 FROM feed WHERE 1 = 1
ON CONFLICT DO NOTHING;

-- name: student_gram_delete
DELETE FROM name_gram
WHERE county_id = $1 AND gram = $2 AND school_id = $3 AND student_id = $4;
