-- Children of a school that was merged into another follow in steps too.
ALTER TABLE school_moved ADD COLUMN to_id BIGINT REFERENCES unit (id); -- NULL: it lies elsewhere
ALTER TABLE school_moved ADD COLUMN class_shift SMALLINT NOT NULL DEFAULT 0
	CHECK (class_shift BETWEEN 0 AND 99);
