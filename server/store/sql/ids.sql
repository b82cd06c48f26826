-- name: ids_take
INSERT INTO id_sequence(shard, next) VALUES ($1, 2)
ON CONFLICT(shard) DO UPDATE SET next = id_sequence.next + 1
RETURNING next - 1;
