-- name: dump_units
SELECT u.code, p.code, b.code, u.tier, u.name, u.initials, u.is_private, u.opened, u.closed, k.code
FROM unit u
LEFT JOIN unit p ON p.id = u.parent
LEFT JOIN unit b ON b.id = u.bureau
LEFT JOIN unit k ON k.id = u.keeper
ORDER BY u.code;

-- name: dump_stages
SELECT u.code, s.stage, s.years
FROM school_stage s JOIN unit u ON u.id = s.unit_id ORDER BY u.code, s.stage;

-- name: dump_classes
SELECT u.code, c.grade, c.number
FROM school_class c JOIN unit u ON u.id = c.unit_id ORDER BY u.code, c.grade, c.number;

-- name: dump_unit_changes
SELECT u.code, c.effective, c.kind, c.reason, r.part, r.name_before, r.name_after, pb.code, pa.code,
	bb.code, ba.code, r.stages_before, r.stages_after, r.is_closed_after
FROM unit_change_part r
JOIN unit_change c ON c.id = r.change_id
JOIN unit u ON u.id = r.unit_id
LEFT JOIN unit pb ON pb.id = r.parent_before
LEFT JOIN unit pa ON pa.id = r.parent_after
LEFT JOIN unit bb ON bb.id = r.bureau_before
LEFT JOIN unit ba ON ba.id = r.bureau_after
ORDER BY u.code, c.effective, c.id, r.part;

-- name: dump_policies
SELECT u.code, v.policy, v.from_date, v.value, v.state, v.reason, p.name, d.name, v.decision_reason
FROM policy_value v
JOIN unit u ON u.id = v.unit_id
LEFT JOIN operator p ON p.id = v.proposed_by
LEFT JOIN operator d ON d.id = v.decided_by
ORDER BY u.code, v.policy, v.from_date, v.id;

-- name: dump_operators
SELECT o.name, o.full_name, u.code, o.state, o.certificate_no, o.certificate_until,
	o.password_is_one_time, o.id, o.phone
FROM operator o JOIN unit u ON u.id = o.unit_id ORDER BY o.name;

-- name: dump_postings
SELECT o.name, u.code, p.roles, p.from_day, p.to_day, d.name, p.deputy_from, p.deputy_to
FROM posting p
JOIN operator o ON o.id = p.operator_id
JOIN unit u ON u.id = p.unit_id
LEFT JOIN operator d ON d.id = p.deputy_id
ORDER BY o.name, u.code, p.from_day, p.id;

-- name: dump_students
SELECT u.code, s.stage, s.grade, s.class_no, s.name, s.birth, s.sex, s.status, s.initials, h.code,
	s.number_kind, s.is_provisional, s.id, p.sealed
FROM student s
JOIN unit u ON u.id = s.school_id
LEFT JOIN unit h ON h.id = s.shard
LEFT JOIN profile p ON p.student_id = s.id
ORDER BY u.code, s.stage, s.grade, s.class_no, s.name, s.birth, s.sex, s.id;

-- name: dump_numbers
SELECT u.code, s.name, s.birth, n.kind, n.is_current, n.from_day, n.to_day, n.id, n.sealed
FROM number n
JOIN student s ON s.id = n.student_id
JOIN unit u ON u.id = s.school_id
ORDER BY u.code, s.name, s.birth, s.id, n.is_current DESC, n.from_day, n.id;

-- The hash of a document differs from node to node: what is said is who has a slot and who not.
-- name: dump_identities
SELECT u.code, s.name, s.birth, CASE WHEN i.claimant = 0 THEN 1 ELSE 0 END AS holds, count(*)
FROM identity i
JOIN student s ON s.id = i.student_id
JOIN unit u ON u.id = s.school_id
GROUP BY u.code, s.name, s.birth, s.id, holds ORDER BY u.code, s.name, s.birth, s.id, holds;

