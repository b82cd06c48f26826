#include "server/service/transfer_facts.h"

#include <stdlib.h>
#include <string.h>

#include "common/date.h"
#include "domain/roll.h"
#include "server/service/case_route.h"
#include "server/service/problem_rules.h"
#include "server/store/enrolment_store.h"
#include "server/store/identity_store.h"
#include "server/store/number_store.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_store.h"
#include "server/store/unit_tree.h"

enum { FOUND_MOST = 8, KEYS_MOST = 16 };

static bool holds(const struct ctx *ctx, enum policy policy, const struct case_row *row)
{
	return policy_number(ctx, policy, row->school) != 0;
}

/* ---- the route ---- */

static int64_t above(const struct ctx *ctx, int64_t unit, enum tier tier)
{
	const struct unit_node *node = unit_tree_ancestor(ctx->units, unit, tier);
	return node != NULL ? node->id : 0;
}

static uint32_t abroad_facts(const struct case_file *file, enum case_way way)
{
	const Xueji__V1__CrossingStep *told = file->told;
	if (way == WAY_FROM_ABROAD)
		return FACT_FROM_ABROAD |
		       (told != NULL && told->state == (Xueji__V1__CaseState)CASE_OUT_BUREAU
				       ? FACT_SENDER_CLOSED
				       : 0);
	/* whether there is a paper file is for the new side to say */
	return FACT_TO_ABROAD |
	       (told != NULL && told->state == (Xueji__V1__CaseState)CASE_CLOSED ? FACT_NO_PAPER
										 : 0);
}

static uint32_t route_facts(const struct ctx *ctx, const struct case_file *file, enum case_way way)
{
	const struct case_row *row = &file->row;
	const struct unit_node *bureau = unit_tree_get(ctx->units, row->bureau);
	const struct unit_node *sender = unit_tree_get(ctx->units, row->from_school);
	int64_t city = above(ctx, row->school, TIER_CITY);
	bool crosses = way != WAY_WITHIN || city != above(ctx, row->from_school, TIER_CITY);
	bool is_county = bureau != NULL && bureau->tier == TIER_COUNTY;
	bool is_province = bureau != NULL && bureau->tier == TIER_PROVINCE;
	uint32_t facts = 0;
	if (row->bureau == row->from_bureau)
		facts |= FACT_SAME_BUREAU;
	if (crosses && is_county && city != 0 && holds(ctx, POLICY_TRANSFER_CITY_SIGNS, row))
		facts |= FACT_CITY_SIGNS;
	if (crosses && !is_province && holds(ctx, POLICY_TRANSFER_PROVINCE_SIGNS, row))
		facts |= FACT_PROVINCE_SIGNS;
	if (sender == NULL || sender->is_closed)
		facts |= FACT_SENDER_CLOSED;
	if (!holds(ctx, POLICY_TRANSFER_RETURN, row))
		facts |= FACT_NO_RETURN;
	if (way != WAY_TO_ABROAD && !holds(ctx, POLICY_TRANSFER_PAPER_DAYS, row))
		facts |= FACT_NO_PAPER;
	return way == WAY_WITHIN ? facts : facts | abroad_facts(file, way);
}

/* ---- the child ---- */

enum err transfer_number_is(struct ctx *ctx, int64_t student, const char *typed, bool *out)
{
	int64_t found[FOUND_MOST];
	size_t n;
	enum err err = number_find(ctx, typed, found, FOUND_MOST, &n);
	*out = false;
	for (size_t i = 0; err == OK && i < n; i++)
		*out |= found[i] == student;
	return err;
}

enum err transfer_id_is(struct ctx *ctx, int64_t student, const char *typed, bool *out)
{
	struct identity_key keys[KEYS_MOST];
	struct identity_claims claims;
	size_t n = identity_keys_of(ctx->app->keys, typed, keys, KEYS_MOST);
	enum err err = OK;
	*out = false;
	for (size_t i = 0; err == OK && i < n; i++) {
		err = identity_find(ctx, &keys[i], &claims);
		for (size_t k = 0; err == OK && k < claims.n; k++)
			*out |= claims.of[k].student == student;
	}
	return err;
}

