-- name: journal_last
SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1;

-- name: journal_insert
INSERT INTO journal(seq, at_us, node, actor, for_operator, session, call, action, unit_id,
	county_id, city_id, province_id, entity, entity_id, summary, sealed, digest, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18);

-- name: journal_rows
INSERT INTO journal(seq, at_us, node, actor, for_operator, session, call, action, unit_id,
	county_id, city_id, province_id, entity, entity_id, summary, sealed, digest, hash)
SELECT c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18 FROM feed;

-- name: journal_from
SELECT seq, at_us, node, actor, for_operator, session, call, action, unit_id, county_id, city_id,
	province_id, entity, entity_id, summary, sealed, digest, hash
FROM journal
WHERE seq >= $1 ORDER BY seq LIMIT $2;

-- name: journal_hash_of
SELECT hash FROM journal WHERE seq = $1;

-- name: journal_seq_before
SELECT seq FROM journal WHERE at_us < $1 ORDER BY at_us DESC, seq DESC LIMIT 1;

-- name: journal_seq_since
SELECT seq FROM journal WHERE at_us >= $1 ORDER BY at_us, seq LIMIT 1;

-- One list, by the index that fits best: the first line of each WHERE. The rest is the same in all:
-- $1 below, $2 limit, $3 unit, $4 entity, $5 its id, $6 actor, $7 action prefix, $8 from, $9 to,
-- $10 lowest seq. "+" keeps an engine from walking by time.

-- name: journal_list_all
SELECT seq, at_us, node, actor, for_operator, session, call, action, unit_id, county_id, city_id,
	province_id, entity, entity_id, summary, sealed, digest, hash,
	(SELECT full_name FROM operator WHERE id = actor),
	(SELECT full_name FROM operator WHERE id = for_operator)
FROM journal
WHERE seq > 0
	AND seq < $1 AND seq >= $10
	AND (unit_id = $3 OR county_id = $3 OR city_id = $3 OR province_id = $3 OR $3 = 0)
	AND (entity = $4 OR $4 = '') AND (entity_id = $5 OR $5 = 0) AND (actor = $6 OR $6 = 0)
	AND (substr(action, 1, length($7)) = $7 OR $7 = '')
	AND +at_us >= $8 AND +at_us < $9
ORDER BY seq DESC LIMIT $2;

-- name: journal_list_by_entity
SELECT seq, at_us, node, actor, for_operator, session, call, action, unit_id, county_id, city_id,
	province_id, entity, entity_id, summary, sealed, digest, hash,
	(SELECT full_name FROM operator WHERE id = actor),
	(SELECT full_name FROM operator WHERE id = for_operator)
FROM journal
WHERE entity = $4 AND entity_id = $5 AND entity_id <> 0
	AND seq < $1 AND seq >= $10
	AND (unit_id = $3 OR county_id = $3 OR city_id = $3 OR province_id = $3 OR $3 = 0)
	AND (entity = $4 OR $4 = '') AND (entity_id = $5 OR $5 = 0) AND (actor = $6 OR $6 = 0)
	AND (substr(action, 1, length($7)) = $7 OR $7 = '')
	AND +at_us >= $8 AND +at_us < $9
ORDER BY seq DESC LIMIT $2;

-- name: journal_list_by_actor
SELECT seq, at_us, node, actor, for_operator, session, call, action, unit_id, county_id, city_id,
	province_id, entity, entity_id, summary, sealed, digest, hash,
	(SELECT full_name FROM operator WHERE id = actor),
	(SELECT full_name FROM operator WHERE id = for_operator)
FROM journal
WHERE actor = $6
	AND seq < $1 AND seq >= $10
	AND (unit_id = $3 OR county_id = $3 OR city_id = $3 OR province_id = $3 OR $3 = 0)
	AND (entity = $4 OR $4 = '') AND (entity_id = $5 OR $5 = 0) AND (actor = $6 OR $6 = 0)
	AND (substr(action, 1, length($7)) = $7 OR $7 = '')
	AND +at_us >= $8 AND +at_us < $9
ORDER BY seq DESC LIMIT $2;

-- name: journal_list_by_unit
SELECT seq, at_us, node, actor, for_operator, session, call, action, unit_id, county_id, city_id,
	province_id, entity, entity_id, summary, sealed, digest, hash,
	(SELECT full_name FROM operator WHERE id = actor),
	(SELECT full_name FROM operator WHERE id = for_operator)
FROM journal
WHERE unit_id = $3 AND unit_id <> 0
	AND seq < $1 AND seq >= $10
	AND (unit_id = $3 OR county_id = $3 OR city_id = $3 OR province_id = $3 OR $3 = 0)
	AND (entity = $4 OR $4 = '') AND (entity_id = $5 OR $5 = 0) AND (actor = $6 OR $6 = 0)
	AND (substr(action, 1, length($7)) = $7 OR $7 = '')
	AND +at_us >= $8 AND +at_us < $9
ORDER BY seq DESC LIMIT $2;

