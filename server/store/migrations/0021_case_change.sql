-- Of a change of status: which (domain/status_change.h).
ALTER TABLE kase ADD COLUMN change SMALLINT NOT NULL DEFAULT 0 CHECK (change BETWEEN 0 AND 99);
