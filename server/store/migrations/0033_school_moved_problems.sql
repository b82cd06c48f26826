-- Problem records follow a school in steps too: how far they have, by id.
ALTER TABLE school_moved ADD COLUMN problem_after BIGINT NOT NULL DEFAULT 0;
