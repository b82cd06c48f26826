-- Campaigns: dated, for a unit and stages (Q8, Q18).
CREATE TABLE campaign (
	id @ID@,
	unit_id BIGINT NOT NULL REFERENCES unit (id),
	kind SMALLINT NOT NULL CHECK (kind BETWEEN 1 AND 2),       -- 1 problems, 2 collection
	purpose SMALLINT NOT NULL CHECK (purpose BETWEEN 0 AND 3), -- of a collection
	title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 60),
	from_day TEXT NOT NULL CHECK (length(from_day) = 10),
	opened_by BIGINT NOT NULL,
	opened_us BIGINT NOT NULL,
	closed_us BIGINT NOT NULL,                                 -- 0: not before its time
	CHECK ((kind = 2) = (purpose > 0))
);
CREATE TABLE campaign_stage (
	campaign_id BIGINT NOT NULL REFERENCES campaign (id),
	stage SMALLINT NOT NULL CHECK (stage BETWEEN 1 AND 3),
	until_day TEXT NOT NULL CHECK (length(until_day) = 10),
	PRIMARY KEY (campaign_id, stage)
) @KV@;
CREATE INDEX campaign_running ON campaign_stage (until_day);
