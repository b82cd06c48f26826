/* Children by the million into a store that has none yet: stored are the very rows that creating
 * and enrolling them one by one would leave (student_record.h), in another order and without being
 * read again. Memory does not grow with their number.
 *
 *	bulk = bulk_store_open(store, …);          journal off, indexes away
 *	load = bulk_load_new(ctx);                 in a write transaction
 *	for each school:
 *		batch = bulk_load_prepare(load, …);    sealing and hashing: on a thread of its own
 *		err = bulk_load_write(load, ctx, batch);
 *	err = bulk_load_finish(load, ctx);
 *	bulk_load_free(load);                      commit
 *	bulk_store_close(bulk, …);
 *
 * Best county by county: then the rows that begin with a county are written in order. */
#pragma once

#include "server/ctx.h"
#include "server/store/enrolment_store.h"
#include "server/store/number_store.h"
#include "server/store/student_store.h"
#include "xueji/v1/students.pb-c.h"

/* A child as it is known before it is stored. Of the row, school, county, stage, grade, class_no,
 * status, initials and is_provisional are read; name, sex and birth date are the items', the rest
 * is filled in. */
struct bulk_child {
	struct student_row row;
	const Xueji__V1__StudentItems *items;
	const struct number_row *numbers; /* the one in force first; id and student are made */
	size_t n_numbers;
	const struct enrolment *stays; /* the oldest first, the open one last */
	size_t n_stays;
	bool claims_only; /* another child holds the slot of the identity (Q4) */
	int64_t *id_out;  /* where its id goes when it is prepared; may be NULL */
};

struct bulk_load;
/* Reads where the ids have got to. ERR_INTERNAL when there are children already. */
enum err bulk_load_new(struct ctx *ctx, struct bulk_load **out) MUST_CHECK;
void bulk_load_free(struct bulk_load *load); /* NULL is fine */

/* Makes ids and rows of the children of one school, from the arena, which must live until they are
 * written, as must the children. It uses no connection, so it may run on another thread than
 * bulk_load_write; always on the same one, since ids are given in this order. */
struct bulk_batch;
struct bulk_batch *bulk_load_prepare(
	struct bulk_load *load, struct arena *arena, const struct bulk_child *children, size_t n);
/* ERR_INTERNAL when a child is not of the first one's school, or the school does not lie in the
 * county that its children were given. */
enum err bulk_load_write(
	struct bulk_load *load, struct ctx *ctx, const struct bulk_batch *batch) MUST_CHECK;
/* Writes what waits for its turn. */
enum err bulk_load_finish(struct bulk_load *load, struct ctx *ctx) MUST_CHECK;
