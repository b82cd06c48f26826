-- Dated values of policies.

-- name: policy_approved
SELECT unit_id, policy, from_date, value FROM policy_value WHERE state = 2
ORDER BY unit_id, policy, from_date, decided_us, id;
