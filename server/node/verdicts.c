#include "server/node/verdicts.h"

#include <string.h>

#include "common/text.h"
#include "domain/roll.h"
#include "domain/student_no.h"
#include "server/node/asked.h"
#include "server/store/attempt.h"
#include "server/service/problem_found.h"
#include "server/store/number_store.h"
#include "server/store/police_store.h"
#include "server/store/student_number.h"

#define RESULT(word) XUEJI__V1__VERDICT_RESULT__VERDICT_RESULT_##word

enum { NOTE_MOST = 200, NUMBER_MOST = 40 };

/* One verdict on its way. */
struct ruling {
	struct list *list;
	const Xueji__V1__Verdict *verdict;
	struct list_entry entry;
	struct asked asked;
};

/* It comes from another node: a text with what no line may hold is left out as a whole. */
static char *fit(char *text, size_t most)
{
	return text_length(text) <= most && text_find_forbidden(text) == 0 ? text : "";
}

static const char *note_of(const Xueji__V1__Verdict *verdict)
{
	return fit(verdict->note, NOTE_MOST);
}

/* ---- effects ---- */

static enum err decide(struct ctx *ctx, struct ruling *ruling, enum case_event event)
{
	struct case_file *file = &ruling->asked.file;
	if (file->row.state != CASE_WAIT_NATIONAL || file->row.rev != ruling->entry.kase_rev)
		return ctx_fail(ctx, REASON_VERDICT_CASE_MOVED);
	return case_decide_as(ctx, file, event, CASE_NATION, note_of(ruling->verdict));
}

static enum err pass(struct ctx *ctx, struct ruling *ruling)
{
	return decide(ctx, ruling, CASE_PASS);
}

static enum err fail(struct ctx *ctx, struct ruling *ruling)
{
	return decide(ctx, ruling, CASE_FAIL);
}

/* G is the letter and the ID number as it was asked about, nothing else (R71). */
static bool is_own_g(const struct ruling *ruling, char out[STUDENT_NO_SIZE])
{
	struct id_number number;
	char given[STUDENT_NO_SIZE];
	if (!id_number_parse(ruling->asked.row.id_number, &number) ||
		!student_no_parse(ruling->verdict->student_no, given))
		return false;
	student_no_make_g(&number, out);
	return strcmp(given, out) == 0;
}

static enum err number(struct ctx *ctx, struct ruling *ruling)
{
	char student_no[STUDENT_NO_SIZE];
	struct student_record *child = &ruling->asked.child;
	int before = child->row.number_kind;
	if (!roll_status_row(child->row.status)->is_on_roll ||
		(before != NUMBER_L && before != NUMBER_J))
		return ctx_fail(ctx, REASON_VERDICT_OFF_ROLL);
	if (!is_own_g(ruling, student_no))
		return ctx_fail(ctx, REASON_VERDICT_OTHER_NUMBER);
	enum err err = student_give_g(ctx, child, student_no);
	if (err == OK)
		ctx_journal(ctx, &(struct note){.action = ACTION_STUDENT_NUMBERED,
					 .unit = child->row.school,
					 .entity = "student",
					 .entity_id = child->row.id,
					 .summary = before == NUMBER_L ? "L -> G" : "J -> G"});
	return err;
}

/* The nation gives no number; the child stays as he is, and the list tells. */
static enum err leave(struct ctx *ctx, struct ruling *ruling)
{
	(void)ctx, (void)ruling;
	return OK;
}

static enum err compare(struct ctx *ctx, struct ruling *ruling)
{
	const ProtobufCEnumDescriptor *results = &xueji__v1__verdict_result__descriptor;
	Xueji__V1__Verdict verdict = *ruling->verdict;
	struct police_check check = {.student = ruling->entry.student,
		.list = ruling->entry.list,
		.result = verdict.result,
		.verdict = &verdict};
	verdict.note = fit(verdict.note, NOTE_MOST);
	verdict.id_number = fit(verdict.id_number, NUMBER_MOST);
	verdict.student_no = "";
	memcpy(check.facts, ruling->asked.facts, sizeof check.facts);
	ctx_journal(ctx, &(struct note){.action = ACTION_STUDENT_COMPARED,
				 .unit = ruling->asked.child.row.school,
				 .entity = "student",
				 .entity_id = check.student,
				 .summary = protobuf_c_enum_descriptor_get_value(
					 results, (int)verdict.result)
						    ->name});
	enum err err = police_put(ctx, &check);
	return err == OK ? problem_police_says(ctx, check.student, check.result, check.facts) : err;
}

