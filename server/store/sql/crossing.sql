-- Cases whose other half is in another province, and what came with the children.

-- name: crossing_insert
INSERT INTO case_abroad (case_id, province, far_id) VALUES ($1, $2, $3);

-- name: crossing_find
SELECT case_id FROM case_abroad WHERE province = $1 AND far_id = $2;

-- name: crossing_of_case
SELECT province, far_id FROM case_abroad WHERE case_id = $1;

-- Where the child went last: of the cases of the side that is left.
-- name: crossing_gone_to
SELECT a.province FROM kase k JOIN case_abroad a ON a.case_id = k.id
WHERE k.student_id = $1 AND a.far_id <> k.id ORDER BY k.opened_us DESC, k.id DESC LIMIT 1;

-- name: student_past_put
INSERT INTO student_past (student_id, sealed) VALUES ($1, $2)
ON CONFLICT (student_id) DO UPDATE SET sealed = $2;

-- name: student_past_get
SELECT sealed FROM student_past WHERE student_id = $1;
