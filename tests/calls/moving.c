#include "tests/calls/moving.h"

#include <string.h>

#include "common/han_reading.h"
#include "domain/roles.h"
#include "server/service/services.h"
#include "server/store/number_store.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_store.h"
#include "server/store/unit_tree.h"
#include "tests/support/child.h"

/* ---- the places ---- */

static void add_far_schools(struct house *house)
{
	struct ctx *ctx = house_write(house);
	const struct unit schools[] = {
		{.id = FAR_SCHOOL, .code = "2144000100", .name = "远方小学"},
		{.id = FAR_SPECIAL, .code = "5144000101", .name = "特殊教育学校"},
	};
	for (size_t i = 0; i < sizeof schools / sizeof *schools; i++) {
		struct unit school = schools[i];
		school.parent = school.bureau = OTHER_CITY;
		school.tier = TIER_SCHOOL;
		school.initials = "x";
		ck_assert_int_eq(unit_insert(ctx, &school), OK);
	}
	ctx_on_commit(ctx, unit_cache_reload, NULL);
	house_commit(house);
}

static struct staff staff_make(
	struct house *house, const char *where, int64_t school, int64_t bureau)
{
	struct arena *arena = house->arena;
	return (struct staff){person_make(house, arena_printf(arena, "registrar.%s", where), school,
				      ROLE_REGISTRAR),
		person_make(
			house, arena_printf(arena, "approver.%s", where), school, ROLE_APPROVER),
		person_make(house, arena_printf(arena, "officer.%s", where), bureau, ROLE_OFFICER)};
}

static void add_people(struct moving *m)
{
	struct house *house = m->house;
	m->old = staff_make(house, "old", SCHOOL, COUNTY);
	m->same = staff_make(house, "same", SECOND_SCHOOL, COUNTY);
	m->near = staff_make(house, "near", NEIGHBOUR_SCHOOL, NEIGHBOUR);
	m->far = staff_make(house, "far", FAR_SCHOOL, OTHER_CITY);
	m->city = person_make(house, "city", CITY, ROLE_OFFICER);
	m->other_city = m->far.officer;
	m->province = person_make(house, "province", PROVINCE, ROLE_OFFICER);
	const struct staff *staff[] = {&m->old, &m->same, &m->near, &m->far};
	size_t n = 0;
	for (size_t i = 0; i < 4; i++) {
		m->all[n++] = staff[i]->registrar;
		m->all[n++] = staff[i]->approver;
		m->all[n++] = staff[i]->officer;
	}
	m->all[n++] = m->city;
	m->all[n++] = m->province;
}

struct moving *moving_open(void)
{
	struct house *house = house_open();
	struct moving *m = arena_one(house->arena, struct moving);
	m->house = house;
	house->fixture->app.readings = han_readings_open();
	house_hold(house);
	add_far_schools(house);
	case_classes(house, SCHOOL);
	case_classes(house, SECOND_SCHOOL);
	case_classes(house, NEIGHBOUR_SCHOOL);
	case_classes(house, FAR_SCHOOL);
	case_classes(house, FAR_SPECIAL);
	add_people(m);
	house_release(house);
	return m;
}

void moving_close(struct moving *m)
{
	struct house *house = m->house;
	han_readings_close(house->fixture->app.readings);
	house_close(house);
}

/* ---- children ---- */

struct mover mover_new(struct moving *m, const char *name)
{
	struct ctx *ctx = house_write(m->house);
	/* Each on a day of its own: of one day and place not many numbers are to be had (R72). */
	int n = m->n_children++;
	const char *birth = arena_printf(
		m->house->arena, "20%02d-%02d-%02d", 19 + n / 336 % 2, 1 + n / 28 % 12, 1 + n % 28);
	struct student_record child = child_make(m->house->arena, name, birth, SCHOOL);
	struct student_enrolled enrolled = child_enrol_in(ctx, &child);
	struct mover mover = {.id = child.row.id,
		.name = arena_strdup(m->house->arena, name),
		.student_no = arena_strdup(m->house->arena, enrolled.student_no),
		.id_number = arena_strdup(m->house->arena, child.items->id_number)};
	house_commit(m->house);
	return mover;
}

struct student_record mover_now(struct moving *m, int64_t student)
{
	struct student_record record;
	ck_assert_int_eq(student_read(house_write(m->house), student, &record), OK);
	house_commit(m->house);
	return record;
}

/* ---- applying and signing ---- */