static const struct {
	enum parcel_kind list;
	Xueji__V1__VerdictResult result;
	enum err (*apply)(struct ctx *ctx, struct ruling *ruling);
} effects[] = {
	{PARCEL_LIST_WIDER_CHECK, RESULT(PASSED), pass},
	{PARCEL_LIST_WIDER_CHECK, RESULT(FAILED), fail},
	{PARCEL_LIST_KEY_DATA, RESULT(PASSED), pass},
	{PARCEL_LIST_KEY_DATA, RESULT(FAILED), fail},
	{PARCEL_LIST_G_NUMBERS, RESULT(NUMBERED), number},
	{PARCEL_LIST_G_NUMBERS, RESULT(FAILED), leave},
	{PARCEL_LIST_PROBLEMS, RESULT(PASSED), pass},
	{PARCEL_LIST_PROBLEMS, RESULT(FAILED), fail},
	{PARCEL_LIST_POLICE, RESULT(MATCH), compare},
	{PARCEL_LIST_POLICE, RESULT(NAME_DIFFERS), compare},
	{PARCEL_LIST_POLICE, RESULT(NOT_FOUND), compare},
	{PARCEL_LIST_POLICE, RESULT(NUMBER_REPLACED), compare},
};

static enum err apply(struct ctx *ctx, const struct list *list, struct ruling *ruling)
{
	for (size_t i = 0; i < sizeof effects / sizeof *effects; i++)
		if (effects[i].list == list->kind && effects[i].result == ruling->verdict->result)
			return effects[i].apply(ctx, ruling);
	return ctx_fail(ctx, REASON_VERDICT_NOT_FOR_LIST);
}

/* ---- judging ---- */

static enum err read_asked(struct ctx *ctx, struct ruling *ruling)
{
	const struct list_entry *entry = &ruling->entry;
	enum err err = asked_read(ctx, entry->kind, entry->student, entry->kase, &ruling->asked);
	if (err == ERR_NOT_FOUND)
		return ctx_fail(
			ctx, entry->kase ? REASON_VERDICT_CASE_MOVED : REASON_VERDICT_CHILD_GONE);
	if (err == OK && memcmp(ruling->asked.facts, entry->facts, BLIND_SIZE) != 0)
		return ctx_fail(ctx, REASON_VERDICT_FACTS_CHANGED);
	return err;
}

static enum err rule(struct ctx *ctx, struct list *list, struct ruling *ruling)
{
	enum err err = read_asked(ctx, ruling);
	if (err == OK)
		err = apply(ctx, list, ruling);
	if (err != OK)
		return err;
	ruling->entry.state = ENTRY_SETTLED;
	list->settled++;
	return list_entry_save(ctx, &ruling->entry);
}

static enum err rule_one(struct ctx *ctx, void *arg)
{
	struct ruling *ruling = arg;
	return rule(ctx, ruling->list, ruling);
}

static enum err rule_or_undo(struct ctx *ctx, struct list *list, struct ruling *ruling)
{
	struct failure refused;
	enum err err = attempt(ctx, rule_one, ruling, &refused);
	if (err != OK || refused.err == OK)
		return err;
	ruling->entry.state = ENTRY_REFUSED;
	err = list_entry_save(ctx, &ruling->entry);
	return err == OK ? list_refuse(ctx, list, ruling->entry.row, ruling->entry.result,
				   refusal_reason(&refused))
			 : err;
}

enum err verdict_take(struct ctx *ctx, struct list *list, const Xueji__V1__Verdict *verdict)
{
	struct ruling ruling = {.list = list, .verdict = verdict};
	bool is_found;
	int result = (int)verdict->result;
	enum err err = list_entry_get(ctx, list->id, verdict->row, &ruling.entry, &is_found);
	if (err != OK)
		return err;
	if (!is_found)
		return list_refuse(ctx, list, verdict->row, result, REASON_VERDICT_NO_ROW);
	if (ruling.entry.state != ENTRY_WAITS)
		return list_refuse(ctx, list, verdict->row, result, REASON_VERDICT_TWICE);
	ruling.entry.result = result;
	return rule_or_undo(ctx, list, &ruling);
}
