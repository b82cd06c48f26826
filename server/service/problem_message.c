#include "server/service/problem_message.h"

#include <string.h>

#include "domain/attachment_kind.h"
#include "domain/id_number.h"
#include "domain/roles.h"
#include "domain/roll.h"
#include "domain/working_days.h"
#include "server/auth/access.h"
#include "server/finder/cause.h"
#include "server/registry/case_problem.h"
#include "server/registry/student_items.h"
#include "server/service/case_message.h"
#include "server/service/case_papers.h"
#include "server/service/case_route.h"
#include "server/service/message.h"
#include "server/service/problem_facts.h"
#include "server/service/problem_rules.h"
#include "server/service/students.h"
#include "server/service/units.h"
#include "server/store/identity_store.h"
#include "server/store/ids.h"

/* ---- in lists ---- */

static char *words(struct ctx *ctx, const struct sentence *sentence)
{
	return (char *)sentence_in(sentence, ctx->lang);
}

char *problem_cause_text(struct ctx *ctx, const char *cause)
{
	const struct problem_cause_row *row = problem_cause_row(cause);
	enum cause slip = cause_find(cause);
	if (row != NULL)
		return words(ctx, &row->text);
	return slip != CAUSES ? words(ctx, &cause_row(slip)->sentence) : (char *)cause;
}

static char *masked_number(struct ctx *ctx, const char *number)
{
	char *out = arena_alloc(ctx->arena, strlen(number) + 1);
	id_number_mask(number, out, strlen(number) + 1);
	return out;
}

static void fill_child(struct ctx *ctx, const struct problem_entry *entry,
	const struct student_record *child, Xueji__V1__Problem *out)
{
	const struct student_row *row = &child->row;
	out->student_id = ids_format(ctx->arena, row->id);
	out->student_name = (char *)row->name;
	out->sex = child->items->sex;
	out->birth_date = (char *)row->birth;
	out->id_number_masked = masked_number(ctx, child->items->id_number);
	out->student_no_kind = (Xueji__V1__StudentNumberKind)row->number_kind;
	out->school = unit_name_message(ctx, entry->kase.school);
	out->stage = (Xueji__V1__Stage)entry->problem.stage;
	out->grade = row->grade;
	out->class_number = row->class_no;
	out->has_left = entry->problem.is_open && row->status != ROLL_PENDING &&
			!roll_status_row(row->status)->is_on_roll;
}

static void fill_dates(struct ctx *ctx, const struct problem_entry *entry, Xueji__V1__Problem *out)
{
	const struct case_row *kase = &entry->kase;
	out->found_time = message_time(ctx->arena, kase->opened_us);
	out->moved_time = message_time(ctx->arena, kase->moved_us);
	if (kase->due == DUE_NEVER)
		return;
	out->due_date = message_day(ctx->arena, kase->due);
	out->working_days_left = working_days_between(ctx_calendar(ctx), ctx_today(ctx), kase->due);
	out->is_overdue = ctx_today(ctx) > kase->due;
}

static bool sees_all(const struct ctx *ctx, const struct problem_list *sides)
{
	for (size_t i = 0; i < sides->n; i++)
		if (access_right(ctx, ROLES_BUSINESS, SCOPE_SUBTREE, sides->rows[i].kase.school) ==
			NULL)
			return false;
	return true;
}

/* As CompareStudents does, a number of a child whom one does not see is not given away. */
static const char *cause_shown(
	const struct ctx *ctx, const char *cause, const struct problem_list *sides)
{
	return cause_tells_number(cause_find(cause)) && !sees_all(ctx, sides)
		       ? cause_row(CAUSE_OTHER_NUMBER)->word
		       : cause;
}

