#include "server/demo/children.h"

#include <stdlib.h>

#include "common/memory.h"
#include "server/demo/pipe.h"
#include "server/store/bulk_load.h"

struct loading {
	struct ctx *ctx;
	struct bulk_load *load;
	int64_t n;
	struct demo_faults *faults;
	children_progress *progress;
	void *arg;
};

/* What is handed from the thread that makes them to the one that writes. */
struct prepared {
	struct bulk_batch *batch;
	size_t n;
};

/* On the thread that prepares, and read when all is stored. */
static void keep_fault(struct demo_faults *faults, const struct demo_child *child)
{
	if (child->defect == DEFECT_NONE)
		return;
	if (faults->n == faults->room) {
		size_t room = faults->room == 0 ? 256 : 2 * faults->room;
		struct demo_fault *rows = memory_array(room, sizeof *rows);
		for (size_t i = 0; i < faults->n; i++)
			rows[i] = faults->rows[i];
		free(faults->rows);
		faults->rows = rows;
		faults->room = room;
	}
	faults->rows[faults->n++] = (struct demo_fault){child->row.id, child->defect};
}

static void *prepare(void *arg, struct arena *arena, const struct demo_school *school,
	struct demo_child *children, size_t n)
{
	const struct loading *loading = arg;
	struct prepared *prepared = arena_one(arena, struct prepared);
	struct bulk_child *bulk = arena_array(arena, struct bulk_child, n);
	(void)school;
	for (size_t i = 0; i < n; i++)
		bulk[i] = (struct bulk_child){.row = children[i].row,
			.items = &children[i].items,
			.numbers = children[i].numbers,
			.n_numbers = children[i].n_numbers,
			.stays = children[i].stays,
			.n_stays = children[i].n_stays,
			.claims_only = children[i].claims_only,
			.id_out = &children[i].row.id};
	prepared->batch = bulk_load_prepare(loading->load, arena, bulk, n);
	for (size_t i = 0; i < n; i++)
		keep_fault(loading->faults, &children[i]);
	prepared->n = n;
	return prepared;
}

static enum err take(void *arg, const struct demo_school *school, void *prepared)
{
	struct loading *loading = arg;
	const struct prepared *of_school = prepared;
	(void)school;
	enum err err = bulk_load_write(loading->load, loading->ctx, of_school->batch);
	loading->n += (int64_t)of_school->n;
	loading->progress(loading->arg, loading->n);
	return err;
}

static void note(struct ctx *ctx, const struct unit_node *province, int64_t n)
{
	ctx_journal(ctx, &(struct note){.action = ACTION_STUDENTS_LOADED,
				 .unit = province->id,
				 .entity = "unit",
				 .entity_id = province->id,
				 .summary = arena_printf(ctx->arena,
					 "%lld children of a demonstration", (long long)n)});
}

enum err children_load(struct ctx *ctx, struct population *population,
	const struct unit_node *province, children_progress *progress, void *arg,
	struct demo_faults *faults, int64_t *n_out)
{
	struct loading loading = {.ctx = ctx, .faults = faults, .progress = progress, .arg = arg};
	enum err err = bulk_load_new(ctx, &loading.load);
	if (err == OK)
		err = pipe_run(population, prepare, take, &loading);
	if (err == OK)
		err = bulk_load_finish(loading.load, ctx);
	bulk_load_free(loading.load);
	*n_out = loading.n;
	note(ctx, province, loading.n);
	return err;
}
