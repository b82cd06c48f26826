-- Totals that may leave the registry; the order of counters is that of server/registry/stats.def,
-- without the last.

-- name: totals_taken
SELECT day, base, is_final FROM totals_taken;

-- name: totals_begin
INSERT INTO totals_taken (only_one, day, base, is_final) VALUES (1, $1, $2, $3)
ON CONFLICT (only_one) DO UPDATE SET day = excluded.day, base = excluded.base,
	is_final = excluded.is_final;

-- name: totals_settle
UPDATE totals_taken SET is_final = 1;

-- name: total_clear
DELETE FROM total;

-- name: total_put
INSERT INTO total (unit_id, stage, grade, boys, girls, boarders, left_behind, migrant, disabled,
	aid, meals, bus, minority, away)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: totals_of_unit
SELECT stage, grade, boys, girls, boarders, left_behind, migrant, disabled, aid, meals, bus,
	minority, away
FROM total WHERE unit_id = $1 ORDER BY stage, grade;
