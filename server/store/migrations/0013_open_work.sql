-- How much is under way about the children of a school, by kind (server/registry/open_work.def),
-- kept in the transaction of each change.
CREATE TABLE open_work (
	school_id BIGINT NOT NULL REFERENCES unit (id),
	kind SMALLINT NOT NULL CHECK (kind BETWEEN 1 AND 15),
	open BIGINT NOT NULL CHECK (open >= 0),
	PRIMARY KEY (school_id, kind)
) @KV@;
INSERT INTO open_work (school_id, kind, open)
SELECT school_id, type, count(*) FROM kase WHERE is_open = 1 GROUP BY school_id, type;
