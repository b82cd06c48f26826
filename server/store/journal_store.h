/* The journal: who did what to whom, when, why, on which call. Append-only and hash-chained: each
 * entry's hash covers the one before, all its columns, and a keyed digest of its sealed part's
 * plain text, so that sealing it anew under another key changes nothing. The key of the chain
 * stands apart from the data: who can write the database, but lacks the key, cannot make an altered
 * journal look whole. Cutting entries off at the end shows only against a head that was noted
 * elsewhere.
 *
 * Entries are written by the engine from ctx_journal notes, in the transaction of what they
 * describe; nothing else writes them. */
#pragma once

#include <stdbool.h>

#include "server/ctx.h"
#include "server/store/seal.h"

/* An entry; its pointers live in the arena of the ctx that read it. */
struct journal_entry {
	int64_t seq; /* counts from 1 without a gap */
	int64_t at_us;
	int64_t node, actor, for_operator, session, call;
	const char *action;                   /* a word of domain/actions.def */
	int64_t unit, county, city, province; /* where the unit lay when it was written; 0: none */
	const char *entity;
	int64_t entity_id;
	const char *summary;
	const void *sealed; /* NULL: none; journal_open opens it */
	size_t sealed_size;
	const void *digest, *hash;         /* DIGEST_SIZE each */
	const char *actor_name, *for_name; /* of lists, not of journal_from; "": nobody */
};

/* Writes all notes of the ctx, in order, as done by ctx->actor at ctx->now_us on call ctx->call_id.
 * Where the unit lies is taken from ctx->units (NULL: it is not known). */
enum err journal_write_notes(struct ctx *ctx) MUST_CHECK;

/* What to read; 0, NULL and "" ask for all. The newest come first. */
struct journal_filter {
	int64_t before_seq; /* those below it: the last seq of the page before */
	int64_t from_seq; /* and not below this one, so that the cost of a rare thing is bounded */
	int64_t limit;    /* at most so many; must be set */
	int64_t unit;     /* about this unit or one that lay under it when it was written */
	const char *entity;
	int64_t entity_id; /* only with entity */
	int64_t actor;
	const char *action_prefix; /* "operator." */
	/* From … to before. The order is that of commits; an entry whose clock is more than a day
	 * off from its neighbours' may be missed. */
	int64_t from_us, to_us;
};
enum err journal_list(struct ctx *ctx, const struct journal_filter *filter,
	struct journal_entry **entries_out, size_t *n_out) MUST_CHECK;
/* What stands about one child, newest first, below `before_seq` (0: from the newest). Without
 * looks: what was done, not who read the file. The cost is that of the child's own entries. */
enum err journal_of_student(struct ctx *ctx, int64_t student, int64_t before_seq, bool with_looks,
	size_t limit, struct journal_entry **entries_out, size_t *n_out) MUST_CHECK;
/* Looks at files and cases of children whose school lay under a unit, newest first: who read, and
 * nothing that was done. `student` 0: of all. Like journal_list, `before_seq` 0 begins at the
 * newest, `from_seq` bounds the cost. */
struct journal_look {
	struct journal_entry entry;  /* with names */
	int64_t actor_home, student; /* 0: unknown, none */
};
struct journal_look_filter {
	int64_t unit, actor, student;
	int64_t before_seq, from_seq, limit;
	int64_t from_us, to_us; /* 0: no end */
};
enum err journal_looks(struct ctx *ctx, const struct journal_look_filter *filter,
	struct journal_look **looks_out, size_t *n_out) MUST_CHECK;
/* The plain text of what an entry seals; NULL when there is nothing or it was tampered with. */
void *journal_open(struct ctx *ctx, const struct journal_entry *entry, size_t *size_out);

/* The newest entry's number and hash; 0 and zeros when the journal is empty. */
enum err journal_head(struct ctx *ctx, int64_t *seq_out, uint8_t hash_out[DIGEST_SIZE]) MUST_CHECK;

enum journal_fault {
	JOURNAL_WHOLE,
	JOURNAL_GAP,            /* an entry is missing */
	JOURNAL_ALTERED,        /* an entry or one before it is not as it was written */
	JOURNAL_SEALED_ALTERED, /* its sealed part does not open, or is another */
};
struct journal_verdict {
	enum journal_fault fault;
	int64_t seq;      /* of the first fault: the entry, or the one that is missing */
	int64_t next_seq; /* where to go on; 0: the end was reached, or a fault */
	int64_t n_checked;
};
/* Recomputes the chain from `from_seq` (1: the beginning; else it relies on the hash stored before
 * it) over at most `limit` entries. */
enum err journal_verify(struct ctx *ctx, int64_t from_seq, int64_t limit,
	struct journal_verdict *verdict_out) MUST_CHECK;
/* "Entry {0} …" */
const struct sentence *journal_fault_sentence(enum journal_fault fault);
