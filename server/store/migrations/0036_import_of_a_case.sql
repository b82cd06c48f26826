-- The sheet that a registration came with, or was last submitted by: those of one school are signed
-- together (Q18). What waits of a batch is a range of an index, however much waits elsewhere.
ALTER TABLE kase ADD COLUMN import_id BIGINT REFERENCES import (id);
UPDATE kase SET import_id = (SELECT c.import_id FROM import_case c WHERE c.case_id = kase.id)
WHERE id IN (SELECT case_id FROM import_case);
DROP TABLE import_case;
CREATE INDEX kase_import ON kase (import_id, school_id) WHERE import_id IS NOT NULL;
CREATE INDEX kase_batch ON kase (turn_unit, turn_party, import_id, school_id, id)
	WHERE import_id IS NOT NULL AND turn_unit IS NOT NULL;
