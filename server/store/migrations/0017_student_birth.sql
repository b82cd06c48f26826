-- With a birth date a child is found among those of its county who were born that day, however many
-- share the beginning of its name. With name and initials, so that only who is found is read.
CREATE INDEX student_county_birth ON student (county_id, birth, name, initials);
