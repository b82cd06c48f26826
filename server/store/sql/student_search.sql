-- Finding children: each statement within one county, $1. The last parameters are the same in all:
-- $2 what is searched for, $3 school (0: any), $4 birth date ('': any), $5 highest status, and the
-- limit at the end; between them where the page before ended.

-- name: search_name
SELECT id, shard, status, name, initials, sex, birth, school_id, county_id, stage, grade, class_no,
	number_kind, is_provisional, rev, updated_us
FROM student
WHERE county_id = $1 AND name = $2 AND ($3 = 0 OR school_id = $3) AND ($4 = '' OR birth = $4)
	AND status <= $5 AND (school_id, id) > ($6, $7)
ORDER BY school_id, id LIMIT $8;

-- From $9 on: the text itself, or the name at which the page before ended; below $10.
-- name: search_prefix
SELECT id, shard, status, name, initials, sex, birth, school_id, county_id, stage, grade, class_no,
	number_kind, is_provisional, rev, updated_us
FROM student
WHERE county_id = $1 AND name >= $9 AND name < $10 AND ($3 = 0 OR school_id = $3)
	AND ($4 = '' OR birth = $4) AND status <= $5 AND (name, school_id, id) > ($2, $6, $7)
ORDER BY name, school_id, id LIMIT $8;

-- name: search_initials
SELECT id, shard, status, name, initials, sex, birth, school_id, county_id, stage, grade, class_no,
	number_kind, is_provisional, rev, updated_us
FROM student
WHERE county_id = $1 AND initials >= $9 AND initials < $10 AND ($3 = 0 OR school_id = $3)
	AND ($4 = '' OR birth = $4) AND status <= $5 AND (initials, school_id, id) > ($2, $6, $7)
ORDER BY initials, school_id, id LIMIT $8;

-- With a birth date other indexes serve: student_name for a whole name, else student_county_birth.
-- What keeps the engine from the usual ones are the sums and || that change nothing.
-- name: search_name_birth
SELECT id, shard, status, name, initials, sex, birth, school_id, county_id, stage, grade, class_no,
	number_kind, is_provisional, rev, updated_us
FROM student
WHERE county_id + 0 = $1 AND name = $2 AND ($3 = 0 OR school_id = $3) AND birth = $4
	AND status <= $5 AND (school_id, id) > ($6, $7)
ORDER BY school_id, id LIMIT $8;

-- name: search_prefix_birth
SELECT id, shard, status, name, initials, sex, birth, school_id, county_id, stage, grade, class_no,
	number_kind, is_provisional, rev, updated_us
FROM student
WHERE county_id = $1 AND (name || '') >= $9 AND (name || '') < $10
	AND ($3 = 0 OR school_id = $3) AND birth = $4 AND status <= $5
	AND (name || '', school_id, id) > ($2, $6, $7)
ORDER BY name || '', school_id, id LIMIT $8;

-- name: search_initials_birth
SELECT id, shard, status, name, initials, sex, birth, school_id, county_id, stage, grade, class_no,
	number_kind, is_provisional, rev, updated_us
FROM student
WHERE county_id = $1 AND (initials || '') >= $9 AND (initials || '') < $10
	AND ($3 = 0 OR school_id = $3) AND birth = $4 AND status <= $5
	AND (initials || '', school_id, id) > ($2, $6, $7)
ORDER BY initials || '', school_id, id LIMIT $8;

-- name: search_within_birth
SELECT id, shard, status, name, initials, sex, birth, school_id, county_id, stage, grade, class_no,
	number_kind, is_provisional, rev, updated_us
FROM student
WHERE county_id = $1 AND name LIKE $2 ESCAPE '!' AND ($3 = 0 OR school_id = $3)
	AND birth = $4 AND status <= $5 AND id > $6
ORDER BY id LIMIT $7;

-- $8 is the first pair of characters, $2 the pattern of all of them.
-- name: search_within
SELECT s.id, s.shard, s.status, s.name, s.initials, s.sex, s.birth, s.school_id, s.county_id,
	s.stage, s.grade, s.class_no, s.number_kind, s.is_provisional, s.rev, s.updated_us
FROM name_gram g JOIN student s ON s.id = g.student_id
WHERE g.county_id = $1 AND g.gram = $8 AND g.student_id > $6
	AND s.name LIKE $2 ESCAPE '!' AND ($3 = 0 OR s.school_id = $3)
	AND ($4 = '' OR s.birth = $4) AND s.status <= $5
ORDER BY g.student_id LIMIT $7;

-- name: search_guardian
SELECT s.id, s.shard, s.status, s.name, s.initials, s.sex, s.birth, s.school_id, s.county_id,
	s.stage, s.grade, s.class_no, s.number_kind, s.is_provisional, s.rev, s.updated_us
FROM guardian g JOIN student s ON s.id = g.student_id
WHERE g.county_id = $1 AND g.gkey = $2 AND g.student_id > $6
	AND ($3 = 0 OR s.school_id = $3) AND ($4 = '' OR s.birth = $4) AND s.status <= $5
ORDER BY g.student_id LIMIT $7;

-- name: search_namesakes
SELECT id, shard, status, name, initials, sex, birth, school_id, county_id, stage, grade, class_no,
	number_kind, is_provisional, rev, updated_us
FROM student WHERE name = $1 AND birth = $2 AND sex = $3 ORDER BY id LIMIT $4;