enum err transfer_differs(struct ctx *ctx, const struct case_file *file, uint32_t *out)
{
	const Xueji__V1__TransferApplication *given = file->transfer->application;
	int64_t student = file->student.row.id;
	bool is_number = true, is_id = true;
	enum err err = OK;
	if (given->student_no[0] != '\0')
		err = transfer_number_is(ctx, student, given->student_no, &is_number);
	if (err == OK && given->id_number[0] != '\0')
		err = transfer_id_is(ctx, student, given->id_number, &is_id);
	*out = strcmp(given->name, file->student.row.name) != 0 ? DIFFERS_NAME : 0;
	*out |= !is_number ? DIFFERS_STUDENT_NO : 0;
	*out |= !is_id ? DIFFERS_ID_NUMBER : 0;
	return err;
}

static enum err compare(struct ctx *ctx, const struct case_file *file, struct case_facts *out)
{
	static const struct sentence words[DIFFERS_COUNT] = {
		{"name", "姓名"}, {"student number", "学籍号"}, {"ID number", "身份证件号"}};
	const char *comma = ctx->lang == LANG_ZH ? "、" : ", ";
	uint32_t differs;
	enum err err = transfer_differs(ctx, file, &differs);
	for (int i = 0; err == OK && i < DIFFERS_COUNT; i++) {
		if (!(differs & UINT32_C(1) << i))
			continue;
		const char *word = sentence_in(&words[i], ctx->lang);
		out->bits |= FACT_DATA_DIFFER;
		out->differs = out->differs == NULL ? word
						    : arena_printf(ctx->arena, "%s%s%s",
							      out->differs, comma, word);
	}
	return err;
}

static bool is_enrolment(const struct case_file *file)
{
	return file->row.type == CASE_ENROLMENT;
}

static bool may_be_had(const struct case_file *file)
{
	const struct student_row *child = &file->student.row;
	return is_enrolment(file) ? roll_may_go_on(child->status, child->stage)
				  : roll_status_row(child->status)->is_on_roll;
}

static int standing_of(const struct case_file *file)
{
	return file->row.student != 0 ? file->student.row.status : ROLL_MOVED_OUT;
}

static uint32_t whereabouts(const struct ctx *ctx, const struct case_file *file)
{
	const struct student_row *child = &file->student.row;
	const struct unit_node *school = unit_tree_get(ctx->units, child->school);
	bool is_there = child->school == file->row.from_school ||
			(school != NULL && school->is_closed); /* merged meanwhile */
	uint32_t facts = 0;
	if (file->row.student == 0)
		return 0; /* the other province looks for it */
	if (!is_there || !may_be_had(file))
		facts |= FACT_NOT_THERE;
	if (child->school == file->row.school || file->row.school == file->row.from_school)
		facts |= FACT_SAME_SCHOOL;
	return facts;
}

/* ---- where it comes to ---- */

static enum err class_facts(
	struct ctx *ctx, const struct case_row *row, bool is_there, struct case_facts *out)
{
	struct school_class behind = {row->to_grade, row->to_class - 1}, *found;
	size_t n = 0;
	enum err err = OK;
	if (row->to_class == 0 || !is_there)
		return OK;
	err = unit_classes(ctx, row->school, row->to_grade, behind, 1, &found, &n);
	if (err != OK)
		return err;
	if (n == 0 || found[0].number != row->to_class) {
		out->bits |= FACT_PLACE_GONE;
		return OK;
	}
	return case_room_facts(ctx, row->school, row->to_grade, row->to_class, out);
}

/* Is it the child's own stage; or, of a graduate, one that it may begin with this grade? Of who is
 * in another province only that is known which anybody may begin. */
static bool is_stage(const struct case_file *file, int stage, int years)
{
	const struct student_row *child = &file->student.row;
	int grade = file->row.to_grade;
	if (!is_enrolment(file))
		return file->row.student == 0 || stage == child->stage;
	if (file->row.student != 0)
		return stage_is_entry(child->stage, child->grade, stage, years, grade);
	for (int left = GRADE_FIRST; left <= GRADE_LAST; left++)
		for (int from = STAGE_PRIMARY; from < STAGE_END; from++)
			if (stage_is_entry(from, left, stage, years, grade))
				return true;
	return false;
}

static bool is_special_code(const char *code)
{
	return strncmp(code, "51", 2) == 0 || strncmp(code, "37", 2) == 0; /* R76 */
}

static bool is_special(const struct ctx *ctx, int64_t school)
{
	const struct unit_node *unit = unit_tree_get(ctx->units, school);
	return unit != NULL && unit->tier == TIER_SCHOOL && is_special_code(unit->code);
}

/* The record stays at the old school (R32), which takes a special or reform school on either side.
 */
static void keep_facts(const struct case_file *file, bool may, struct case_facts *out)
{
	if (!file->transfer->application->keeps_record)
		return;
	out->bits |= FACT_KEEPS;
	if (!may)
		out->bits |= FACT_KEEP_BARRED;
}

