-- name: bulk_store_index
SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = $1;
