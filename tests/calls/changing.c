#include "tests/calls/changing.h"

#include <stdlib.h>
#include <string.h>

#include "server/service/unit_moved_children.h"
#include "server/store/checks.h"
#include "server/store/db.h"
#include "server/store/journal_store.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_tree.h"

struct house *house;
const char *token;

void changing_open(void)
{
	house = house_open();
	token = person_make(house, "zhou", PROVINCE, ROLE_SYSTEM)->token;
}

void changing_close(void)
{
	house_close(house);
}

struct answer ask(const char *method, const ProtobufCMessage *request)
{
	return call(house, token, &units_service, method, request);
}

struct unit stored(int64_t id)
{
	struct ctx *ctx = house_write(house);
	struct unit *found = NULL;
	ck_assert_int_eq(unit_get(ctx, id, &found), OK);
	ck_assert_msg(found != NULL, "no unit %lld", (long long)id);
	struct unit copy = *found;
	house_commit(house);
	return copy;
}

int64_t add_school(const char *code, int64_t parent, int64_t bureau)
{
	struct ctx *ctx = house_write(house);
	const struct unit school = {.id = strtoll(code, NULL, 10),
		.code = code,
		.parent = parent,
		.bureau = bureau,
		.name = code,
		.initials = "",
		.tier = TIER_SCHOOL};
	ck_assert_int_eq(unit_insert(ctx, &school), OK);
	ctx_on_commit(ctx, unit_cache_reload, NULL);
	house_commit(house);
	return school.id;
}

struct units_change *a_change(int kind)
{
	struct units_change *change = arena_one(house->arena, struct units_change);
	xueji__v1__change_units_request__init(&change->in);
	change->in.kind = (Xueji__V1__UnitChangeKind)kind;
	change->in.from = change->from;
	change->in.to = change->to;
	change->in.effective_day = "2026-11-01";
	change->in.reason = "国函〔2026〕1号";
	return change;
}

void from(struct units_change *change, int64_t id, int64_t rev)
{
	Xueji__V1__UnitRev *one = arena_one(house->arena, Xueji__V1__UnitRev);
	xueji__v1__unit_rev__init(one);
	one->unit_id = id_text(house, id);
	one->rev = rev;
	change->from[change->in.n_from++] = one;
}

Xueji__V1__ChangeTarget *a_target(struct units_change *change)
{
	Xueji__V1__ChangeTarget *one = arena_one(house->arena, Xueji__V1__ChangeTarget);
	xueji__v1__change_target__init(one);
	one->child_ids = change->children[change->in.n_to];
	return change->to[change->in.n_to++] = one;
}

void into(struct units_change *change, int64_t id, int64_t rev)
{
	Xueji__V1__ChangeTarget *one = a_target(change);
	one->unit_id = id_text(house, id);
	one->rev = rev;
}

Xueji__V1__NewUnit *into_new(struct units_change *change, const char *code, int64_t parent)
{
	Xueji__V1__NewUnit *unit = arena_one(house->arena, Xueji__V1__NewUnit);
	xueji__v1__new_unit__init(unit);
	unit->code = (char *)code;
	unit->name = arena_printf(house->arena, "新%s", code);
	unit->parent_id = id_text(house, parent);
	return a_target(change)->new_unit = unit;
}

void with_child(struct units_change *change, int64_t id)
{
	Xueji__V1__ChangeTarget *target = change->to[change->in.n_to - 1];
	target->child_ids[target->n_child_ids++] = id_text(house, id);
}

struct answer submit(struct units_change *change)
{
	return ask("ChangeUnits", &change->in.base);
}

void done(struct units_change *change)
{
	struct answer answer = submit(change);
	const struct fault *fault = answer.failure.faults;
	ck_assert_msg(answer.err == OK, "%s %s", reason_row(answer.reason)->name,
		fault != NULL ? fault->field : "");
}

void merge_units(int64_t gone, int64_t survivor)
{
	struct units_change *change = a_change(MERGE);
	from(change, gone, stored(gone).rev);
	into(change, survivor, stored(survivor).rev);
	done(change);
}

void move_unit(int64_t unit, int64_t parent)
{
	struct units_change *change = a_change(MOVE);
	from(change, unit, stored(unit).rev);
	change->in.parent_id = id_text(house, parent);
	done(change);
}

void refused(struct units_change *change, const char *field, enum reason reason)
{
	static const char *const rows =
		"SELECT (SELECT count(*) + sum(rev) FROM unit) + (SELECT count(*) FROM unit_change)"
		" + (SELECT count(*) FROM unit_change_part) + (SELECT count(*) FROM posting)";
	int64_t before = house_count(house, rows);
	struct answer answer = submit(change);
	ck_assert_msg(has_fault(&answer, field, reason), "%s %s, not %s", field,
		reason_row(reason)->name, reason_row(answer.reason)->name);
	ck_assert_int_eq(house_count(house, rows), before);
}

const Xueji__V1__GetUnitResponse *get(int64_t id)
{
	Xueji__V1__GetUnitRequest in = XUEJI__V1__GET_UNIT_REQUEST__INIT;
	in.unit_id = id_text(house, id);
	const Xueji__V1__GetUnitResponse *out = ask("GetUnit", &in.base).reply;
	ck_assert_ptr_nonnull(out);
	return out;
}

const Xueji__V1__ListUnitChangesResponse *history(int64_t id)
{
	Xueji__V1__ListUnitChangesRequest in = XUEJI__V1__LIST_UNIT_CHANGES_REQUEST__INIT;
	in.unit_id = id_text(house, id);
	const Xueji__V1__ListUnitChangesResponse *out = ask("ListUnitChanges", &in.base).reply;
	ck_assert_ptr_nonnull(out);
	return out;
}

int children_followed(void)
{
	bool again = true;
	int n = 0;
	for (; again && n < 50; n++) {
		struct ctx *ctx = house_write(house);
		ctx->units = unit_tree_pin(house->fixture->app.units);
		ctx->policies = policies_pin(house->fixture->app.policies);
		ck_assert_int_eq(children_follow(ctx, &again), OK);
		ck_assert_int_eq(journal_write_notes(ctx), OK);
		unit_tree_unpin(ctx->units);
		policies_unpin(ctx->policies);
		house_commit(house);
	}
	ck_assert(!again);
	return n - 1;
}

static void find(void *arg, const char *check, const char *sentence)
{
	const char **words = arg;
	(void)sentence;
	if (strstr(*words, check) == NULL)
		*words = arena_printf(house->arena, "%s%s ", *words, check);
}

const char *checks_found(void)
{
	const char *words = "";
	int64_t n;
	struct ctx ctx;
	ctx_init(&ctx, &house->fixture->app, house->arena);
	ctx.db = store_reader(house->fixture->store);
	ck_assert_int_eq(checks_run(&ctx, find, &words, &n), OK);
	db_close(ctx.db);
	return words;
}

void do_sql(const char *text)
{
	struct ctx *ctx = house_write(house);
	struct sql *sql = arena_one(house->arena, struct sql);
	*sql = (struct sql){"test_do", text};
	ck_assert_int_eq(db_run(ctx, sql, NO_ARGS, NULL), OK);
	house_commit(house);
}