/* The place is in another province, which has looked at it. */
static void far_place_facts(struct ctx *ctx, const struct case_file *file, struct case_facts *out)
{
	const Xueji__V1__TransferAbroad *abroad = file->transfer->abroad;
	if (abroad == NULL)
		return;
	out->gone = case_place_text(ctx, &file->row);
	if (!is_stage(file, (int)abroad->stage, abroad->years))
		out->bits |= FACT_OTHER_STAGE;
	keep_facts(file,
		is_special_code(abroad->school_code) || is_special(ctx, file->row.from_school),
		out);
}

static enum err place_facts(struct ctx *ctx, const struct case_file *file, struct case_facts *out)
{
	const struct case_row *row = &file->row;
	struct unit *school;
	enum err err = unit_get(ctx, row->school, &school);
	if (err != OK)
		return err;
	bool is_open = school != NULL && school->closed == 0;
	int stage = is_open ? programme_stage_of(&school->programme, row->to_grade) : 0;
	out->gone = case_place_text(ctx, row);
	if (stage == 0)
		out->bits |= FACT_PLACE_GONE;
	else if (!is_stage(file, stage, school->programme.years[stage]))
		out->bits |= FACT_OTHER_STAGE;
	/* which school it comes from, another province knows */
	keep_facts(file,
		is_special(ctx, row->school) || is_special(ctx, row->from_school) ||
			file->row.student == 0,
		out);
	return class_facts(ctx, row, stage != 0, out);
}

/* ---- windows and bars ---- */

static int month_and_day(const struct ctx *ctx)
{
	char today[DATE_TEXT_SIZE];
	date_format(ctx_today(ctx), today);
	return (int)strtol(today + 5, NULL, 10) * 100 + (int)strtol(today + 8, NULL, 10);
}

/* A window may lie over the turn of the year. */
static bool is_within(int day, int from, int until)
{
	if (from == 0 || until == 0)
		return false;
	return from <= until ? day >= from && day <= until : day >= from || day <= until;
}

static const char *window_text(struct ctx *ctx, const char *before, int from, int until)
{
	return arena_printf(ctx->arena, "%s%s%02d-%02d – %02d-%02d", before,
		before[0] != '\0' ? ", " : "", from / 100, from % 100, until / 100, until % 100);
}

/* Of this province's own graduates any day will do, unless it has set days; those of another one
 * are applied for in autumn and in spring (R36). */
static void enrolment_windows(
	struct ctx *ctx, const struct case_row *row, enum case_way way, struct case_facts *out)
{
	static const enum policy windows[][2] = {
		{POLICY_ENROLMENT_FROM, POLICY_ENROLMENT_UNTIL},
		{POLICY_ENROLMENT_ABROAD_FROM, POLICY_ENROLMENT_ABROAD_UNTIL},
		{POLICY_ENROLMENT_SPRING_FROM, POLICY_ENROLMENT_SPRING_UNTIL},
	};
	size_t first = way == WAY_WITHIN ? 0 : 1, end = way == WAY_WITHIN ? 1 : 3;
	bool is_open = false;
	out->windows = "";
	for (size_t i = first; i < end; i++) {
		int from = (int)policy_number(ctx, windows[i][0], row->school);
		int until = (int)policy_number(ctx, windows[i][1], row->school);
		is_open |= is_within(month_and_day(ctx), from, until);
		if (from != 0 && until != 0)
			out->windows = window_text(ctx, out->windows, from, until);
	}
	if (!is_open && (out->windows[0] != '\0' || way != WAY_WITHIN))
		out->bits |= FACT_FROZEN;
}

static void transfer_windows(struct ctx *ctx, const struct case_row *row, struct case_facts *out)
{
	static const enum policy windows[][2] = {
		{POLICY_TRANSFER_FREEZE_FROM, POLICY_TRANSFER_FREEZE_UNTIL},
		{POLICY_TRANSFER_CLOSED_FROM, POLICY_TRANSFER_CLOSED_UNTIL},
	};
	for (size_t i = 0; i < sizeof windows / sizeof *windows; i++) {
		int from = (int)policy_number(ctx, windows[i][0], row->school);
		int until = (int)policy_number(ctx, windows[i][1], row->school);
		if (!is_within(month_and_day(ctx), from, until))
			continue;
		out->bits |= FACT_FROZEN;
		out->frozen_from = arena_printf(ctx->arena, "%02d-%02d", from / 100, from % 100);
		out->frozen_until = arena_printf(ctx->arena, "%02d-%02d", until / 100, until % 100);
	}
}

