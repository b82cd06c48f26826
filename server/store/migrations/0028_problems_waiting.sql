-- What a campaign has yet to hand down: found, and in none so far (Q8).
CREATE INDEX problem_waiting ON problem (stage, id) WHERE state = 22 AND campaign_id = 0;
