/* A store that is being filled, before anybody uses it: written without a journal and in any order,
 * and made durable once, at the end. Between open and close nothing may fail: what does leaves a
 * store that is good for nothing and must be thrown away. */
#pragma once

#include "server/store/db.h"

struct bulk_store;

/* The store must have no other connection. Indexes whose keys come in no order are taken away, to
 * be built at the end, which costs a third. NULL and a sentence when it cannot be done. */
struct bulk_store *bulk_store_open(
	struct store *store, enum store_problem *problem_out, char why[WHY_SIZE]);
/* Builds them, which checks what they state, makes all durable, and goes back to ordinary writing.
 * The object is gone either way. */
enum store_problem bulk_store_close(struct bulk_store *bulk, char why[WHY_SIZE]);
/* Lets go of the object of a store that is thrown away; NULL is fine. */
void bulk_store_free(struct bulk_store *bulk);
