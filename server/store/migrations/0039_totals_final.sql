-- The first totals of a province are taken anew until an export of them was approved: what nobody
-- has seen cannot be compared with what is taken later (server/registry/rounding.h).
ALTER TABLE totals_taken ADD COLUMN is_final SMALLINT NOT NULL DEFAULT 1 CHECK (is_final IN (0, 1));
