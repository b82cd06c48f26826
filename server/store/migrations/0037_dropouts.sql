-- Dropouts, whom school and county bring back (R30).
CREATE INDEX student_dropped_out ON student (county_id, school_id, id, status) WHERE status = 5;
