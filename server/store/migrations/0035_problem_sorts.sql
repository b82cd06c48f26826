-- Whoever sees a problem finds it by what it is and by whose move it is, without looking at others:
-- problems that are alike in all that lists are narrowed by are one range of an index, in the order
-- of desks, and counted together.
ALTER TABLE problem_seen RENAME TO problem_seen_before;
DROP INDEX problem_seen_problem;
CREATE TABLE problem_seen (
	unit_id BIGINT NOT NULL REFERENCES unit (id),
	is_open SMALLINT NOT NULL CHECK (is_open IN (0, 1)),
	place BIGINT NOT NULL,
	problem_id BIGINT NOT NULL REFERENCES problem (id),
	kind SMALLINT NOT NULL,                                 -- this to state: the problem's
	cause TEXT NOT NULL,
	stage SMALLINT NOT NULL,
	is_graduating SMALLINT NOT NULL,
	state SMALLINT NOT NULL,
	is_turn SMALLINT NOT NULL CHECK (is_turn IN (0, 1)),    -- it is this unit's move
	PRIMARY KEY (unit_id, is_open, place, problem_id)
) @KV@;
CREATE INDEX problem_seen_problem ON problem_seen (problem_id);
CREATE INDEX problem_seen_sort ON problem_seen (unit_id, kind, cause, stage, is_graduating, state,
	is_turn, place, problem_id);
INSERT INTO problem_seen (unit_id, is_open, place, problem_id, kind, cause, stage, is_graduating,
	state, is_turn)
SELECT s.unit_id, s.is_open, s.place, s.problem_id, p.kind, p.cause, p.stage, p.is_graduating,
	p.state, CASE WHEN k.turn_unit = s.unit_id THEN 1 ELSE 0 END
FROM problem_seen_before s JOIN problem p ON p.id = s.problem_id JOIN kase k ON k.id = p.id;
DROP TABLE problem_seen_before;

DROP TABLE problem_count;
CREATE TABLE problem_count (
	unit_id BIGINT NOT NULL REFERENCES unit (id),
	kind SMALLINT NOT NULL,
	cause TEXT NOT NULL,
	stage SMALLINT NOT NULL,
	is_graduating SMALLINT NOT NULL,
	state SMALLINT NOT NULL,
	is_turn SMALLINT NOT NULL,
	n BIGINT NOT NULL CHECK (n >= 0),
	PRIMARY KEY (unit_id, kind, cause, stage, is_graduating, state, is_turn)
) @KV@;
INSERT INTO problem_count (unit_id, kind, cause, stage, is_graduating, state, is_turn, n)
SELECT unit_id, kind, cause, stage, is_graduating, state, is_turn, count(*) FROM problem_seen
GROUP BY unit_id, kind, cause, stage, is_graduating, state, is_turn;
