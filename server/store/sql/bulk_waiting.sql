-- Rows of a bulk load that wait for their turn (server/store/bulk_waiting.h).

-- name: bulk_profile
INSERT INTO profile(student_id, sealed) VALUES ($1, $2);

-- name: bulk_gram
INSERT INTO name_gram(county_id, gram, student_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: bulk_guardian
INSERT INTO guardian(county_id, gkey, student_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;
