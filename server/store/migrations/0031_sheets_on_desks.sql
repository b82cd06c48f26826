-- What desks count of exports: those of an operator that may be fetched.
CREATE INDEX export_request_ready ON export_request (asked_by, decided_us) WHERE state = 2;
