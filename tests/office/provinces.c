#include "tests/office/provinces.h"

#include <stdlib.h>
#include <string.h>

#include "common/han_reading.h"
#include "domain/roles.h"
#include "server/node/exchange.h"
#include "server/service/services.h"
#include "server/store/checks.h"
#include "server/store/journal_store.h"
#include "server/store/parcel_store.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_store.h"
#include "server/store/unit_tree.h"
#include "tests/calls/graduating.h"
#include "tests/support/child.h"

enum { NORTH_SCHOOL = 200 };

struct province south, north;

/* ---- setting up ---- */

static void staff_open(struct province *p)
{
	p->staff = (struct staff){person_make(p->house, "registrar", p->school, ROLE_REGISTRAR),
		person_make(p->house, "approver", p->school, ROLE_APPROVER),
		person_make(p->house, "officer", p->bureau, ROLE_OFFICER)};
	p->people[0] = p->staff.registrar;
	p->people[1] = p->staff.approver;
	p->people[2] = p->staff.officer;
}

static void found_school(struct house *house)
{
	struct ctx *ctx = house_write(house);
	struct unit school = {.id = NORTH_SCHOOL,
		.code = "2111000200",
		.name = "北方小学",
		.parent = FAR_COUNTY,
		.bureau = FAR_COUNTY,
		.tier = TIER_SCHOOL,
		.initials = "bf"};
	ck_assert_int_eq(unit_insert(ctx, &school), OK);
	ctx_on_commit(ctx, unit_cache_reload, NULL);
	house_commit(house);
}

static void province_open(struct province *p, int64_t node)
{
	p->house = house_open();
	p->house->fixture->app.readings = han_readings_open();
	p->house->fixture->app.node = p->house->fixture->settings.node = node;
	p->house->fixture->settings.unit = p->code;
	house_hold(p->house);
	if (p->school == NORTH_SCHOOL)
		found_school(p->house);
	case_classes(p->house, p->school);
	staff_open(p);
	house_release(p->house);
}

static void trust(struct province *p, const char *name)
{
	struct peer peer = {.name = name, .kind = PEER_PROVINCE, .unit_code = p->other->code};
	ck_assert(keys_public(p->other->house->fixture->app.keys, &peer.keys));
	ck_assert_int_eq(peer_trust(house_write(p->house), &peer), OK);
	house_commit(p->house);
}

void provinces_open(void)
{
	south = (struct province){
		.code = "440000", .school = SCHOOL, .bureau = COUNTY, .other = &north};
	north = (struct province){
		.code = "110000", .school = NORTH_SCHOOL, .bureau = FAR_COUNTY, .other = &south};
	province_open(&south, 1);
	province_open(&north, 2);
	trust(&south, "north");
	trust(&north, "south");
}

void provinces_close(void)
{
	for (struct province *p = &south; p != NULL; p = p == &south ? &north : NULL) {
		han_readings_close(p->house->fixture->app.readings);
		house_close(p->house);
	}
}

/* ---- children and cases ---- */

struct mover child_of(struct province *p, const char *name)
{
	struct ctx *ctx = house_write(p->house);
	int n = p->n_children++;
	const char *birth = arena_printf(
		p->house->arena, "20%02d-%02d-%02d", 19 + n / 336 % 2, 1 + n / 28 % 12, 1 + n % 28);
	struct student_record child = child_make(p->house->arena, name, birth, p->school);
	struct student_enrolled enrolled = child_enrol_in(ctx, &child);
	struct mover mover = {.id = child.row.id,
		.name = arena_strdup(p->house->arena, name),
		.student_no = arena_strdup(p->house->arena, enrolled.student_no),
		.id_number = arena_strdup(p->house->arena, child.items->id_number)};
	house_commit(p->house);
	return mover;
}

void graduates_in(struct province *p, const struct mover *child)
{
	graduate(p->house, child->id);
}