static Xueji__V1__Problem *fill(struct ctx *ctx, const struct problem_entry *entry,
	const struct student_record *child, const struct problem_group *group,
	const struct problem_list *sides)
{
	const struct problem_kind_row *kind = problem_kind_row(entry->problem.kind);
	Xueji__V1__Problem *out = arena_one(ctx->arena, Xueji__V1__Problem);
	xueji__v1__problem__init(out);
	out->id = ids_format(ctx->arena, entry->problem.id);
	out->rev = entry->kase.rev;
	out->group_id = ids_format(ctx->arena, group->id);
	out->group_size = (int32_t)sides->n;
	out->kind = (Xueji__V1__ProblemKind)kind->kind;
	out->kind_title = words(ctx, &kind->title);
	out->cause = (char *)cause_shown(ctx, entry->problem.cause, sides);
	out->cause_text = problem_cause_text(ctx, out->cause);
	out->cure = words(ctx, &kind->cure);
	out->score = group->score;
	out->state = (Xueji__V1__CaseState)entry->kase.state;
	out->state_title = words(ctx, &case_state_row(entry->kase.state)->title);
	out->turn = (Xueji__V1__CaseParty)entry->kase.turn;
	out->turn_unit = unit_name_message(ctx, entry->kase.turn_unit);
	out->answer = (Xueji__V1__ProblemAnswer)entry->problem.answer;
	out->is_graduating = entry->problem.is_graduating;
	fill_child(ctx, entry, child, out);
	fill_dates(ctx, entry, out);
	return out;
}

static enum err read_child(struct ctx *ctx, int64_t id, struct student_record *out)
{
	enum err err = student_read(ctx, id, out);
	if (err != ERR_NOT_FOUND)
		return err;
	/* A registration that was discarded: nobody is left to show. */
	ctx->failure.err = OK;
	*out = (struct student_record){.row = {.name = "", .birth = "", .status = ROLL_PENDING},
		.items = arena_one(ctx->arena, Xueji__V1__StudentItems)};
	xueji__v1__student_items__init(out->items);
	return OK;
}

enum err problem_message_of(
	struct ctx *ctx, const struct problem_entry *entry, Xueji__V1__Problem **out)
{
	struct student_record child;
	struct problem_group group;
	struct problem_list sides;
	enum err err = read_child(ctx, entry->problem.student, &child);
	if (err == OK)
		err = problem_group_get(ctx, entry->problem.group, &group);
	if (err == OK)
		err = problem_list_group(ctx, group.id, &sides);
	if (err == OK)
		*out = fill(ctx, entry, &child, &group, &sides);
	return err;
}

/* ---- the sides ---- */

static enum err holds_slot(struct ctx *ctx, const struct student_record *child, bool *out)
{
	struct identity_key key =
		identity_key(ctx->app->keys, child->items->id_type, child->items->id_number);
	struct identity_claims claims = {.n = 0};
	enum err err = key.is_empty ? OK : identity_find(ctx, &key, &claims);
	*out = err == OK && claims.n > 0 && claims.of[0].holds &&
	       claims.of[0].student == child->row.id;
	return err;
}

/* Of a school that the caller does not see: who the child is, and the id by which CompareStudents
 * sets it beside his own; every other method asks for the school. */
static void veil(struct ctx *ctx, Xueji__V1__ProblemParty *party, int64_t school)
{
	if (access_right(ctx, ROLES_BUSINESS, SCOPE_SUBTREE, school) == NULL)
		party->problem->class_number = 0;
}

static enum err add_party(struct ctx *ctx, const struct problem_entry *entry,
	const struct problem_group *group, const struct problem_list *sides,
	Xueji__V1__ProblemParty *out)
{
	struct student_record child;
	const char *police = "";
	bool holds = false;
	enum err err = read_child(ctx, entry->problem.student, &child);
	if (err == OK)
		err = holds_slot(ctx, &child, &holds);
	if (err == OK)
		err = problem_police_text(ctx, &child, &police);
	if (err != OK)
		return err;
	const struct unit_node *school = unit_tree_get(ctx->units, entry->kase.school);
	xueji__v1__problem_party__init(out);
	out->problem = fill(ctx, entry, &child, group, sides);
	out->place = student_place_text(ctx, entry->kase.school);
	out->bureau = unit_name_message(ctx, school != NULL ? school->bureau : 0);
	out->holds_slot = holds;
	out->police_text = (char *)police;
	veil(ctx, out, entry->kase.school);
	return OK;
}