static bool is_first_term(const struct ctx *ctx, const struct enrolment *stay)
{
	int from = (int)policy_number(ctx, POLICY_TRANSFER_FIRST_TERM_FROM, stay->school);
	int until = (int)policy_number(ctx, POLICY_TRANSFER_FIRST_TERM_UNTIL, stay->school);
	return stay->year_in_stage == 1 && is_within(month_and_day(ctx), from, until);
}

/* The bars of the province that the application is judged in: across provinces the one that the
 * child leaves, which alone knows the child. */
static enum err bar_facts(
	struct ctx *ctx, const struct case_file *file, enum case_way way, struct case_facts *out)
{
	const struct case_row *row = &file->row;
	int64_t judge = way == WAY_TO_ABROAD ? row->from_school : row->school;
	const struct student_row *child = &file->student.row;
	struct enrolment stay;
	bool is_open;
	enum err err = enrolment_get_open(ctx, child->id, &stay, &is_open);
	const struct {
		enum policy policy;
		bool applies;
	} bars[] = {
		{POLICY_TRANSFER_BAR_FIRST_TERM, is_open && is_first_term(ctx, &stay)},
		{POLICY_TRANSFER_BAR_LAST_YEAR, is_open && enrolment_is_graduating(&stay)},
		{POLICY_TRANSFER_BAR_SUSPENDED, child->status == ROLL_SUSPENDED},
		{POLICY_TRANSFER_BAR_GRADE_CHANGE, child->grade != row->to_grade},
		{POLICY_TRANSFER_BAR_WITHIN_CITY,
			above(ctx, row->school, TIER_CITY) != 0 &&
				above(ctx, row->school, TIER_CITY) ==
					above(ctx, row->from_school, TIER_CITY)},
		{POLICY_TRANSFER_BAR_WITHIN_COUNTY,
			above(ctx, row->school, TIER_COUNTY) != 0 &&
				above(ctx, row->school, TIER_COUNTY) ==
					above(ctx, row->from_school, TIER_COUNTY)},
	};
	for (size_t i = 0; err == OK && i < sizeof bars / sizeof *bars; i++) {
		if (!bars[i].applies || policy_number(ctx, bars[i].policy, judge) == 0)
			continue;
		out->bits |= FACT_BARRED;
		out->barred = sentence_in(&policy_row(bars[i].policy)->title, ctx->lang);
	}
	return err;
}

/* What the province that asks cannot look up. */
static enum err check_facts(struct ctx *ctx, const struct case_file *file, struct case_facts *out)
{
	int64_t open = 0;
	enum err err = file->row.state == CASE_NEW
			       ? case_open_of_student(ctx, file->row.student, &open)
			       : OK;
	if (open != 0)
		out->bits |= FACT_CASE_OPEN;
	return err;
}

static enum err problem_fact(struct ctx *ctx, const struct case_file *file, struct case_facts *out)
{
	enum problem_kind kind;
	enum err err = problem_that_blocks(ctx, file->row.student, file->row.type, &kind);
	if (err != OK || kind == 0)
		return err;
	out->bits |= (uint32_t)FACT_PROBLEM_OPEN;
	out->kind = sentence_in(&problem_kind_row(kind)->title, ctx->lang);
	return OK;
}

enum err transfer_facts_load(struct ctx *ctx, const struct case_file *file, struct case_facts *out)
{
	enum case_way way = case_way(ctx, &file->row);
	enum err err = OK;
	out->bits |= route_facts(ctx, file, way) | whereabouts(ctx, file);
	if (file->ground == GROUND_NONE)
		out->bits |= FACT_NO_GROUND;
	out->standing = sentence_in(&roll_status_row(standing_of(file))->title, ctx->lang);
	if (is_enrolment(file))
		enrolment_windows(ctx, &file->row, way, out);
	else
		transfer_windows(ctx, &file->row, out);
	if (way == WAY_FROM_ABROAD)
		return place_facts(ctx, file, out);
	err = compare(ctx, file, out);
	if (err == OK && way == WAY_TO_ABROAD)
		err = check_facts(ctx, file, out);
	if (err == OK && way == WAY_WITHIN)
		err = place_facts(ctx, file, out);
	else
		far_place_facts(ctx, file, out);
	if (err == OK)
		err = problem_fact(ctx, file, out);
	/* the bars are those of transfers (R33) */
	return err == OK && !is_enrolment(file) ? bar_facts(ctx, file, way, out) : err;
}
