-- What a check could not look at, or not write down: one bad record does not end it.
ALTER TABLE check_run ADD COLUMN left_out BIGINT NOT NULL DEFAULT 0;
