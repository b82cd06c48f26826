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

-- Of unit $1, of what it lies in and of what lies in it; $2 '': all, else those that run that day.
-- name: campaign_list
WITH RECURSIVE above (id, parent) AS (
	SELECT id, parent FROM unit WHERE id = $1
	UNION ALL SELECT u.id, u.parent FROM unit u JOIN above ON u.id = above.parent)
SELECT c.id, c.unit_id, c.kind, c.purpose, c.title, c.from_day, c.closed_us
FROM campaign c JOIN unit a ON a.id = c.unit_id LEFT JOIN unit b ON b.id = a.parent
	LEFT JOIN unit d ON d.id = b.parent LEFT JOIN unit e ON e.id = d.parent
WHERE (c.unit_id IN (SELECT id FROM above) OR $1 IN (a.parent, b.parent, d.parent, e.parent))
	AND ($2 = '' OR (c.closed_us = 0 AND c.from_day <= $2 AND EXISTS (
		SELECT 1 FROM campaign_stage s
		WHERE s.campaign_id = c.id AND s.until_day >= $2)))
ORDER BY c.id DESC LIMIT $3;

-- name: campaign_close
UPDATE campaign SET closed_us = $2 WHERE id = $1 AND closed_us = 0;

-- name: campaign_units
SELECT c.unit_id FROM campaign_stage s JOIN campaign c ON c.id = s.campaign_id
WHERE s.until_day >= $1 AND c.from_day <= $1 AND c.closed_us = 0 AND c.kind = $2
	AND ($3 = 0 OR s.stage = $3);
