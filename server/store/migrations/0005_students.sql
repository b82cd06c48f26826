-- Children's records: who they are, their numbers, where they are and were, and the counts that
-- roll-ups are made of. What is personal beyond the columns of student is sealed, or here only as a
-- keyed hash by which it can be found. Every big table begins with what it may one day be
-- distributed by. Days of numbers and enrolments are numbers (server/store/day.h): a child has
-- several of them.

-- The columns that lists and checks need; the rest is in profile. A child whose registration is
-- under way has a row with status 1: no number, no slot, on no roll.
CREATE TABLE student (
	id @ID@,
	-- county of first registration, for ever
	shard BIGINT NOT NULL CHECK (shard BETWEEN 1 AND 2097151),
	status SMALLINT NOT NULL CHECK (status BETWEEN 1 AND 99),    -- domain/roll.h
	name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 50),
	initials TEXT NOT NULL,                          -- of the name in pinyin, lower case
	sex SMALLINT NOT NULL CHECK (sex IN (1, 2)),
	birth TEXT NOT NULL CHECK (length(birth) = 10),
	school_id BIGINT NOT NULL REFERENCES unit (id),  -- the present school, or the last
	county_id BIGINT NOT NULL REFERENCES unit (id),  -- what that school lies in: unit.parent
	stage SMALLINT NOT NULL CHECK (stage BETWEEN 1 AND 3),
	grade SMALLINT NOT NULL CHECK (grade BETWEEN 1 AND 12),
	class_no SMALLINT NOT NULL CHECK (class_no BETWEEN 0 AND 99), -- 0: not placed in a class yet
	number_kind SMALLINT NOT NULL CHECK (number_kind BETWEEN 0 AND 3), -- of the number in force
	is_provisional SMALLINT NOT NULL CHECK (is_provisional IN (0, 1)), -- items to be confirmed
	rev BIGINT NOT NULL CHECK (rev > 0),
	updated_us BIGINT NOT NULL,
	CHECK ((status = 1) = (number_kind = 0))
);
-- On the roll: enrolled, suspended, abroad, dropped out.
CREATE INDEX student_roster ON student (school_id, grade, class_no, id)
	WHERE status BETWEEN 2 AND 5;
CREATE INDEX student_off_roll ON student (school_id, status, id) WHERE status = 1 OR status > 5;
-- A whole name, in the order in which found ones are listed: a page of it costs the same wherever
-- it is asked for. A beginning is asked for county by county. With the school, so that a search
-- within one school reads no other child's row.
CREATE INDEX student_name ON student (name, county_id, school_id);
CREATE INDEX student_county_name ON student (county_id, name, school_id);
CREATE INDEX student_initials ON student (county_id, initials, school_id);

-- Two neighbouring characters of a name.
CREATE TABLE name_gram (
	county_id BIGINT NOT NULL,
	gram TEXT NOT NULL CHECK (length(gram) = 2),
	school_id BIGINT NOT NULL,
	student_id BIGINT NOT NULL,
	PRIMARY KEY (county_id, gram, school_id, student_id)
) @KV@;

-- Guardians' names, as keyed hashes: half a hash, which is enough to tell names apart.
CREATE TABLE guardian (
	county_id BIGINT NOT NULL,
	gkey BYTEA NOT NULL CHECK (length(gkey) = 8),
	student_id BIGINT NOT NULL,
	PRIMARY KEY (county_id, gkey, student_id)
) @KV@;

-- The remaining items, one sealed message for each child.
CREATE TABLE profile (
	student_id @ID@ REFERENCES student (id),
	sealed BYTEA NOT NULL
);

-- Keyed hashes of identity documents. One live record holds the slot of each, which is the row with
-- claimant 0; whoever else claims it stands here without the slot (Q4).
CREATE TABLE identity (
	idkey BYTEA NOT NULL CHECK (length(idkey) = 16),
	claimant BIGINT NOT NULL CHECK (claimant IN (0, student_id)),
	student_id BIGINT NOT NULL,
	PRIMARY KEY (idkey, claimant)
) @KV@;

-- Every number a child ever had (R77): 1 L, 2 G, 3 J, 4 alias. Aliases were given by others, who
-- may have given them twice.
CREATE TABLE number (
	id @ID@,
	student_id BIGINT NOT NULL,
	numkey BYTEA NOT NULL CHECK (length(numkey) = 16),
	kind SMALLINT NOT NULL CHECK (kind BETWEEN 1 AND 4),
	is_current SMALLINT NOT NULL CHECK (is_current IN (0, 1)),
	from_day BIGINT CHECK (from_day BETWEEN 0 AND 99999), -- NULL: not known
	to_day BIGINT CHECK (to_day BETWEEN 0 AND 99999),  -- NULL: in force, or not known
	sealed BYTEA NOT NULL,
	CHECK (is_current = 0 OR (to_day IS NULL AND kind < 4))
);
CREATE UNIQUE INDEX number_key ON number (numkey) WHERE kind < 4;
CREATE INDEX number_alias ON number (numkey, student_id) WHERE kind = 4;
CREATE UNIQUE INDEX number_current ON number (student_id) WHERE is_current = 1;
CREATE INDEX number_former ON number (student_id) WHERE is_current = 0;

-- Where a child is and was: a row for each stay in one class. Graduating is year_in_stage = years,
-- never a grade number (Q7).
CREATE TABLE enrolment (
	student_id BIGINT NOT NULL REFERENCES student (id),
	seq SMALLINT NOT NULL CHECK (seq > 0),
	school_id BIGINT NOT NULL REFERENCES unit (id),
	stage SMALLINT NOT NULL CHECK (stage BETWEEN 1 AND 3),
	years SMALLINT NOT NULL CHECK (years BETWEEN 1 AND 9),
	year_in_stage SMALLINT NOT NULL CHECK (year_in_stage BETWEEN 1 AND years),
	grade SMALLINT NOT NULL CHECK (grade BETWEEN 1 AND 12),
	class_no SMALLINT NOT NULL CHECK (class_no BETWEEN 0 AND 99),
	from_day BIGINT NOT NULL CHECK (from_day BETWEEN 0 AND 99999),
	to_day BIGINT CHECK (to_day BETWEEN 0 AND 99999),  -- NULL: open
	ended SMALLINT CHECK (ended BETWEEN 1 AND 12),      -- domain/roll.h
	PRIMARY KEY (student_id, seq),
	CHECK ((to_day IS NULL) = (ended IS NULL)),
	CHECK (to_day IS NULL OR to_day >= from_day)
) @KV@;
CREATE UNIQUE INDEX enrolment_open ON enrolment (student_id) WHERE to_day IS NULL;

-- What roll-ups are made of, kept in the transaction of each change. All but away and pending count
-- the children who are enrolled; away are the others on the roll.
CREATE TABLE school_stat (
	school_id BIGINT NOT NULL REFERENCES unit (id),
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
	pending BIGINT NOT NULL CHECK (pending >= 0),
	PRIMARY KEY (school_id, stage, grade)
) @KV@;

-- Schools that now lie in another county: their children's county_id follows in steps.
CREATE TABLE school_moved (
	school_id BIGINT NOT NULL PRIMARY KEY REFERENCES unit (id)
) @KV@;
