-- Counters of schools; the order of columns is that of server/registry/stats.def.

-- name: stat_add
UPDATE school_stat SET boys = boys + $4, girls = girls + $5, boarders = boarders + $6,
	left_behind = left_behind + $7, migrant = migrant + $8, disabled = disabled + $9,
	aid = aid + $10, meals = meals + $11, bus = bus + $12, minority = minority + $13,
	away = away + $14, pending = pending + $15
WHERE school_id = $1 AND stage = $2 AND grade = $3;

-- name: stat_insert
INSERT INTO school_stat(school_id, stage, grade, boys, girls, boarders, left_behind, migrant,
	disabled, aid, meals, bus, minority, away, pending)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- name: open_add
INSERT INTO open_work(school_id, kind, open) VALUES ($1, $2, $3)
ON CONFLICT (school_id, kind) DO UPDATE SET open = open_work.open + excluded.open;

-- name: open_subtract
UPDATE open_work SET open = open - $3 WHERE school_id = $1 AND kind = $2;

-- name: open_get
SELECT open FROM open_work WHERE school_id = $1 AND kind = $2;

-- name: open_all
SELECT school_id, kind, open FROM open_work ORDER BY school_id, kind;

-- name: stat_of_school
SELECT school_id, stage, grade, boys, girls, boarders, left_behind, migrant, disabled, aid, meals,
	bus, minority, away, pending
FROM school_stat WHERE school_id = $1 ORDER BY stage, grade;

-- name: stat_all
SELECT school_id, stage, grade, boys, girls, boarders, left_behind, migrant, disabled, aid, meals,
	bus, minority, away, pending
FROM school_stat ORDER BY school_id, stage, grade;

-- name: stat_get
SELECT school_id, stage, grade, boys, girls, boarders, left_behind, migrant, disabled, aid, meals,
	bus, minority, away, pending
FROM school_stat WHERE school_id = $1 AND stage = $2 AND grade = $3;

-- name: stat_has_pupils
SELECT EXISTS (SELECT 1 FROM school_stat WHERE boys + girls > 0);