static enum err add_parties(
	struct ctx *ctx, const struct case_file *file, Xueji__V1__GetProblemResponse *reply)
{
	struct problem_group group;
	struct problem_list sides;
	size_t asked = 0;
	enum err err = problem_group_get(ctx, file->problem.group, &group);
	if (err == OK)
		err = problem_list_group(ctx, group.id, &sides);
	if (err != OK)
		return err;
	while (asked < sides.n && sides.rows[asked].problem.id != file->problem.id)
		asked++;
	if (asked == PROBLEM_GROUP_MOST) /* settled long ago, and others have followed */
		sides.rows[--asked] =
			(struct problem_entry){.problem = file->problem, .kase = file->row};
	reply->parties = arena_array(ctx->arena, Xueji__V1__ProblemParty *, sides.n);
	for (size_t i = 0; err == OK && i < sides.n; i++) {
		/* the one that was asked for goes first */
		size_t at = i == 0 ? asked : i <= asked ? i - 1 : i;
		reply->parties[i] = arena_one(ctx->arena, Xueji__V1__ProblemParty);
		err = add_party(ctx, &sides.rows[at], &group, &sides, reply->parties[i]);
		reply->n_parties++;
	}
	if (err == OK) {
		reply->parties[0]->is_asked = true;
		reply->summary = reply->parties[0]->problem;
	}
	return err;
}

/* ---- what may be done ---- */

static Xueji__V1__PapersNeeded *paper_message(struct ctx *ctx, uint32_t set, uint32_t attached)
{
	Xueji__V1__PapersNeeded *out = arena_one(ctx->arena, Xueji__V1__PapersNeeded);
	const char *or_word = ctx->lang == LANG_EN ? " or " : "或", *text = "";
	xueji__v1__papers_needed__init(out);
	out->kinds = arena_array(ctx->arena, int32_t, ATTACHMENT_KIND_END);
	for (int kind = 1; kind < ATTACHMENT_KIND_END; kind++)
		if (set & ATTACHMENT_BIT(kind)) {
			out->kinds[out->n_kinds++] = kind;
			text = arena_printf(ctx->arena, "%s%s%s", text, text[0] ? or_word : "",
				sentence_in(&attachment_kind_row(kind)->title, ctx->lang));
		}
	out->text = (char *)text;
	out->is_there = (attached & set) != 0;
	return out;
}

/* Whether the kind has this answer at all, and if not, by which rule (Q11). */
static enum err offer(struct ctx *ctx, const struct case_file *file, enum problem_answer answer,
	uint32_t attached, Xueji__V1__AnswerOffer *out)
{
	struct case_file tried = *file;
	struct case_facts facts = {0};
	struct papers_needed papers = problem_papers(answer, GUARDIAN_NONE);
	tried.problem.answer = answer;
	enum err err = problem_facts_load(ctx, &tried, &facts);
	if (err != OK)
		return err;
	xueji__v1__answer_offer__init(out);
	out->answer = (Xueji__V1__ProblemAnswer)answer;
	out->title = words(ctx, problem_answer_title(answer));
	out->papers = arena_array(ctx->arena, Xueji__V1__PapersNeeded *, papers.n);
	for (; out->n_papers < papers.n; out->n_papers++)
		out->papers[out->n_papers] =
			paper_message(ctx, papers.sets[out->n_papers], attached);
	enum reason why = problem_refuses(facts.bits);
	if (why != REASON_COUNT)
		out->refusal_text = (char *)ctx_sentence(ctx, &reason_row(why)->sentence,
			(const char *const[]){facts.kind, facts.rule, NULL});
	return OK;
}