-- name: journal_list_by_county
SELECT seq, at_us, node, actor, for_operator, session, call, action, unit_id, county_id, city_id,
	province_id, entity, entity_id, summary, sealed, digest, hash,
	(SELECT full_name FROM operator WHERE id = actor),
	(SELECT full_name FROM operator WHERE id = for_operator)
FROM journal
WHERE county_id = $3 AND county_id <> 0
	AND seq < $1 AND seq >= $10
	AND (unit_id = $3 OR county_id = $3 OR city_id = $3 OR province_id = $3 OR $3 = 0)
	AND (entity = $4 OR $4 = '') AND (entity_id = $5 OR $5 = 0) AND (actor = $6 OR $6 = 0)
	AND (substr(action, 1, length($7)) = $7 OR $7 = '')
	AND +at_us >= $8 AND +at_us < $9
ORDER BY seq DESC LIMIT $2;

-- name: journal_list_by_city
SELECT seq, at_us, node, actor, for_operator, session, call, action, unit_id, county_id, city_id,
	province_id, entity, entity_id, summary, sealed, digest, hash,
	(SELECT full_name FROM operator WHERE id = actor),
	(SELECT full_name FROM operator WHERE id = for_operator)
FROM journal
WHERE city_id = $3 AND city_id <> 0
	AND seq < $1 AND seq >= $10
	AND (unit_id = $3 OR county_id = $3 OR city_id = $3 OR province_id = $3 OR $3 = 0)
	AND (entity = $4 OR $4 = '') AND (entity_id = $5 OR $5 = 0) AND (actor = $6 OR $6 = 0)
	AND (substr(action, 1, length($7)) = $7 OR $7 = '')
	AND +at_us >= $8 AND +at_us < $9
ORDER BY seq DESC LIMIT $2;

-- Looks at files and cases, by where the child's school lay: $1 below, $2 unit, $3 lowest seq, $4
-- actor, $5 limit, $6 from, $7 to.

-- name: journal_looks_unit
SELECT j.seq, j.at_us, j.node, j.actor, j.for_operator, j.session, j.call, j.action, j.unit_id,
	j.county_id, j.city_id, j.province_id, j.entity, j.entity_id, j.summary, j.sealed, j.digest,
	j.hash, o.full_name, f.full_name, coalesce(o.unit_id, 0),
	CASE WHEN j.entity = 'case' THEN coalesce(k.student_id, 0) ELSE j.entity_id END
FROM journal j LEFT JOIN operator o ON o.id = j.actor
	LEFT JOIN operator f ON f.id = j.for_operator
	LEFT JOIN kase k ON j.entity = 'case' AND k.id = j.entity_id
WHERE j.unit_id = $2 AND j.unit_id <> 0
	AND j.seq < $1 AND j.seq >= $3 AND (j.actor = $4 OR $4 = 0)
	AND +j.at_us >= $6 AND +j.at_us < $7
	AND j.action IN ('student.opened', 'student.revealed', 'student.checked',
		'student.history_read', 'case.read')
ORDER BY j.seq DESC LIMIT $5;

-- name: journal_looks_county
SELECT j.seq, j.at_us, j.node, j.actor, j.for_operator, j.session, j.call, j.action, j.unit_id,
	j.county_id, j.city_id, j.province_id, j.entity, j.entity_id, j.summary, j.sealed, j.digest,
	j.hash, o.full_name, f.full_name, coalesce(o.unit_id, 0),
	CASE WHEN j.entity = 'case' THEN coalesce(k.student_id, 0) ELSE j.entity_id END
FROM journal j LEFT JOIN operator o ON o.id = j.actor
	LEFT JOIN operator f ON f.id = j.for_operator
	LEFT JOIN kase k ON j.entity = 'case' AND k.id = j.entity_id
WHERE j.county_id = $2 AND j.county_id <> 0
	AND j.seq < $1 AND j.seq >= $3 AND (j.actor = $4 OR $4 = 0)
	AND +j.at_us >= $6 AND +j.at_us < $7
	AND j.action IN ('student.opened', 'student.revealed', 'student.checked',
		'student.history_read', 'case.read')
ORDER BY j.seq DESC LIMIT $5;

-- name: journal_looks_city
SELECT j.seq, j.at_us, j.node, j.actor, j.for_operator, j.session, j.call, j.action, j.unit_id,
	j.county_id, j.city_id, j.province_id, j.entity, j.entity_id, j.summary, j.sealed, j.digest,
	j.hash, o.full_name, f.full_name, coalesce(o.unit_id, 0),
	CASE WHEN j.entity = 'case' THEN coalesce(k.student_id, 0) ELSE j.entity_id END
FROM journal j LEFT JOIN operator o ON o.id = j.actor
	LEFT JOIN operator f ON f.id = j.for_operator
	LEFT JOIN kase k ON j.entity = 'case' AND k.id = j.entity_id
WHERE j.city_id = $2 AND j.city_id <> 0
	AND j.seq < $1 AND j.seq >= $3 AND (j.actor = $4 OR $4 = 0)
	AND +j.at_us >= $6 AND +j.at_us < $7
	AND j.action IN ('student.opened', 'student.revealed', 'student.checked',
		'student.history_read', 'case.read')
