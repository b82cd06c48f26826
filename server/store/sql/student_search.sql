-- Finding children in the order of (county_id, school_id, id), from behind ($1, $2, $3) to the last
-- of ($4, $5); $6 is the highest status, $7 how many, and $8 what is searched for. Deleted records
-- (12) are found by a number only (R49).

-- name: search_name
SELECT id, shard, status, name, initials, sex, birth, school_id, county_id, stage, grade, class_no,
	number_kind, is_provisional, rev, updated_us
FROM student
WHERE name = $8 AND (county_id, school_id, id) > ($1, $2, $3)
	AND (county_id, school_id) <= ($4, $5) AND status <= $6 AND status <> 12
ORDER BY county_id, school_id, id LIMIT $7;

-- Of one county, $1, from behind ($2, $3) to the school $4. $7 is the first pair of characters, $8
-- the pattern of all of them.
-- name: search_within
SELECT s.id, s.shard, s.status, s.name, s.initials, s.sex, s.birth, s.school_id, s.county_id,
	s.stage, s.grade, s.class_no, s.number_kind, s.is_provisional, s.rev, s.updated_us
FROM name_gram g JOIN student s ON s.id = g.student_id
WHERE g.county_id = $1 AND g.gram = $7 AND (g.school_id, g.student_id) > ($2, $3)
	AND g.school_id <= $4 AND s.name LIKE $8 ESCAPE '!' AND s.status <= $5 AND s.status <> 12
ORDER BY g.school_id, g.student_id LIMIT $6;

-- The same of a guardian, $7. $8 is a birth date ('': any).
-- name: search_guardian
SELECT s.id, s.shard, s.status, s.name, s.initials, s.sex, s.birth, s.school_id, s.county_id,
	s.stage, s.grade, s.class_no, s.number_kind, s.is_provisional, s.rev, s.updated_us
FROM guardian g JOIN student s ON s.id = g.student_id
WHERE g.county_id = $1 AND g.gkey = $7 AND (s.school_id, s.id) > ($2, $3)
	AND s.school_id <= $4 AND ($8 = '' OR s.birth = $8) AND s.status <= $5 AND s.status <> 12
ORDER BY s.school_id, s.id LIMIT $6;

-- Born on $8, with a name from $9 to $10 that fits $11, and initials from $12 to $13.
-- name: search_birth
SELECT id, shard, status, name, initials, sex, birth, school_id, county_id, stage, grade, class_no,
	number_kind, is_provisional, rev, updated_us
FROM student
WHERE birth = $8 AND name >= $9 AND name <= $10 AND name LIKE $11 ESCAPE '!'
	AND initials >= $12 AND initials <= $13 AND (county_id, school_id, id) > ($1, $2, $3)
	AND (county_id, school_id) <= ($4, $5) AND status <= $6 AND status <> 12
ORDER BY county_id, school_id, id LIMIT $7;

-- In one county, $1, in the order of (name, school_id, id), from behind ($2, $3, $4): names from $5
-- to below $6, of one school or (0) any, $7.
-- name: search_prefix
SELECT id, shard, status, name, initials, sex, birth, school_id, county_id, stage, grade, class_no,
	number_kind, is_provisional, rev, updated_us
FROM student
WHERE county_id = $1 AND name >= $5 AND name < $6 AND (name, school_id, id) > ($2, $3, $4)
	AND ($7 = 0 OR school_id = $7) AND status <= $8 AND status <> 12
ORDER BY name, school_id, id LIMIT $9;

-- The same of initials.
-- name: search_initials
SELECT id, shard, status, name, initials, sex, birth, school_id, county_id, stage, grade, class_no,
	number_kind, is_provisional, rev, updated_us
FROM student
WHERE county_id = $1 AND initials >= $5 AND initials < $6
	AND (initials, school_id, id) > ($2, $3, $4)
	AND ($7 = 0 OR school_id = $7) AND status <= $8 AND status <> 12
ORDER BY initials, school_id, id LIMIT $9;

-- name: search_namesakes
SELECT id, shard, status, name, initials, sex, birth, school_id, county_id, stage, grade, class_no,
	number_kind, is_provisional, rev, updated_us
FROM student WHERE name = $1 AND birth = $2 AND sex = $3 ORDER BY id LIMIT $4;
