/* A store of a test's own: a directory that goes away with it, keys, and a world in which the time
 * is what the test says and randomness repeats itself.
 *
 *	struct fixture *f = fixture_open();
 *	struct ctx *ctx = fixture_ctx(f);
 *	ck_assert_int_eq(unit_insert(ctx, …), OK);
 *	fixture_commit(f);
 *
 * A test may open several, one beside the other. What cannot be set up fails the test. */
#pragma once

#include <limits.h>

#include "server/ctx.h"
#include "server/settings.h"
#include "server/store/db.h"

#define FIXTURE_NOW INT64_C(1795312920000000) /* 2026-11-22 10:02 in Beijing */

struct fixture {
	char directory[PATH_MAX];
	char attachments[PATH_MAX + 256]; /* where their files lie */
	struct store *store;              /* open, with the newest schema */
	struct settings settings;         /* of a node that serves 330000; the rest is empty */
	struct app app; /* keys, clock and random are set; the caches are the test's to set */
	struct ctx ctx;
	int64_t now_us; /* the clock; it stands still unless the test moves it */
	uint64_t random;
	bool is_writing;
};

struct fixture *fixture_open(void);
void fixture_close(struct fixture *fixture); /* undoes what is not committed */

/* A ctx on the writer, in a write transaction: the same one until fixture_commit or
 * fixture_rollback, a fresh one after it. Its actor is OPERATOR_SYSTEM, its language English. All
 * that is allocated in it lives until fixture_close. */
struct ctx *fixture_ctx(struct fixture *fixture);
/* Commits and runs what was hung on the commit, as the engine does. */
void fixture_commit(struct fixture *fixture);
void fixture_rollback(struct fixture *fixture);

/* Closes the store and opens it again, as a restart does. */
void fixture_reopen(struct fixture *fixture);
/* Adds a sealing key, which is used from now on. */
void fixture_add_key(struct fixture *fixture);
