#include "server/store/unit_store.h"

#include <string.h>

#include "server/store/db.h"
#include "sql/unit.sql.h"

static struct unit_node scan_node(const struct cursor *c)
{
	return (struct unit_node){
		.id = cursor_int(c, 0),
		.parent = cursor_int(c, 1),
		.bureau = cursor_int(c, 2),
		.code = cursor_text(c, 3),
		.name = cursor_text(c, 4),
		.initials = cursor_text(c, 5),
		.tier = (uint8_t)cursor_int(c, 6),
		.is_closed = cursor_int(c, 7) != 0,
		.rev = cursor_int(c, 8),
	};
}

enum err unit_read_all(struct ctx *ctx, struct unit_node **units_out, size_t *n_out)
{
	size_t n = 0, room = 4096;
	struct unit_node *units = arena_array(ctx->arena, struct unit_node, room);
	struct cursor *c = db_open(ctx, &sql_unit_all, NO_ARGS);
	while (cursor_next(c)) {
		if (n == room) {
			struct unit_node *more =
				arena_array(ctx->arena, struct unit_node, room * 2);
			memcpy(more, units, n * sizeof *units);
			units = more;
			room *= 2;
		}
		units[n++] = scan_node(c);
	}
	*units_out = units;
	*n_out = n;
	return cursor_close(c);
}