-- name: dump_enrolments
SELECT u.code, s.name, s.birth, e.seq, h.code, e.stage, e.years, e.year_in_stage, e.grade,
	e.class_no, e.from_day, e.to_day, e.ended
FROM enrolment e
JOIN student s ON s.id = e.student_id
JOIN unit u ON u.id = s.school_id
JOIN unit h ON h.id = e.school_id
ORDER BY u.code, s.name, s.birth, s.id, e.seq;

-- name: dump_open_work
SELECT u.code, w.kind, w.open FROM open_work w JOIN unit u ON u.id = w.school_id
WHERE w.open > 0 ORDER BY u.code, w.kind;

-- name: dump_stats
SELECT u.code, t.stage, t.grade, t.boys, t.girls, t.boarders, t.left_behind, t.migrant, t.disabled,
	t.aid, t.meals, t.bus, t.minority, t.away, t.pending
FROM school_stat t JOIN unit u ON u.id = t.school_id ORDER BY u.code, t.stage, t.grade;

-- name: dump_cases
SELECT u.code, s.name, s.birth, k.type, k.state, k.is_open, b.code, k.turn_party, t.code, f.code,
	k.to_grade, k.to_class, k.change, o.name, i.title, k.id, k.sealed
FROM kase k
JOIN unit u ON u.id = k.school_id
JOIN unit b ON b.id = k.bureau_id
LEFT JOIN unit t ON t.id = k.turn_unit
LEFT JOIN unit f ON f.id = k.from_school_id
LEFT JOIN operator o ON o.id = k.entered_by
LEFT JOIN import i ON i.id = k.import_id
LEFT JOIN student s ON s.id = k.student_id
ORDER BY u.code, s.name, s.birth, k.id;

-- name: dump_case_parties
SELECT c.code, u.code, p.is_open, count(*)
FROM case_party p
JOIN unit c ON c.id = p.unit_id
JOIN kase k ON k.id = p.case_id
JOIN unit u ON u.id = k.school_id
GROUP BY c.code, u.code, p.is_open ORDER BY c.code, u.code, p.is_open;

-- name: dump_case_steps
SELECT u.code, s.name, s.birth, k.type, t.number, t.event, t.from_state, t.to_state, t.party,
	t.ground,
	o.name, t.id, t.reason
FROM case_step t
JOIN kase k ON k.id = t.case_id
JOIN unit u ON u.id = k.school_id
LEFT JOIN student s ON s.id = k.student_id
LEFT JOIN operator o ON o.id = t.operator_id
ORDER BY u.code, s.name, s.birth, k.id, t.number;

-- name: dump_tombstones
SELECT u.code, s.name, s.birth, v.code, h.name, h.birth, t.absence, t.student_id, t.sealed
FROM tombstone t
JOIN student s ON s.id = t.student_id
JOIN unit u ON u.id = s.school_id
LEFT JOIN student h ON h.id = t.survivor_id
LEFT JOIN unit v ON v.id = h.school_id
ORDER BY u.code, s.name, s.birth, s.id;

-- name: dump_crossings
SELECT a.province, u.code, k.state, s.name, s.birth
FROM case_abroad a JOIN kase k ON k.id = a.case_id JOIN unit u ON u.id = k.school_id
LEFT JOIN student s ON s.id = k.student_id
ORDER BY a.province, u.code, s.name, s.birth, k.state;

-- name: dump_pasts
SELECT u.code, s.name, s.birth, p.student_id, p.sealed
FROM student_past p JOIN student s ON s.id = p.student_id JOIN unit u ON u.id = s.school_id
ORDER BY u.code, s.name, s.birth, p.student_id;

-- name: dump_suspensions
SELECT u.code, s.name, s.birth, p.until_day
FROM suspension p JOIN student s ON s.id = p.student_id JOIN unit u ON u.id = s.school_id
ORDER BY u.code, s.name, s.birth, s.id;

