-- Desks ask for what is late by unit (kase_late); nobody asks for it by day.
DROP INDEX kase_due;