Xueji__V1__ApplyTransferRequest application(
	struct moving *m, const struct mover *child, int64_t school)
{
	Xueji__V1__ApplyTransferRequest in = XUEJI__V1__APPLY_TRANSFER_REQUEST__INIT;
	in.school_id = id_text(m->house, school);
	in.student_no = (char *)child->student_no;
	in.name = (char *)child->name;
	in.grade = 1;
	in.class_number = 2;
	in.cause = "家庭迁居";
	return in;
}

struct answer apply(
	struct moving *m, const struct person *registrar, const Xueji__V1__ApplyTransferRequest *in)
{
	return call(m->house, registrar->token, &transfers_service, "ApplyTransfer", &in->base);
}

const Xueji__V1__Case *applied(
	struct moving *m, const struct mover *child, int64_t school, const struct person *registrar)
{
	Xueji__V1__ApplyTransferRequest in = application(m, child, school);
	struct answer a = apply(m, registrar, &in);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return ((const Xueji__V1__GetCaseResponse *)a.reply)->summary;
}

static const struct staff *staff_of(struct moving *m, const char *unit)
{
	const struct {
		int64_t school, bureau;
		const struct staff *staff;
	} places[] = {
		{SCHOOL, COUNTY, &m->old},
		{SECOND_SCHOOL, COUNTY, &m->same},
		{NEIGHBOUR_SCHOOL, NEIGHBOUR, &m->near},
		{FAR_SCHOOL, OTHER_CITY, &m->far},
	};
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (strcmp(unit, id_text(m->house, places[i].school)) == 0 ||
			strcmp(unit, id_text(m->house, places[i].bureau)) == 0)
			return places[i].staff;
	ck_abort_msg("nobody of unit %s", unit);
	return NULL;
}

struct person *mover_turn(struct moving *m, const Xueji__V1__Case *one)
{
	switch (one->turn) {
	case XUEJI__V1__CASE_PARTY__CASE_PARTY_REGISTRAR:
	case XUEJI__V1__CASE_PARTY__CASE_PARTY_SENDING_REGISTRAR:
		return staff_of(m, one->turn_unit->id)->registrar;
	case XUEJI__V1__CASE_PARTY__CASE_PARTY_APPROVER:
	case XUEJI__V1__CASE_PARTY__CASE_PARTY_SENDING_APPROVER:
		return staff_of(m, one->turn_unit->id)->approver;
	case XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU:
	case XUEJI__V1__CASE_PARTY__CASE_PARTY_SENDING_BUREAU:
		return staff_of(m, one->turn_unit->id)->officer;
	case XUEJI__V1__CASE_PARTY__CASE_PARTY_CITY:
		return m->city;
	case XUEJI__V1__CASE_PARTY__CASE_PARTY_PROVINCE:
		return m->province;
	default:
		ck_abort_msg("nobody's move");
		return NULL;
	}
}

Xueji__V1__CaseEvent mover_event(const Xueji__V1__Case *one)
{
	switch (one->state) {
	case XUEJI__V1__CASE_STATE__CASE_STATE_OUT_SCHOOL:
		return SUBMIT;
	case XUEJI__V1__CASE_STATE__CASE_STATE_PAPER_OUT:
		return HAND_OVER;
	case XUEJI__V1__CASE_STATE__CASE_STATE_PAPER_IN:
		return RECEIVE;
	default:
		return APPROVE;
	}
}

const Xueji__V1__Case *carried(
	struct moving *m, const Xueji__V1__Case *one, Xueji__V1__CaseState until)
{
	for (int i = 0; one->state != until; i++) {
		ck_assert_int_lt(i, 10);
		one = case_done(m->house, mover_turn(m, one), mover_event(one), one, "");
	}
	return one;
}

const Xueji__V1__CaseResult *refuse_for(struct moving *m, const struct person *person,
	const Xueji__V1__Case *one, Xueji__V1__RefusalGround ground)
{
	Xueji__V1__DecideCasesRequest in = XUEJI__V1__DECIDE_CASES_REQUEST__INIT;
	Xueji__V1__CaseRef ref = XUEJI__V1__CASE_REF__INIT, *refs[] = {&ref};
	ref.case_id = one->id;
	ref.rev = one->rev;
	in.event = REFUSE;
	in.n_cases = 1;
	in.cases = refs;
	in.ground = ground;
	in.reason = "详见说明";
	struct answer a = case_ask(m->house, person, "DecideCases", &in.base);
	ck_assert_int_eq(a.err, OK);
	return ((const Xueji__V1__DecideCasesResponse *)a.reply)->results[0];
}