-- name: dump_attachments
SELECT u.code, s.name, s.birth, a.kind, a.file_type, a.size, a.id, a.facts
FROM attachment a
JOIN student s ON s.id = a.student_id
JOIN unit u ON u.id = s.school_id
WHERE a.state = 2
ORDER BY u.code, s.name, s.birth, s.id, a.kind, a.size, a.id;

-- name: dump_attachment_uses
SELECT u.code, s.name, s.birth, a.kind, a.size, r.user_kind, count(*)
FROM attachment_use r
JOIN attachment a ON a.id = r.attachment_id
JOIN student s ON s.id = a.student_id
JOIN unit u ON u.id = s.school_id
GROUP BY u.code, s.name, s.birth, s.id, a.kind, a.size, r.user_kind
ORDER BY u.code, s.name, s.birth, s.id, a.kind, a.size, r.user_kind;

-- name: dump_peers
SELECT name, kind, unit_code, CASE WHEN revoked_us IS NULL THEN 0 ELSE 1 END, sent, acknowledged,
	taken
FROM peer ORDER BY name;

-- name: dump_parcels
SELECT r.name, p.is_incoming, p.number, p.kind, p.state, p.answers, p.is_last, p.items, p.reason
FROM parcel p JOIN peer r ON r.id = p.peer_id ORDER BY r.name, p.is_incoming, p.number;

-- name: dump_lists
SELECT u.code, l.kind, p.number, l.state, l.entries, l.settled, l.refused, o.name, l.id, l.reason
FROM list l JOIN unit u ON u.id = l.unit_id LEFT JOIN parcel p ON p.id = l.parcel_id
LEFT JOIN operator o ON o.id = l.made_by
ORDER BY u.code, l.kind, l.id;

-- name: dump_list_entries
SELECT u.code, l.kind, p.number, e.row_no, s.name, s.birth, e.case_id <> 0, e.state, e.result
FROM list_entry e JOIN list l ON l.id = e.list_id JOIN unit u ON u.id = l.unit_id
LEFT JOIN parcel p ON p.id = l.parcel_id LEFT JOIN student s ON s.id = e.student_id
ORDER BY u.code, l.kind, l.id, e.row_no;

-- name: dump_list_refusals
SELECT u.code, l.kind, p.number, r.seq, r.row_no, r.result, r.reason
FROM list_refusal r JOIN list l ON l.id = r.list_id JOIN unit u ON u.id = l.unit_id
LEFT JOIN parcel p ON p.id = l.parcel_id
ORDER BY u.code, l.kind, l.id, r.seq;

-- name: dump_police_checks
SELECT u.code, s.name, s.birth, c.result, c.student_id, c.sealed
FROM police_check c JOIN student s ON s.id = c.student_id JOIN unit u ON u.id = s.school_id
ORDER BY u.code, s.name, s.birth, s.id;

-- name: dump_imports
SELECT u.code, o.name, i.title, i.form, i.is_dry, i.is_provisional, i.state, i.last_row,
	i.created, i.updated, i.unchanged, i.refused
FROM import i JOIN unit u ON u.id = i.unit_id LEFT JOIN operator o ON o.id = i.operator_id
ORDER BY u.code, i.title, i.id;

-- name: dump_import_identities
SELECT i.title, i.is_dry, c.row_no
FROM import_identity c JOIN import i ON i.id = c.import_id ORDER BY i.title, i.id, c.row_no;

-- name: dump_import_refusals
SELECT i.title, i.is_dry, r.row_no, r.id, r.sealed
FROM import_refusal r JOIN import i ON i.id = r.import_id ORDER BY i.title, i.id, r.row_no;

-- name: dump_problem_groups
SELECT g.kind, g.cause, g.score, count(p.id), coalesce(min(s.name), ''), coalesce(min(s.birth), '')
FROM problem_group g LEFT JOIN problem p ON p.group_id = g.id
LEFT JOIN student s ON s.id = p.student_id
GROUP BY g.id, g.kind, g.cause, g.score ORDER BY 1, 2, 3, 4, 5, 6, g.id;

