-- A case's parties and steps are written with it, a dozen references a child that a sheet brings:
-- to the case, which was made the line before, and to units, which stay for ever. `xuejid check`
-- looks at all of them instead.
CREATE TABLE party (
	unit_id BIGINT NOT NULL,
	is_open SMALLINT NOT NULL CHECK (is_open IN (0, 1)),
	case_id BIGINT NOT NULL,
	PRIMARY KEY (unit_id, is_open, case_id)
) @KV@;
INSERT INTO party (unit_id, is_open, case_id) SELECT unit_id, is_open, case_id FROM case_party;
DROP TABLE case_party;
ALTER TABLE party RENAME TO case_party;
CREATE INDEX case_party_case ON case_party (case_id);

CREATE TABLE step (
	id @ID@,
	case_id BIGINT NOT NULL,
	number SMALLINT NOT NULL CHECK (number > 0),
	at_us BIGINT NOT NULL,
	event SMALLINT NOT NULL,
	from_state SMALLINT NOT NULL,
	to_state SMALLINT NOT NULL,
	party SMALLINT NOT NULL,
	unit_id BIGINT,
	operator_id BIGINT NOT NULL,
	for_operator BIGINT NOT NULL,
	ground SMALLINT NOT NULL,
	reason BYTEA                                   -- sealed: it may speak of the child
);
INSERT INTO step (id, case_id, number, at_us, event, from_state, to_state, party, unit_id,
	operator_id, for_operator, ground, reason)
SELECT id, case_id, number, at_us, event, from_state, to_state, party, unit_id, operator_id,
	for_operator, ground, reason
FROM case_step;
DROP TABLE case_step;
ALTER TABLE step RENAME TO case_step;
CREATE UNIQUE INDEX case_step_number ON case_step (case_id, number);

-- What is late at a unit is a range of kase_turn for each party.
DROP INDEX kase_late;
