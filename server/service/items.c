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
	struct findings findings = {.report = report_fault, .to = &to, .lang = ctx->lang};
	return items_check(form, ctx->arena, values, &findings);
}

struct names {
	struct ctx *ctx;
	enum form form;
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
	struct findings findings = {.report = add_name, .to = &names, .lang = ctx->lang};
	student_items_to_values(items, values);
	return items_check(form, ctx->arena, values, &findings) ? "" : names.text;
}
