/* One call's world: who asks, when, on which connection, and what went wrong.
 *
 * Made by the engine for a call, by jobs for a step of work, by tests directly. Handlers are plain
 * synchronous C that take a ctx; they hold no lock, free nothing, and have no side effect except
 * through the store, so that the engine may run one again. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/err.h"
#include "domain/actions.h"
#include "domain/reasons.h"
#include "server/actor.h"
#include "server/app.h"

struct db;        /* server/store/db.h */
struct unit_tree; /* server/store/unit_tree.h */
struct policies;  /* server/store/policy_cache.h */
struct gather;    /* server/store/db_gather.h */

/* A fault of one field of the request; the sentence is made when it is sent. */
struct fault {
	struct fault *next;
	const char *field; /* as in the .proto, with indexes: "to[1].name" */
	enum reason reason;
	const char *args[4];
};

struct failure {
	enum err err;
	enum reason reason;
	const char *args[4];
	struct fault *faults, **last_fault;
	size_t n_faults;
	int64_t retry_after_us; /* 0: nothing to say */
	bool is_early;          /* others of its turn may be on their way: the writer waits */
};

/* Something to be written into the journal when the call succeeds, in its transaction. */
struct note {
	struct note *next;
	enum action action;
	int64_t for_operator; /* set by ctx_journal from the actor (Q2) */
	int64_t unit;         /* the unit it concerns: who audits that unit sees it; 0: none */
	const char *entity;   /* "operator", "unit" …; the kind of thing it was done to */
	int64_t entity_id;    /* 0: none */
	const char *summary; /* plain words without personal data: codes, ids, dates; may be NULL */
	const void *sealed;  /* what only a holder of the key may read (an inverse, a name) */
	size_t sealed_size;
};

struct ctx;
/* After the commit, before the reply goes out, on the writer's thread and connection: it may read
 * the store and change memory. */
typedef void commit_fn(struct ctx *ctx, void *arg);
struct commit_hook {
	struct commit_hook *next;
	commit_fn *run;
	void *arg;
};

struct ctx {
	const struct app *app;
	struct arena *arena;
	struct db *db;
	struct actor actor;
	int64_t now_us;
	int64_t call_id; /* in the log and in INTERNAL answers */
	enum lang lang;
	const char *method;            /* "xueji.v1.Units/GetUnit"; "job.x" */
	const char *peer_name;         /* the verified client certificate's name, or NULL */
	const struct unit_tree *units; /* the tree as it stood when the call began */
	const struct policies *policies;
	void *prepared; /* what the row's .prepare left */
	int64_t turn;   /* of a call that goes behind others: what they have in common; 0: none */
	struct failure failure;
	struct note *notes, **last_note;
	struct commit_hook *hooks, **last_hook;
	struct gather *gather; /* rows that wait to be written together; NULL: none do */
	int64_t undone; /* rows changed in savepoints that were undone: db_changes counts them */
};

/* A ctx with empty lists. Time is read from the world once: one call, one instant. */
void ctx_init(struct ctx *ctx, const struct app *app, struct arena *arena);
void ctx_restart(struct ctx *ctx); /* no failure, notes, hooks: for a handler, or .on_refusal */
void ctx_forgive(struct ctx *ctx); /* the failure alone, where others go on */

/* Refuses: sets the reason and returns its error. Arguments are const char * for {0}, {1} … of the
 * sentence, copied, or terms: `return ctx_fail(ctx, REASON_NO_SUCH_UNIT, code);` */
#define ctx_fail(ctx, reason, ...) \
	ctx_fail_args(ctx, reason, (const char *const[]){__VA_ARGS__ __VA_OPT__(, ) NULL})
enum err ctx_fail_args(struct ctx *ctx, enum reason reason, const char *const args[]) MUST_CHECK;
/* For engine errors that have a text for the log: logs it with the call's number, INTERNAL. */
enum err ctx_broken(struct ctx *ctx, enum err err, const char *format, ...)
	__attribute__((format(printf, 3, 4))) MUST_CHECK;

/* Notes a field's fault and goes on, so that all are reported at once; then
 * `if ((err = ctx_faults(ctx)) != OK) return err;`. At most 100 are kept. */
#define ctx_fault(ctx, field, reason, ...) \
	ctx_fault_args(ctx, field, reason, (const char *const[]){__VA_ARGS__ __VA_OPT__(, ) NULL})
void ctx_fault_args(
	struct ctx *ctx, const char *field, enum reason reason, const char *const args[]);
enum err ctx_faults(struct ctx *ctx) MUST_CHECK;

/* A sentence in the ctx's language with its arguments filled in, from the arena. */
const char *ctx_sentence(
	struct ctx *ctx, const struct sentence *sentence, const char *const args[]);

void ctx_journal(struct ctx *ctx, const struct note *note); /* copied */
void ctx_on_commit(struct ctx *ctx, commit_fn *run, void *arg);
/* The same with a copy of `size` bytes, and not again for what a call asks for over and over, such
 * as the counts of one school: as far as it hangs among the first that were hung on. */
void ctx_on_commit_once(struct ctx *ctx, commit_fn *run, const void *arg, size_t size);

int32_t ctx_today(const struct ctx *ctx);                   /* Beijing date */
const struct calendar *ctx_calendar(const struct ctx *ctx); /* of working days */
void ctx_random(const struct ctx *ctx, void *bytes, size_t size);
