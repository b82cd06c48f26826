-- name: ids_next
SELECT next FROM id_sequence WHERE shard = $1;

-- name: ids_settle
INSERT INTO id_sequence(shard, next) VALUES ($1, $2)
ON CONFLICT(shard) DO UPDATE SET next = excluded.next;
