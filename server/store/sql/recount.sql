-- The children of a school, to be counted one by one.

-- name: recount_on_roll
SELECT s.id, s.stage, s.grade, s.status, s.sex, p.sealed
FROM student s JOIN profile p ON p.student_id = s.id
WHERE s.school_id = $1 AND s.status BETWEEN 2 AND 5 ORDER BY s.grade, s.class_no, s.id;

-- name: recount_pending
SELECT stage, grade, count(*) AS pending FROM student
WHERE school_id = $1 AND (status = 1 OR status > 5) AND status = 1
GROUP BY stage, grade ORDER BY stage, grade;

-- name: recount_next_school
SELECT id FROM unit WHERE tier = 5 AND id > $1 ORDER BY id LIMIT 1;
