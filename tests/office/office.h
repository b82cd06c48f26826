/* A province's node and the nation's, for tests of lists and verdicts: a house whose node trusts a
 * nation and a police base that are here as keys alone, which read what is sent to them and answer.
 *
 * The house is either being written to or at rest; what is read here leaves it being written to,
 * and whoever calls a service or counts rows lets it rest first. */
#pragma once

#include "server/node/exchange.h"
#include "server/node/lists.h"
#include "server/service/lists.h"
#include "server/store/student_number.h"
#include "tests/calls/calls.h"
#include "tests/support/child.h"
#include "tests/support/nodes.h"

#define RESULT(word) XUEJI__V1__VERDICT_RESULT__VERDICT_RESULT_##word

extern struct house *office;
extern struct other_node nation, police;
extern int64_t sent; /* parcels by the nation, so far */

void office_open(void);
void office_close(void);

/* A ctx to write with, that knows units and policies; office_commit after it. */
struct ctx *office_ctx(void);
void office_commit(void);
/* Commits what is being written, if anything is. */
void office_rest(void);
int64_t count(const char *sql);

/* As the scheduler runs it, until there is no more to do; how many steps did something. */
int work(enum err (*step)(struct ctx *ctx, bool *again_out));
enum err make_all(struct ctx *ctx, bool *again_out); /* a step for it */

enum err ask_for(enum parcel_kind kind, struct list *out);
/* A list of the kind, made and read again. */
struct list made_list(enum parcel_kind kind);
struct list list_now(int64_t id);

/* What the other node reads of a list: its rows; their number. */
size_t node_reads(const struct other_node *node, const struct list *list,
	Xueji__V1__ListRow *rows[], size_t most);

/* `text` is the number of NUMBERED, else the note. */
Xueji__V1__Verdict verdict_of(int64_t row, Xueji__V1__VerdictResult result, const char *text);
/* Verdicts on a list (NULL: on one that was never sent) as a parcel of the node; to be freed. */
struct bytes answer_of(const struct other_node *node, int64_t number, const struct list *list,
	const Xueji__V1__Verdict *verdicts, size_t n, bool is_last);
void arrives(struct bytes bytes);
/* The nation answers, and it is taken in; how many steps it took. */
int answered(const struct list *list, const Xueji__V1__Verdict *verdicts, size_t n, bool is_last);

/* A child on the roll of SCHOOL with an L number. */
struct student_record pupil(const char *name);
const char *g_of(const struct student_record *child);
const char *number_now(int64_t student);
int64_t found_by(const char *number); /* a child; 0: none */
/* The reason with which a list's nth verdict was refused; "" for none. */
const char *refusal(const struct list *list, size_t nth);
