#include "server/service/problem_rules.h"

#include <string.h>

#include "domain/id_number.h"
#include "domain/items_check.h"
#include "domain/roll.h"
#include "server/service/items.h"
#include "server/service/problem_school.h"
#include "server/store/identity_store.h"
#include "server/store/list_store.h"
#include "server/store/number_store.h"
#include "server/store/police_store.h"
#include "server/store/profile_store.h"
#include "server/store/student_search.h"

#define RESULT(word) XUEJI__V1__VERDICT_RESULT__VERDICT_RESULT_##word

/* ---- the number ---- */

static void ignore(void *to, const struct finding *finding)
{
	(void)to, (void)finding; /* whether there is one is all that is asked */
}

const char *problem_id_fault(struct ctx *ctx, const struct student_record *child)
{
	const Xueji__V1__StudentItems *items = child->items;
	struct findings findings = {.report = ignore};
	struct id_number number;
	struct id_claim claim = {.type = items->id_type,
		.number = items->id_number,
		.birth_date = items->birth_date,
		.sex = items->sex,
		.today = ctx_today(ctx)};
	if (strcmp(items->id_type, ID_TYPE_RESIDENT) != 0 || items->id_number[0] == '\0' ||
		id_number_check(&claim, &findings, &number))
		return NULL;
	if (id_number_parse(items->id_number, &number))
		return "contradicts";
	return strlen(items->id_number) != 18 ? "length" : "checksum";
}

enum err problem_same_number(
	struct ctx *ctx, const struct student_record *child, struct record_ids *out)
{
	struct identity_key key =
		identity_key(ctx->app->keys, child->items->id_type, child->items->id_number);
	struct identity_claims claims;
	struct student_row row;
	out->n = 0;
	if (key.is_empty)
		return OK;
	enum err err = identity_find(ctx, &key, &claims);
	for (size_t i = 0; err == OK && i < claims.n; i++) {
		err = student_get(ctx, claims.of[i].student, &row);
		if (err == OK && roll_is_record(row.status))
			out->ids[out->n++] = row.id;
	}
	return err;
}

/* ---- the person ---- */

enum err problem_same_person(
	struct ctx *ctx, const struct student_record *child, struct record_ids *out)
{
	struct student_row *rows;
	Xueji__V1__StudentItems *items;
	size_t n = 0;
	out->n = 0;
	if (child->items->id_number[0] != '\0')
		return OK;
	enum err err = student_namesakes(ctx, child->row.name, child->row.birth, child->row.sex,
		PROBLEM_GROUP_MOST, &rows, &n);
	for (size_t i = 0; err == OK && i < n; i++) {
		if (!roll_is_record(rows[i].status))
			continue;
		err = profile_get(ctx, rows[i].id, &items);
		if (err == OK && items->id_number[0] == '\0')
			out->ids[out->n++] = rows[i].id;
	}
	return err;
}

/* ---- the police ---- */

void problem_police_facts(
	struct ctx *ctx, const struct student_record *child, uint8_t out[BLIND_SIZE])
{
	Xueji__V1__ListRow row = XUEJI__V1__LIST_ROW__INIT;
	row.name = child->items->name;
	row.sex = child->items->sex;
	row.birth_date = child->items->birth_date;
	row.id_type = child->items->id_type;
	row.id_number = child->items->id_number;
	list_facts(ctx->app->keys, &row, out);
}

/* The last verdict, if it is about the child as it is now. */
static enum err police_of(struct ctx *ctx, const struct student_record *child,
	struct police_check *check, bool *found_out)
{
	uint8_t facts[BLIND_SIZE];
	enum err err = police_get(ctx, child->row.id, check, found_out);
	if (err != OK || !*found_out)
		return err;
	problem_police_facts(ctx, child, facts);
	*found_out = police_is_about(check, facts);
	return OK;
}

enum err problem_police_text(struct ctx *ctx, const struct student_record *child, const char **out)
{
	static const struct {
		Xueji__V1__VerdictResult result;
		struct sentence text;
	} texts[] = {
		{RESULT(MATCH), {"the police confirm it", "公安比对一致"}},
		{RESULT(NAME_DIFFERS), {"the police know another name", "公安比对姓名不符"}},
		{RESULT(NOT_FOUND), {"the police do not know the number", "公安库查无此号"}},
		{RESULT(NUMBER_REPLACED), {"the number was replaced", "公安库号码已变更"}},
	};
	struct police_check check;
	bool is_found;
	enum err err = police_of(ctx, child, &check, &is_found);
	*out = "";
	for (size_t i = 0; err == OK && is_found && i < sizeof texts / sizeof *texts; i++)
		if (texts[i].result == check.result)
			*out = sentence_in(&texts[i].text, ctx->lang);
	return err;
}

static const Xueji__V1__VerdictResult police_results[PROBLEM_KIND_COUNT] = {
	[PROBLEM_ID_NOT_FOUND] = RESULT(NOT_FOUND),
	[PROBLEM_ID_NAME_MISMATCH] = RESULT(NAME_DIFFERS),
	[PROBLEM_ID_CHANGED] = RESULT(NUMBER_REPLACED),
};

/* The police found it, so they alone take it back. */
static enum err fits_police(struct ctx *ctx, const struct problem_row *problem,
	const struct student_record *child, bool *out)
{
	struct police_check check;
	uint8_t facts[BLIND_SIZE];
	bool is_found;
	enum err err = police_get(ctx, child->row.id, &check, &is_found);
	*out = true;
	if (err != OK || !is_found)
		return err;
	/* Whoever has by now the number that they named has what they asked for. */
	const char *named = check.verdict->id_number;
	bool is_done = problem->kind == PROBLEM_ID_CHANGED && named[0] != '\0' &&
		       strcmp(named, child->items->id_number) == 0;
	problem_police_facts(ctx, child, facts);
	*out = !is_done &&
	       (!police_is_about(&check, facts) || check.result == police_results[problem->kind]);
	return OK;
}

