-- Until which day suspended children are.

-- name: suspension_put
INSERT INTO suspension (student_id, until_day) VALUES ($1, $2)
ON CONFLICT (student_id) DO UPDATE SET until_day = $2;

-- name: suspension_get
SELECT until_day FROM suspension WHERE student_id = $1;

-- name: suspension_end
DELETE FROM suspension WHERE student_id = $1;
