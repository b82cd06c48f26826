-- Campaigns.

-- name: campaign_insert
INSERT INTO campaign (id, unit_id, kind, purpose, title, from_day, opened_by, opened_us, closed_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0);

-- name: campaign_stage_insert
INSERT INTO campaign_stage (campaign_id, stage, until_day) VALUES ($1, $2, $3);

-- name: campaign_get
SELECT id, unit_id, kind, purpose, title, from_day, closed_us FROM campaign WHERE id = $1;

-- name: campaign_stages
SELECT stage, until_day FROM campaign_stage WHERE campaign_id = $1 ORDER BY stage;

-- name: campaign_list
SELECT id, unit_id, kind, purpose, title, from_day, closed_us FROM campaign
ORDER BY id DESC LIMIT $1;

-- name: campaign_close
UPDATE campaign SET closed_us = $2 WHERE id = $1 AND closed_us = 0;

-- name: campaign_units
SELECT c.unit_id FROM campaign_stage s JOIN campaign c ON c.id = s.campaign_id
WHERE s.until_day >= $1 AND c.from_day <= $1 AND c.closed_us = 0 AND c.kind = $2
	AND ($3 = 0 OR s.stage = $3);
