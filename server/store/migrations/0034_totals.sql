-- Totals that may leave the registry: those of one day, rounded as they were taken
-- (server/registry/rounding.h). What they were made from is not here.
CREATE TABLE totals_taken (
	only_one SMALLINT PRIMARY KEY CHECK (only_one = 1),
	day TEXT NOT NULL,
	base SMALLINT NOT NULL CHECK (base >= 4) -- every figure is a multiple of it
);
CREATE TABLE total (
	unit_id BIGINT NOT NULL REFERENCES unit (id), -- as it stood on that day
	stage SMALLINT NOT NULL CHECK (stage BETWEEN 1 AND 3),
	grade SMALLINT NOT NULL CHECK (grade BETWEEN 1 AND 12),
	boys BIGINT NOT NULL CHECK (boys >= 0),
	girls BIGINT NOT NULL CHECK (girls >= 0),
	boarders BIGINT NOT NULL CHECK (boarders >= 0),
	left_behind BIGINT NOT NULL CHECK (left_behind >= 0),
	migrant BIGINT NOT NULL CHECK (migrant >= 0),
	disabled BIGINT NOT NULL CHECK (disabled >= 0),
	aid BIGINT NOT NULL CHECK (aid >= 0),
	meals BIGINT NOT NULL CHECK (meals >= 0),
	bus BIGINT NOT NULL CHECK (bus >= 0),
	minority BIGINT NOT NULL CHECK (minority >= 0),
	away BIGINT NOT NULL CHECK (away >= 0),
	PRIMARY KEY (unit_id, stage, grade)
)@KV@;

ALTER TABLE export_request ADD COLUMN kind SMALLINT NOT NULL DEFAULT 1 -- 1 children, 2 totals
	CHECK (kind = 1 OR (kind = 2 AND in_clear = 0));
ALTER TABLE export_request ADD COLUMN down_to SMALLINT NOT NULL DEFAULT 0
	CHECK (down_to BETWEEN 0 AND 5 AND (kind = 2 OR down_to = 0));