static void teach_all(struct province *p)
{
	static const struct school_class classes[] = {
		{1, 1}, {1, 2}, {7, 1}, {7, 2}, {10, 1}, {10, 2}};
	const struct programme all = {
		.years = {[STAGE_PRIMARY] = 6, [STAGE_JUNIOR] = 3, [STAGE_SENIOR] = 3}};
	struct ctx *ctx = house_write(p->house);
	ck_assert_int_eq(unit_set_programme(ctx, p->school, &all), OK);
	ck_assert_int_eq(
		unit_set_classes(ctx, p->school, classes, sizeof classes / sizeof *classes), OK);
	house_commit(p->house);
}

void stages_open(void)
{
	teach_all(&south);
	teach_all(&north);
}

struct answer apply_abroad(struct province *to, const struct mover *child)
{
	return apply_abroad_as(to, child, XUEJI__V1__CASE_TYPE__CASE_TYPE_TRANSFER, 1);
}

struct answer apply_abroad_as(
	struct province *to, const struct mover *child, Xueji__V1__CaseType type, int grade)
{
	Xueji__V1__ApplyTransferRequest in = XUEJI__V1__APPLY_TRANSFER_REQUEST__INIT;
	in.school_id = id_text(to->house, to->school);
	in.student_no = (char *)child->student_no;
	in.name = (char *)child->name;
	in.type = type;
	in.grade = grade;
	in.class_number = 2;
	in.cause = "家庭迁居";
	in.province_code = (char *)to->other->code;
	return call(to->house, to->staff.registrar->token, &transfers_service, "ApplyTransfer",
		&in.base);
}

const Xueji__V1__Case *applied_abroad(struct province *to, const struct mover *child)
{
	struct answer a = apply_abroad(to, child);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return ((const Xueji__V1__GetCaseResponse *)a.reply)->summary;
}

const Xueji__V1__Case *case_now(struct province *p, const Xueji__V1__Case *one)
{
	return case_get_whole(p->house, p->staff.officer, one)->summary;
}

const Xueji__V1__Case *half_of(struct province *there, const Xueji__V1__Case *one)
{
	Xueji__V1__Case half = XUEJI__V1__CASE__INIT;
	const char *sql = arena_printf(there->house->arena,
		"SELECT coalesce(max(case_id), 0) FROM case_abroad WHERE far_id = %s", one->id);
	int64_t id = count_in(there, sql);
	if (id == 0)
		return NULL;
	half.id = id_text(there->house, id);
	return case_now(there, &half);
}

static struct person *turn_of(struct province *p, const Xueji__V1__Case *one)
{
	switch (one->turn) {
	case XUEJI__V1__CASE_PARTY__CASE_PARTY_REGISTRAR:
	case XUEJI__V1__CASE_PARTY__CASE_PARTY_SENDING_REGISTRAR:
		return p->staff.registrar;
	case XUEJI__V1__CASE_PARTY__CASE_PARTY_APPROVER:
	case XUEJI__V1__CASE_PARTY__CASE_PARTY_SENDING_APPROVER:
		return p->staff.approver;
	default:
		return p->staff.officer;
	}
}

const Xueji__V1__Case *moved_on(struct province *p, const Xueji__V1__Case *one)
{
	Xueji__V1__CaseEvent event = one->state == STATE(AWAIT_PULL)     ? PULL
				     : one->state == STATE(OUT_SCHOOL)   ? SUBMIT
				     : one->state == STATE(PAPER_OUT)    ? HAND_OVER
				     : one->state == STATE(PAPER_IN)     ? RECEIVE
				     : one->state == STATE(CHECK_FAILED) ? WITHDRAW
									 : APPROVE;
	return case_try(p->house, turn_of(p, one), event, one, "")->summary;
}

const Xueji__V1__Case *brought_to(
	struct province *to, const Xueji__V1__Case *one, Xueji__V1__CaseState state)
{
	for (int i = 0; one->state != state; i++) {
		ck_assert_int_lt(i, 20);
		moved_on(to, one);
		const Xueji__V1__Case *half = half_of(to->other, one);
		if (half != NULL)
			moved_on(to->other, half);
		carry_all();
		one = case_now(to, one);
	}
	return one;
}