-- name: dump_problems
SELECT u.code, s.name, s.birth, p.kind, p.cause, p.is_open, p.state, p.stage, p.is_graduating,
	p.place, p.answer, p.is_upheld
FROM problem p JOIN kase k ON k.id = p.id JOIN unit u ON u.id = k.school_id
LEFT JOIN student s ON s.id = p.student_id
ORDER BY u.code, s.name, s.birth, p.kind, p.id;

-- name: dump_problem_seen
SELECT u.code, p.is_open, p.place, p.kind, p.cause, p.stage, p.is_graduating, p.state, p.is_turn,
	count(*)
FROM problem_seen p JOIN unit u ON u.id = p.unit_id
GROUP BY u.code, p.is_open, p.place, p.kind, p.cause, p.stage, p.is_graduating, p.state, p.is_turn
ORDER BY u.code, p.is_open, p.place, p.kind, p.cause, p.stage, p.is_graduating, p.state, p.is_turn;

-- name: dump_problem_counts
SELECT u.code, c.kind, c.cause, c.stage, c.is_graduating, c.state, c.is_turn, c.n
FROM problem_count c JOIN unit u ON u.id = c.unit_id WHERE c.n > 0
ORDER BY u.code, c.kind, c.cause, c.stage, c.is_graduating, c.state, c.is_turn;

-- name: dump_problem_days
SELECT u.code, d.kind, sum(d.found), sum(d.settled)
FROM problem_day d JOIN unit u ON u.id = d.unit_id
GROUP BY u.code, d.kind ORDER BY u.code, d.kind;

-- name: dump_problem_messages
SELECT u.code, o.name, m.id, m.sealed
FROM problem_message m JOIN unit u ON u.id = m.unit_id
LEFT JOIN operator o ON o.id = m.operator_id
ORDER BY u.code, o.name, m.id;

-- name: dump_problem_persons
SELECT s.name, s.birth, t.name, t.birth
FROM problem_person p JOIN student s ON s.id = p.student_id
LEFT JOIN student t ON t.id = p.person_id
ORDER BY s.name, s.birth, s.id;

-- name: dump_problem_apart
SELECT s.name, s.birth, t.name, t.birth
FROM problem_apart a JOIN student s ON s.id = a.person_id JOIN student t ON t.id = a.other_id
ORDER BY s.name, s.birth, t.name, t.birth, s.id, t.id;

-- name: dump_exports
SELECT u.code, e.kind, e.grade, e.down_to, e.columns, e.in_clear, e.state, f.code, b.code, a.name,
	d.name, e.id, e.purpose
FROM export_request e JOIN unit u ON u.id = e.unit_id JOIN unit f ON f.id = e.asked_for_id
JOIN unit b ON b.id = e.bureau_id LEFT JOIN operator a ON a.id = e.asked_by
LEFT JOIN operator d ON d.id = e.decided_by
ORDER BY u.code, e.id;

-- name: dump_export_reasons
SELECT u.code, e.state, e.id, e.reason
FROM export_request e JOIN unit u ON u.id = e.unit_id
WHERE e.reason IS NOT NULL ORDER BY u.code, e.id;

-- Of totals only that there are any: where their rounding begins is random (total).
-- name: dump_totals
SELECT t.day, t.base, t.is_final, EXISTS (SELECT 1 FROM total) FROM totals_taken t;

-- name: dump_campaigns
SELECT u.code, c.kind, c.purpose, c.title, c.from_day, CASE WHEN c.closed_us > 0 THEN 1 ELSE 0 END
FROM campaign c JOIN unit u ON u.id = c.unit_id ORDER BY u.code, c.kind, c.title, c.id;

-- name: dump_campaign_stages
SELECT u.code, c.title, s.stage, s.until_day
FROM campaign_stage s JOIN campaign c ON c.id = s.campaign_id JOIN unit u ON u.id = c.unit_id
ORDER BY u.code, c.title, c.id, s.stage;
