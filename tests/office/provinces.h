/* Two provinces, each with a node, a school and the people who sign there, which trust each other;
 * and a carrier between them. Children are made in either.
 *
 *	provinces_open();
 *	struct mover child = child_of(&south, "陈小明");
 *	const Xueji__V1__Case *one = applied_abroad(&north, &child);
 *	… carry_all(); … provinces_close(); */
#pragma once

#include "tests/calls/moving.h"

#define STATE(word) XUEJI__V1__CASE_STATE__CASE_STATE_##word
#define PULL        XUEJI__V1__CASE_EVENT__CASE_EVENT_PULL

struct province {
	struct house *house;
	const char *code; /* that it serves */
	int64_t school, bureau;
	struct staff staff;
	struct person *people[4]; /* up to NULL */
	struct province *other;
	int64_t carried; /* of what it sent, up to this number */
	int n_children;
};
extern struct province south, north; /* 440000 and 110000 */

void provinces_open(void);
void provinces_close(void);

/* A child on the roll of the province's school, grade 1 class 1. */
struct mover child_of(struct province *province, const char *name);
/* It graduates there, from whatever stage it is in. */
void graduates_in(struct province *province, const struct mover *child);
/* The schools of both teach all three stages, grades 1, 7 and 10 in two classes each. */
void stages_open(void);
/* Another province's child is applied for by this one's school; into grade 1 class 2. */
struct answer apply_abroad(struct province *to, const struct mover *child);
const Xueji__V1__Case *applied_abroad(struct province *to, const struct mover *child);
/* The same, as this type and into this grade. */
struct answer apply_abroad_as(
	struct province *to, const struct mover *child, Xueji__V1__CaseType type, int grade);
/* The other half of a case, as the other province's officer sees it; NULL: there is none. */
const Xueji__V1__Case *half_of(struct province *there, const Xueji__V1__Case *one);
/* A case as it stands by now. */
const Xueji__V1__Case *case_now(struct province *province, const Xueji__V1__Case *one);
/* Whose move it is makes the one that brings it on, here. */
const Xueji__V1__Case *moved_on(struct province *province, const Xueji__V1__Case *one);
/* Both halves are brought on, and all that is said is carried, until the half of the side that
 * asked stands there. */
const Xueji__V1__Case *brought_to(
	struct province *to, const Xueji__V1__Case *one, Xueji__V1__CaseState state);

/* ---- the carrier ---- */

struct letter {
	uint8_t *bytes; /* to be freed */
	size_t size;
};
/* What the province has ready for the other: at most `most`, in the order of their numbers. */
size_t letters_of(struct province *from, struct letter *out, size_t most);
/* Is brought to the province; the reason for which it was not believed, REASON_COUNT for none. */
enum reason letter_arrives(struct province *to, const void *bytes, size_t size);
/* The province takes in what it can. */
void takes_in(struct province *province);
/* All of both, each once, until nobody has anything left to say. */
void carry_all(void);

/* A ctx to write with as the node's own jobs have it, and what it did is committed. */
struct ctx *province_write(struct province *province);
void province_commit(struct province *province, struct ctx *ctx);
int64_t count_in(struct province *province, const char *sql);
/* xuejid check finds nothing in either. */
void both_are_clean(void);
