/* Problem records as they are stored: what a case of type CASE_PROBLEM is beside a case, the group
 * of records that a finding is about, who sees them, and how many there are. What may be done is
 * server/registry/case_problem.h; what a finding becomes, server/service/problem_found.h. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "server/ctx.h"
#include "server/registry/problem_table.h"
#include "server/store/case_store.h"
#include "server/store/seal.h"

struct problem_group {
	int64_t id;
	enum problem_kind kind;
	uint8_t key[BLIND_SIZE];
	const char *cause;
	int score; /* thousandths; 1000: certain */
	int64_t found_us;
};
/* Puts a group in; id and found_us are set here. */
enum err problem_group_insert(struct ctx *ctx, struct problem_group *group) MUST_CHECK;
/* *found_out false when there is none of this kind and key. */
enum err problem_group_find(struct ctx *ctx, enum problem_kind kind, const uint8_t key[BLIND_SIZE],
	struct problem_group *out, bool *found_out) MUST_CHECK;
enum err problem_group_get(struct ctx *ctx, int64_t id, struct problem_group *out) MUST_CHECK;

struct problem_row {
	int64_t id, group; /* the id is the case's */
	enum problem_kind kind;
	const char *cause; /* the group's */
	int64_t student;
	bool is_open;
	enum case_state state; /* as it was last counted */
	int stage;
	bool is_graduating; /* fixed when the campaign began (Q7, Q8) */
	enum problem_answer answer;
	bool is_upheld; /* settled by substantiating (R47) */
	int64_t campaign;
};
/* Puts the problem of a case in, seen by these units. */
enum err problem_insert(struct ctx *ctx, const struct problem_row *row, const struct case_row *kase,
	const int64_t *units, size_t n_units) MUST_CHECK;
/* *found_out false when the case is no problem. */
enum err problem_get(
	struct ctx *ctx, int64_t id, struct problem_row *out, bool *found_out) MUST_CHECK;
/* After each move of its case: writes answer, is_upheld, graduating and campaign; state, place and
 * counts follow the case. */
enum err problem_follow(
	struct ctx *ctx, struct problem_row *row, const struct case_row *kase) MUST_CHECK;
/* From now on these units see it: one that is open no others, and it came to some of them today and
 * left others, as it is counted; one that is over also stays with all who have seen it (Q1). */
enum err problem_resee(
	struct ctx *ctx, const struct problem_row *row, const int64_t *units, size_t n) MUST_CHECK;
/* The units that see it. */
enum err problem_seers(struct ctx *ctx, int64_t id, int64_t **out, size_t *n_out) MUST_CHECK;

/* Problem and case in one: what lists read. */
struct problem_entry {
	struct problem_row problem;
	struct case_row kase; /* without payload */
};
struct problem_list {
	struct problem_entry *rows;
	size_t n;
};
/* All of a group, settled ones too: those that are open first, then what was upheld, each oldest
 * first; at most PROBLEM_GROUP_MOST. */
enum { PROBLEM_GROUP_MOST = 64 };
enum err problem_list_group(struct ctx *ctx, int64_t group, struct problem_list *out) MUST_CHECK;
/* The open ones of a child. */
enum err problem_list_child(struct ctx *ctx, int64_t student, struct problem_list *out) MUST_CHECK;

enum err problem_entry_get(struct ctx *ctx, int64_t id, struct problem_entry *out) MUST_CHECK;
/* Problems of a stage under a unit that no campaign has handed down; suspicions are none (Q14). */
enum err problem_waiting(struct ctx *ctx, int64_t unit, int stage, size_t limit,
	int64_t *problems_out, size_t *n_out) MUST_CHECK;
/* The place of a row in that order, for a page's token. */
int64_t problem_place(const struct problem_row *row, const struct case_row *kase);

/* Verdicts on suspicions, which carry over (Q14). */
enum err problem_judge_same(struct ctx *ctx, int64_t one, int64_t other) MUST_CHECK;
enum err problem_judge_apart(struct ctx *ctx, int64_t one, int64_t other) MUST_CHECK;
/* The record is a person of its own again, if it was judged to be the same as the other: that is
 * open. Of the others who are judged to be one, nothing changes. */
enum err problem_judge_anew(struct ctx *ctx, int64_t student, int64_t other) MUST_CHECK;
/* Judged to be one person; to be two, by these records or by what is merged into them. */
enum err problem_is_same(struct ctx *ctx, int64_t one, int64_t other, bool *out) MUST_CHECK;
enum err problem_is_apart(struct ctx *ctx, int64_t one, int64_t other, bool *out) MUST_CHECK;
/* Either way. */
enum err problem_is_judged(struct ctx *ctx, int64_t one, int64_t other, bool *out) MUST_CHECK;

struct problem_message {
	int64_t at_us, operator_id, unit;
	const char *operator_name, *text;
};
enum err problem_message_add(
	struct ctx *ctx, int64_t group, int64_t unit, const char *text) MUST_CHECK;
enum err problem_messages(
	struct ctx *ctx, int64_t group, struct problem_message **out, size_t *n_out) MUST_CHECK;