static enum err add_offers(
	struct ctx *ctx, const struct case_file *file, Xueji__V1__GetProblemResponse *reply)
{
	const struct problem_kind_row *kind = problem_kind_row(file->problem.kind);
	uint32_t attached;
	enum err err = case_papers_kinds(ctx, file->row.id, &attached);
	reply->answers = arena_array(ctx->arena, Xueji__V1__AnswerOffer *, ANSWER_COUNT);
	for (int answer = ANSWER_NONE + 1; err == OK && answer < ANSWER_COUNT; answer++) {
		if (!((kind->answers | kind->g_answers) & UINT32_C(1) << answer))
			continue;
		Xueji__V1__AnswerOffer *out = arena_one(ctx->arena, Xueji__V1__AnswerOffer);
		err = offer(ctx, file, (enum problem_answer)answer, attached, out);
		reply->answers[reply->n_answers++] = out;
	}
	return err;
}

static void add_answer(
	struct ctx *ctx, const struct case_file *file, Xueji__V1__GetProblemResponse *reply)
{
	const Xueji__V1__ProblemAnswerGiven *given = file->answer;
	if (given == NULL)
		return;
	reply->delete_ground = given->delete_ground;
	reply->guardian_choice = given->guardian_choice;
	reply->note = given->note;
	if (given->items != NULL) {
		reply->amended = arena_dup(ctx->arena, given->items, sizeof *given->items);
		student_items_mask(ctx->arena, reply->amended);
	}
}

static enum err add_messages(
	struct ctx *ctx, const struct case_file *file, Xueji__V1__GetProblemResponse *reply)
{
	struct problem_message *rows;
	size_t n;
	enum err err = problem_messages(ctx, file->problem.group, &rows, &n);
	if (err != OK)
		return err;
	reply->messages = arena_array(ctx->arena, Xueji__V1__ProblemMessage *, n);
	for (size_t i = 0; i < n; i++) {
		Xueji__V1__ProblemMessage *out = arena_one(ctx->arena, Xueji__V1__ProblemMessage);
		xueji__v1__problem_message__init(out);
		out->operator_name = (char *)rows[i].operator_name;
		out->unit = unit_name_message(ctx, rows[i].unit);
		out->time = message_time(ctx->arena, rows[i].at_us);
		out->text = (char *)rows[i].text;
		reply->messages[reply->n_messages++] = out;
	}
	return OK;
}

static void add_kind(
	struct ctx *ctx, const struct problem_kind_row *row, Xueji__V1__GetProblemResponse *reply)
{
	Xueji__V1__ProblemKindText *out = arena_one(ctx->arena, Xueji__V1__ProblemKindText);
	xueji__v1__problem_kind_text__init(out);
	out->kind = (Xueji__V1__ProblemKind)row->kind;
	out->word = (char *)row->word;
	out->title = words(ctx, &row->title);
	out->meaning = words(ctx, &row->meaning);
	out->cure = words(ctx, &row->cure);
	reply->kind = out;
}

/* Track, steps and moves are those of any case. */
static enum err add_case(
	struct ctx *ctx, const struct case_file *file, Xueji__V1__GetProblemResponse *reply)
{
	Xueji__V1__GetCaseResponse whole = XUEJI__V1__GET_CASE_RESPONSE__INIT;
	enum err err = case_reply(ctx, file, &whole);
	reply->track = whole.stations;
	reply->n_track = whole.n_stations;
	reply->steps = whole.steps;
	reply->n_steps = whole.n_steps;
	reply->moves = whole.moves;
	reply->n_moves = whole.n_moves;
	reply->attachment_ids = whole.attachment_ids;
	reply->n_attachment_ids = whole.n_attachment_ids;
	return err;
}

enum err problem_reply(
	struct ctx *ctx, const struct case_file *file, Xueji__V1__GetProblemResponse *reply)
{
	add_kind(ctx, problem_kind_row(file->problem.kind), reply);
	add_answer(ctx, file, reply);
	reply->decider = unit_name_message(ctx, file->row.bureau);
	reply->can_write = file->row.is_open;
	enum err err = add_parties(ctx, file, reply);
	if (err == OK)
		err = add_case(ctx, file, reply);
	if (err == OK)
		err = add_offers(ctx, file, reply);
	return err == OK ? add_messages(ctx, file, reply) : err;
}
