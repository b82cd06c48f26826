-- A guardian's name that many share leads with a birth date straight to the few children born that
-- day, however large the county is. The date as a number, 20160311, which takes 4 bytes.
CREATE TABLE guardian_born (
	county_id BIGINT NOT NULL,
	gkey BYTEA NOT NULL CHECK (length(gkey) = 8),
	birth BIGINT NOT NULL CHECK (birth BETWEEN 0 AND 99999999),
	student_id BIGINT NOT NULL,
	PRIMARY KEY (county_id, gkey, birth, student_id)
) @KV@;
INSERT INTO guardian_born (county_id, gkey, birth, student_id)
SELECT g.county_id, g.gkey, CAST(replace(s.birth, '-', '') AS BIGINT), g.student_id
FROM guardian g JOIN student s ON s.id = g.student_id
ORDER BY g.county_id, g.gkey;
DROP TABLE guardian;
ALTER TABLE guardian_born RENAME TO guardian;
