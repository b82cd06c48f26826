-- Rows of a bulk load that wait for their turn (server/store/bulk_waiting.h).

-- name: bulk_profile
INSERT INTO profile(student_id, sealed) SELECT c1, c2 FROM feed;

-- name: bulk_gram
INSERT INTO name_gram(county_id, gram, school_id, student_id) SELECT c1, c2, c3, c4 FROM feed;

-- name: bulk_guardian
INSERT INTO guardian(county_id, gkey, birth, student_id) SELECT c1, c2, c3, c4 FROM feed;
