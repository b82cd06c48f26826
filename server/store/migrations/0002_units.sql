-- The tree of units (R1–R4, R12, R76). A unit is never deleted and its code never given to another:
-- what ends is closed, and unit_change says what became of it.
CREATE TABLE unit (
	id @ID@,
	parent BIGINT REFERENCES unit (id),            -- where it lies; roll-ups follow it
	bureau BIGINT NOT NULL REFERENCES unit (id),   -- its competent bureau (R3); a bureau is its own
	code TEXT NOT NULL UNIQUE,                     -- GB/T 2260, or the school code of R76
	name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
	initials TEXT NOT NULL,                        -- of the name in pinyin
	tier SMALLINT NOT NULL CHECK (tier BETWEEN 1 AND 5),
	is_private SMALLINT NOT NULL CHECK (is_private IN (0, 1)),
	opened TEXT CHECK (length(opened) = 10),       -- NULL: before the registry began
	closed TEXT CHECK (length(closed) = 10),       -- NULL: open
	keeper BIGINT REFERENCES unit (id),            -- of a closed school: who keeps its files
	rev BIGINT NOT NULL CHECK (rev > 0),
	CHECK ((tier = 1 AND parent IS NULL) OR (tier > 1 AND parent IS NOT NULL AND parent <> id)),
	CHECK (tier = 5 OR bureau = id),
	CHECK ((tier = 5 AND length(code) = 10) OR (tier < 5 AND length(code) = 6)),
	CHECK (tier = 5 OR is_private = 0),
	CHECK (keeper IS NULL OR (closed IS NOT NULL AND keeper <> id))
);
CREATE UNIQUE INDEX unit_one_nation ON unit (tier) WHERE tier = 1;
CREATE INDEX unit_parent ON unit (parent, code);

-- What a school teaches: its stages, each with the programme's length (Q7).
CREATE TABLE school_stage (
	unit_id BIGINT NOT NULL REFERENCES unit (id),
	stage SMALLINT NOT NULL CHECK (stage BETWEEN 1 AND 3),
	years SMALLINT NOT NULL CHECK (years BETWEEN 1 AND 9),
	PRIMARY KEY (unit_id, stage)
) @KV@;

CREATE TABLE school_class (
	unit_id BIGINT NOT NULL REFERENCES unit (id),
	grade SMALLINT NOT NULL CHECK (grade BETWEEN 1 AND 12),
	number SMALLINT NOT NULL CHECK (number BETWEEN 1 AND 99),
	PRIMARY KEY (unit_id, grade, number)
) @KV@;

-- The history: every change of a unit, and of each unit that took part what it was before and is
-- afterwards. Nothing here is ever changed or deleted.
CREATE TABLE unit_change (
	id @ID@,
	kind SMALLINT NOT NULL CHECK (kind BETWEEN 1 AND 8),
	effective TEXT NOT NULL CHECK (length(effective) = 10),
	reason TEXT NOT NULL,
	at_us BIGINT NOT NULL,
	operator_id BIGINT NOT NULL
);

CREATE TABLE unit_change_part (
	unit_id BIGINT NOT NULL REFERENCES unit (id),
	change_id BIGINT NOT NULL REFERENCES unit_change (id),
	part SMALLINT NOT NULL CHECK (part BETWEEN 1 AND 4), -- before, after, both, followed
	name_before TEXT,                                    -- NULL: it did not exist
	name_after TEXT NOT NULL,
	parent_before BIGINT,
	parent_after BIGINT,
	bureau_before BIGINT,
	bureau_after BIGINT,
	stages_before TEXT,                                  -- of a school: "1:6 2:3"
	stages_after TEXT,
	is_closed_after SMALLINT NOT NULL CHECK (is_closed_after IN (0, 1)),
	PRIMARY KEY (unit_id, change_id)
) @KV@;
CREATE INDEX unit_change_part_change ON unit_change_part (change_id, part);