/* ---- writing ---- */

struct ctx *province_write(struct province *p)
{
	struct ctx *ctx = house_write(p->house);
	ctx->units = unit_tree_pin(p->house->fixture->app.units);
	ctx->policies = policies_pin(p->house->fixture->app.policies);
	return ctx;
}

void province_commit(struct province *p, struct ctx *ctx)
{
	ck_assert_int_eq(journal_write_notes(ctx), OK);
	unit_tree_unpin(ctx->units);
	policies_unpin(ctx->policies);
	ctx->units = NULL;
	ctx->policies = NULL;
	house_commit(p->house);
}

/* ---- the carrier ---- */

static void read_letter(struct ctx *ctx, const struct parcel_row *row, struct letter *out)
{
	struct parcel_piece piece;
	*out = (struct letter){malloc((size_t)row->size), 0};
	for (int64_t seq = 0;; seq++) {
		ck_assert_int_eq(parcel_piece_at(ctx, row->id, seq, &piece), OK);
		if (piece.size == 0)
			break;
		memcpy(out->bytes + out->size, piece.bytes, piece.size);
		out->size += piece.size;
	}
}

size_t letters_of(struct province *from, struct letter *out, size_t most)
{
	struct ctx ctx;
	struct parcel_row *rows;
	struct peer peer;
	size_t n = 0;
	ctx_init(&ctx, &from->house->fixture->app, arena_new(0));
	ctx.db = from->house->reader;
	ck_assert_int_eq(peer_in_place(&ctx, PEER_PROVINCE, from->other->code, &peer), OK);
	ck_assert_int_eq(parcel_list_ready(&ctx, &peer, 0, most, &rows, &n), OK);
	for (size_t i = 0; i < n; i++)
		read_letter(&ctx, &rows[i], &out[i]);
	arena_free(ctx.arena);
	return n;
}

enum reason letter_arrives(struct province *to, const void *bytes, size_t size)
{
	struct ctx *ctx = province_write(to);
	struct parcel_row row;
	bool is_new;
	enum err err = parcel_arrive(ctx, bytes, size, &row, &is_new);
	enum reason why = err == OK ? REASON_COUNT : ctx->failure.reason;
	ck_assert(err == OK || err == ERR_PRECONDITION);
	province_commit(to, ctx);
	return why;
}

void takes_in(struct province *p)
{
	bool again = true;
	while (again) {
		struct ctx *ctx = province_write(p);
		ck_assert_int_eq(exchange_take_step(ctx, &again), OK);
		province_commit(p, ctx);
	}
}

static bool carry(struct province *from)
{
	enum { MOST = 200 };
	struct letter letters[MOST];
	size_t n = letters_of(from, letters, MOST);
	int64_t before = count_in(from->other, "SELECT count(*) FROM parcel");
	for (size_t i = 0; i < n; i++) {
		ck_assert_int_eq(letter_arrives(from->other, letters[i].bytes, letters[i].size),
			REASON_COUNT);
		free(letters[i].bytes);
	}
	takes_in(from->other);
	return count_in(from->other, "SELECT count(*) FROM parcel") != before;
}

void carry_all(void)
{
	bool is_new = true;
	while (is_new) {
		is_new = carry(&south);
		is_new |= carry(&north);
	}
}

int64_t count_in(struct province *p, const char *sql)
{
	return house_count(p->house, sql);
}

static void fault(void *arg, const char *check, const char *sentence)
{
	(void)arg;
	ck_abort_msg("%s: %s", check, sentence);
}

void both_are_clean(void)
{
	for (struct province *p = &south; p != NULL; p = p == &south ? &north : NULL) {
		struct ctx ctx;
		int64_t n;
		ctx_init(&ctx, &p->house->fixture->app, p->house->arena);
		ctx.db = p->house->reader;
		ck_assert_int_eq(checks_run(&ctx, fault, NULL, &n), OK);
	}
}
