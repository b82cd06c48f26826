-- Policies (Q3): dated values. One person proposes, another of the same unit decides; what was once
-- decided is never changed, a later value supersedes it.
CREATE TABLE policy_value (
	id @ID@,
	unit_id BIGINT NOT NULL REFERENCES unit (id),
	policy TEXT NOT NULL,                      -- a key of the policy table
	value BIGINT,                              -- NULL: from this day the value above holds again
	from_date TEXT NOT NULL CHECK (length(from_date) = 10),
	state SMALLINT NOT NULL CHECK (state BETWEEN 1 AND 4), -- proposed, approved, refused, withdrawn
	reason TEXT NOT NULL,
	proposed_by BIGINT NOT NULL,
	proposed_us BIGINT NOT NULL,
	decided_by BIGINT,
	decided_us BIGINT,
	decision_reason TEXT,
	rev BIGINT NOT NULL CHECK (rev > 0),
	CHECK ((state = 1) = (decided_us IS NULL)),
	CHECK ((decided_us IS NULL) = (decided_by IS NULL)),
	CHECK (state NOT IN (2, 3) OR decided_by <> proposed_by OR decided_by < 0),
	CHECK (state <> 4 OR decided_by = proposed_by)
);
-- One proposal at a time, so that nobody decides on one while another overtakes it.
CREATE UNIQUE INDEX policy_value_proposed ON policy_value (unit_id, policy) WHERE state = 1;
CREATE INDEX policy_value_unit ON policy_value (unit_id, policy, from_date);