ORDER BY j.seq DESC LIMIT $5;

-- name: journal_looks_province
SELECT j.seq, j.at_us, j.node, j.actor, j.for_operator, j.session, j.call, j.action, j.unit_id,
	j.county_id, j.city_id, j.province_id, j.entity, j.entity_id, j.summary, j.sealed, j.digest,
	j.hash, o.full_name, f.full_name, coalesce(o.unit_id, 0),
	CASE WHEN j.entity = 'case' THEN coalesce(k.student_id, 0) ELSE j.entity_id END
FROM journal j LEFT JOIN operator o ON o.id = j.actor
	LEFT JOIN operator f ON f.id = j.for_operator
	LEFT JOIN kase k ON j.entity = 'case' AND k.id = j.entity_id
WHERE (j.province_id = $2 OR j.unit_id = $2)
	AND j.seq < $1 AND j.seq >= $3 AND (j.actor = $4 OR $4 = 0)
	AND +j.at_us >= $6 AND +j.at_us < $7
	AND j.action IN ('student.opened', 'student.revealed', 'student.checked',
		'student.history_read', 'case.read')
ORDER BY j.seq DESC LIMIT $5;

-- name: journal_looks_nation
SELECT j.seq, j.at_us, j.node, j.actor, j.for_operator, j.session, j.call, j.action, j.unit_id,
	j.county_id, j.city_id, j.province_id, j.entity, j.entity_id, j.summary, j.sealed, j.digest,
	j.hash, o.full_name, f.full_name, coalesce(o.unit_id, 0),
	CASE WHEN j.entity = 'case' THEN coalesce(k.student_id, 0) ELSE j.entity_id END
FROM journal j LEFT JOIN operator o ON o.id = j.actor
	LEFT JOIN operator f ON f.id = j.for_operator
	LEFT JOIN kase k ON j.entity = 'case' AND k.id = j.entity_id
WHERE (j.unit_id <> 0 OR $2 = 0)
	AND j.seq < $1 AND j.seq >= $3 AND (j.actor = $4 OR $4 = 0)
	AND +j.at_us >= $6 AND +j.at_us < $7
	AND j.action IN ('student.opened', 'student.revealed', 'student.checked',
		'student.history_read', 'case.read')
ORDER BY j.seq DESC LIMIT $5;

-- name: journal_looks_student
SELECT j.seq, j.at_us, j.node, j.actor, j.for_operator, j.session, j.call, j.action, j.unit_id,
	j.county_id, j.city_id, j.province_id, j.entity, j.entity_id, j.summary, j.sealed, j.digest,
	j.hash, o.full_name, f.full_name, coalesce(o.unit_id, 0),
	CASE WHEN j.entity = 'case' THEN coalesce(k.student_id, 0) ELSE j.entity_id END
FROM journal j LEFT JOIN operator o ON o.id = j.actor
	LEFT JOIN operator f ON f.id = j.for_operator
	LEFT JOIN kase k ON j.entity = 'case' AND k.id = j.entity_id
WHERE ((j.entity = 'student' AND j.entity_id = $8 AND j.entity_id <> 0)
		OR (j.entity = 'case' AND j.entity_id <> 0
			AND j.entity_id IN (SELECT id FROM kase WHERE student_id = $8)))
	AND (j.unit_id = $2 OR j.county_id = $2 OR j.city_id = $2 OR j.province_id = $2)
	AND j.seq < $1 AND j.seq >= $3 AND (j.actor = $4 OR $4 = 0)
	AND +j.at_us >= $6 AND +j.at_us < $7
	AND j.action IN ('student.opened', 'student.revealed', 'student.checked',
		'student.history_read', 'case.read')
ORDER BY j.seq DESC LIMIT $5;

-- What stands about one child and the records that were merged into it, newest first: below $2; $3
-- is 1 for all, 0 for all but looking.
-- name: journal_of_student
SELECT j.seq, j.at_us, j.node, j.actor, j.for_operator, j.session, j.call, j.action, j.unit_id,
	j.county_id, j.city_id, j.province_id, j.entity, j.entity_id, j.summary, j.sealed, j.digest,
	j.hash, o.full_name, f.full_name
FROM journal j LEFT JOIN operator o ON o.id = j.actor
	LEFT JOIN operator f ON f.id = j.for_operator
WHERE j.seq < $2
	AND ((j.entity = 'student' AND j.entity_id <> 0
		AND j.entity_id IN (SELECT id FROM student WHERE id = $1
			UNION ALL SELECT student_id FROM tombstone WHERE survivor_id = $1))
		OR ($3 = 1 AND j.entity = 'case' AND j.action = 'case.read'
			AND j.entity_id <> 0 AND j.entity_id IN (SELECT id FROM kase WHERE student_id = $1)))
	AND ($3 = 1 OR j.action NOT IN ('student.opened', 'student.revealed', 'student.checked',
		'student.searched', 'student.history_read'))
ORDER BY j.seq DESC LIMIT $4;