/* ---- one child ---- */

static bool is_complete(struct ctx *ctx, const struct student_record *child)
{
	const struct items_form form = {.form = FORM_SCHOOL,
		.stage = (enum stage)child->row.stage,
		.today = ctx_today(ctx),
		.is_provisional = true};
	return items_are_complete(ctx, &form, child->items);
}

/* What waits for papers is on a list of its own, and no problem yet. */
bool problem_lacks_items(struct ctx *ctx, const struct student_record *child)
{
	return !child->row.is_provisional && !is_complete(ctx, child);
}

bool problem_lacks_id(const struct student_record *child)
{
	return child->items->id_number[0] == '\0' && child->row.number_kind != NUMBER_J;
}

bool problem_is_in_record(struct ctx *ctx, const struct student_record *child)
{
	return problem_lacks_id(child) || problem_id_fault(ctx, child) != NULL ||
	       problem_lacks_items(ctx, child);
}

/* A suspicion stands as long as both records do and nobody has judged. */
static enum err fits_near(struct ctx *ctx, const struct problem_row *problem, bool *out)
{
	struct problem_list sides;
	struct student_row other;
	bool is_judged;
	enum err err = problem_list_group(ctx, problem->group, &sides);
	*out = false;
	for (size_t i = 0; err == OK && !*out && i < sides.n; i++) {
		int64_t student = sides.rows[i].problem.student;
		if (student == problem->student)
			continue;
		err = student_get(ctx, student, &other);
		if (err == OK)
			err = problem_is_judged(ctx, problem->student, student, &is_judged);
		*out = err == OK && roll_is_record(other.status) && !is_judged;
	}
	return err;
}

/* Judged to be one person by people, whatever the records say: until one of them goes. */
static enum err fits_judged(struct ctx *ctx, const struct problem_row *problem, bool *out)
{
	struct problem_list sides;
	struct student_row row;
	size_t live = 0;
	enum err err = problem_list_group(ctx, problem->group, &sides);
	for (size_t i = 0; err == OK && i < sides.n; i++) {
		err = student_get(ctx, sides.rows[i].problem.student, &row);
		live += err == OK && roll_is_record(row.status);
	}
	*out = live > 1;
	return err;
}

bool problem_report_fits(enum problem_kind kind, const struct student_record *child)
{
	if (kind == PROBLEM_NO_RECORD)
		return child->row.status == ROLL_PENDING;
	return child->row.status == ROLL_ENROLLED;
}

static enum err fits_school(struct ctx *ctx, const struct problem_row *problem,
	const struct student_record *child, bool *out)
{
	struct case_row kase;
	int64_t school;
	enum err err = case_get(ctx, problem->id, &kase);
	if (err == OK)
		err = problem_school(ctx, &child->row, &school);
	*out = err == OK && child->row.status == ROLL_ENROLLED && school == kase.school;
	return err;
}

enum err problem_still_fits(struct ctx *ctx, const struct problem_row *problem,
	const struct student_record *child, bool *out)
{
	struct record_ids same = {.n = 0};
	enum err err = OK;
	*out = roll_is_record(child->row.status);
	if (problem->kind == PROBLEM_NO_RECORD) {
		*out = child->row.status == ROLL_PENDING;
		return OK;
	}
	if (!*out)
		return OK;
	if (strcmp(problem->cause, "judged_same") == 0)
		return fits_judged(ctx, problem, out);
	switch (problem->kind) {
	case PROBLEM_DUP_ID:
		err = problem_same_number(ctx, child, &same);
		*out = same.n > 1;
		return err;
	case PROBLEM_DUP_PERSON:
		err = problem_same_person(ctx, child, &same);
		*out = same.n > 1;
		return err;
	case PROBLEM_ID_FORMAT:
		*out = problem_id_fault(ctx, child) != NULL;
		return OK;
	case PROBLEM_NO_ID:
		*out = problem_lacks_id(child);
		return OK;
	case PROBLEM_ID_NOT_FOUND:
	case PROBLEM_ID_NAME_MISMATCH:
	case PROBLEM_ID_CHANGED:
		return fits_police(ctx, problem, child, out);
	case PROBLEM_GHOST:
	case PROBLEM_SEPARATED:
		return fits_school(ctx, problem, child, out);
	case PROBLEM_MISSING_ITEM:
		*out = !is_complete(ctx, child);
		return OK;
	case PROBLEM_NEAR_DUP:
		return fits_near(ctx, problem, out);
	case PROBLEM_NO_RECORD:
	case PROBLEM_KIND_COUNT:
		break;
	}
	return OK;
}

enum err problem_that_blocks(
	struct ctx *ctx, int64_t student, enum case_type type, enum problem_kind *out)
{
	struct problem_list list;
	enum err err = problem_list_child(ctx, student, &list);
	*out = 0;
	for (size_t i = 0; err == OK && i < list.n; i++) {
		const struct problem_kind_row *kind = problem_kind_row(list.rows[i].problem.kind);
		if (kind->cured_by & UINT32_C(1) << type) {
			*out = 0;
			return OK;
		}
		if (problem_blocks(kind, type))
			*out = kind->kind;
	}
	return err;
}
