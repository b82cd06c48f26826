#include "server/service/items.h"

#include "server/registry/student_items.h"

struct to_field {
	struct ctx *ctx;
	const char *field;
};

static void report_fault(void *to, const struct finding *finding)
{
	const struct to_field *at = to;
	if (finding->is_warning)
		return;
	const char *field = arena_printf(
		at->ctx->arena, "%s.%s", at->field, item_row((enum item)finding->item)->word);
	ctx_fault_args(at->ctx, field, finding->reason,
		(const char *const[]){finding->args[0], finding->args[1], finding->args[2], NULL});
}

bool items_check_message(struct ctx *ctx, const struct items_form *form, const char *field,
	const char *values[ITEM_COUNT])
{
	struct to_field to = {.ctx = ctx, .field = field};
	struct findings findings = {.report = report_fault, .to = &to};
	return items_check(form, ctx->arena, values, &findings);
}

struct names {
	struct ctx *ctx;
	enum which_form form;
	const char *text;
	int last;
};

static void add_name(void *to, const struct finding *finding)
{
	struct names *names = to;
	if (finding->is_warning || finding->item == names->last)
		return;
	names->last = finding->item;
	const struct sentence *name = item_name(names->form, (enum item)finding->item);
	names->text = arena_printf(names->ctx->arena, "%s%s%s", names->text,
		names->text[0] == '\0'        ? ""
		: names->ctx->lang == LANG_EN ? ", "
					      : "、",
		sentence_in(name, names->ctx->lang));
}

const char *items_faulty(
	struct ctx *ctx, const struct items_form *form, const Xueji__V1__StudentItems *items)
{
	const char *values[ITEM_COUNT];
	struct names names = {.ctx = ctx, .form = form->form, .text = "", .last = -1};
	struct findings findings = {.report = add_name, .to = &names};
	student_items_to_values(items, values);
	return items_check(form, ctx->arena, values, &findings) ? "" : names.text;
}

/* ---- completeness ---- */

static void count_missing(void *to, const struct finding *finding)
{
	size_t *missing = to;
	*missing += finding->reason == REASON_REQUIRED;
}

bool items_are_complete(
	struct ctx *ctx, const struct items_form *form, const Xueji__V1__StudentItems *items)
{
	const char *values[ITEM_COUNT];
	size_t missing = 0;
	struct findings findings = {.report = count_missing, .to = &missing};
	student_items_to_values(items, values);
	bool is_good = items_check(form, ctx->arena, values, &findings);
	(void)is_good; /* faults of another kind do not make it incomplete */
	return missing == 0;
}

/* ---- changes ---- */

enum { FAULTS_BEFORE = 200 };

struct faults_before {
	size_t n;
	struct {
		int item;
		enum reason reason;
	} of[FAULTS_BEFORE];
};

static void remember(void *to, const struct finding *finding)
{
	struct faults_before *known = to;
	if (finding->is_warning || known->n == FAULTS_BEFORE)
		return;
	known->of[known->n].item = finding->item;
	known->of[known->n++].reason = finding->reason;
}

static bool is_known(const struct faults_before *known, const struct finding *finding)
{
	for (size_t i = 0; i < known->n; i++)
		if (known->of[i].item == finding->item && known->of[i].reason == finding->reason)
			return true;
	return false;
}

struct to_change {
	struct to_field to;
	struct faults_before known;
	const bool *is_touched;
};

static void report_new(void *to, const struct finding *finding)
{
	struct to_change *change = to;
	if (change->is_touched[finding->item] || !is_known(&change->known, finding))
		report_fault(&change->to, finding);
}

void items_check_change(struct ctx *ctx, const struct items_form *form, const char *field,
	const Xueji__V1__StudentItems *before, const bool is_touched[ITEM_COUNT],
	const char *values[ITEM_COUNT])
{
	const char *former[ITEM_COUNT];
	struct to_change change = {.to = {ctx, field}, .is_touched = is_touched};
	struct findings findings = {.report = remember, .to = &change.known};
	student_items_to_values(before, former);
	bool was_good = items_check(form, ctx->arena, former, &findings);
	findings.report = report_new;
	findings.to = &change;
	bool is_good = items_check(form, ctx->arena, values, &findings);
	(void)was_good, (void)is_good; /* what counts is in the ctx */
}
