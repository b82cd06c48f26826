-- With a birth date a child is found among those who were born that day, and namesakes at once.
-- With county and initials, so that only who is found is read.
CREATE INDEX student_birth ON student (birth, name, county_id, initials);
