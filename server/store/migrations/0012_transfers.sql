-- What is still under way after half a year is found by its age (R37).
CREATE INDEX kase_opened ON kase (type, opened_us) WHERE is_open = 1;
