#include "server/node/asked.h"

#include "domain/student_no.h"
#include "server/store/identity_store.h"
#include "server/store/number_store.h"
#include "server/store/police_store.h"
#include "server/store/unit_tree.h"

static bool is_about_case(enum parcel_kind kind)
{
	return kind == PARCEL_LIST_WIDER_CHECK || kind == PARCEL_LIST_KEY_DATA ||
	       kind == PARCEL_LIST_PROBLEMS;
}

/* ---- reading ---- */

static const char *const answers[ANSWER_COUNT] = {[ANSWER_NONE] = "",
	[ANSWER_SUBSTANTIATE] = "substantiate",
	[ANSWER_AMEND] = "amend",
	[ANSWER_DELETE] = "delete",
	[ANSWER_APPLY_J] = "apply_j"};

static enum err fill_row(struct ctx *ctx, const Xueji__V1__StudentItems *items, struct asked *asked)
{
	const char *number;
	const struct student_row *child = &asked->child.row;
	const struct unit_node *school = unit_tree_get(ctx->units, child->school);
	enum err err = number_current(ctx, child->id, &number);
	asked->row.student_no = (char *)number;
	asked->row.name = items->name;
	asked->row.sex = items->sex;
	asked->row.birth_date = items->birth_date;
	asked->row.id_type = items->id_type;
	asked->row.id_number = items->id_number;
	asked->row.school_code = school ? (char *)school->code : "";
	asked->row.grade = child->grade;
	if (asked->file.row.type == CASE_PROBLEM)
		asked->row.asked = (char *)answers[asked->file.problem.answer];
	if (asked->file.change != NULL) {
		asked->row.name_before = asked->child.items->name;
		asked->row.id_number_before = asked->child.items->id_number;
	}
	return err;
}

enum err asked_read(
	struct ctx *ctx, enum parcel_kind kind, int64_t student, int64_t kase, struct asked *out)
{
	const Xueji__V1__StudentItems *items = NULL;
	enum err err;
	*out = (struct asked){.row = XUEJI__V1__LIST_ROW__INIT};
	if (is_about_case(kind)) {
		err = case_open(ctx, kase, &out->file);
		out->child = out->file.student;
		if (err == OK)
			items = case_items_after(ctx, &out->file);
	} else {
		err = student_read(ctx, student, &out->child);
		items = out->child.items;
	}
	if (err == OK)
		err = fill_row(ctx, items, out);
	if (err == OK)
		list_facts(ctx->app->keys, &out->row, out->facts);
	return err;
}

/* ---- judging ---- */

/* The slot is his, so that no other record of this node claims the number with as good a right. */
static enum err holds_slot(struct ctx *ctx, const struct asked *asked, bool *out)
{
	struct identity_claims claims;
	struct identity_key key =
		identity_key(ctx->app->keys, asked->row.id_type, asked->row.id_number);
	enum err err = identity_find(ctx, &key, &claims);
	*out = err == OK && claims.n > 0 && claims.of[0].holds &&
	       claims.of[0].student == asked->child.row.id;
	return err;
}

static void ignore(void *to, const struct finding *finding)
{
	(void)to, (void)finding; /* whether there is one is all that is asked */
}

static bool has_resident_number(const struct ctx *ctx, const struct asked *asked)
{
	struct id_number number;
	struct findings findings = {.report = ignore};
	const struct id_claim claim = {.type = asked->row.id_type,
		.number = asked->row.id_number,
		.birth_date = asked->row.birth_date,
		.sex = asked->row.sex,
		.today = ctx_today(ctx)};
	return claim.number[0] != '\0' && id_number_check(&claim, &findings, &number) &&
	       number.is_national;
}

static enum err is_compared(struct ctx *ctx, const struct asked *asked, bool *out)
{
	struct police_check check;
	bool is_found;
	enum err err = police_get(ctx, asked->child.row.id, &check, &is_found);
	*out = err == OK && is_found && police_is_about(&check, asked->facts);
	return err;
}

enum err asked_belongs(
	struct ctx *ctx, const struct list *list, const struct asked *asked, bool *out)
{
	bool is_done = false;
	*out = true;
	if (is_about_case(list->kind))
		return OK; /* the query knew the province */
	*out = unit_tree_is_under(ctx->units, asked->child.row.school, list->unit) &&
	       has_resident_number(ctx, asked);
	if (!*out)
		return OK;
	if (list->kind == PARCEL_LIST_G_NUMBERS)
		return holds_slot(ctx, asked, out);
	enum err err = is_compared(ctx, asked, &is_done);
	*out = !is_done;
	return err;
}
