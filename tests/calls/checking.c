#include "tests/calls/checking.h"

#include "common/han_reading.h"
#include "domain/id_number.h"
#include "domain/roles.h"
#include "server/service/services.h"
#include "server/store/check_store.h"
#include "server/store/unit_tree.h"
#include "tests/support/child.h"

struct checking *checking_open(void)
{
	struct house *house = house_open();
	struct checking *c = arena_one(house->arena, struct checking);
	c->house = house;
	c->app = &house->fixture->app;
	c->app->readings = han_readings_open();
	c->province = person_make(house, "prov", PROVINCE, ROLE_OFFICER);
	c->county = person_make(house, "off", COUNTY, ROLE_OFFICER);
	c->registrar = person_make(house, "reg", SCHOOL, ROLE_REGISTRAR);
	c->serial = 1;
	return c;
}

void checking_close(struct checking *c)
{
	han_readings_close(c->app->readings);
	house_close(c->house);
}

/* ---- children ---- */

const char *checking_number(struct checking *c, const char *birth)
{
	char *text = arena_printf(
		c->house->arena, "510104%.4s%.2s%.2s%03dX", birth, birth + 5, birth + 8, c->serial);
	c->serial += 2;
	text[17] = id_number_check_character(text);
	return text;
}

int64_t checking_enrol(struct checking *c, const char *name, const char *birth, int64_t school,
	const char *number, const char *father)
{
	struct ctx *ctx = house_write(c->house);
	ctx->units = unit_tree_pin(c->app->units);
	struct student_record child = child_make(c->house->arena, name, birth, school);
	child.items->id_type = number != NULL ? ID_TYPE_RESIDENT : ID_TYPE_OTHER;
	child.items->id_number = number != NULL ? (char *)number : "";
	child.items->family_1_name = (char *)father;
	child.items->family_1_is_guardian = "1";
	child.items->family_2_name =
		*father != '\0' ? arena_printf(c->house->arena, "柏%s", father) : "";
	child.items->family_2_is_guardian = "1";
	child_create_in(ctx, &child);
	child_enrol_in(ctx, &child);
	unit_tree_unpin(ctx->units);
	ctx->units = NULL;
	house_commit(c->house);
	return child.row.id;
}

void checking_enrol_some(struct checking *c)
{
	checking_enrol(
		c, "鄢冉月", "2016-03-11", SCHOOL, checking_number(c, "2016-03-11"), "鄢大山");
	checking_enrol(c, "鄢冉悦", "2016-03-11", NEIGHBOUR_SCHOOL, NULL, "鄢大山");
	checking_enrol(
		c, "王浩宇", "2016-05-01", SCHOOL, checking_number(c, "2016-05-01"), "王建国");
	checking_enrol(c, "王浩宇", "2016-09-21", SECOND_SCHOOL, checking_number(c, "2016-09-21"),
		"王卫东");
}

void checking_nobody_waits(struct checking *c)
{
	struct ctx *ctx = house_write(c->house);
	for (int64_t student = 1; student != 0;) {
		ck_assert_int_eq(check_waiting_first(ctx, &student), OK);
		ck_assert_int_eq(check_waiting_remove(ctx, student), OK);
	}
	house_commit(c->house);
}

/* ---- calls ---- */

struct answer checking_ask(struct checking *c, const struct person *person, const char *method,
	const ProtobufCMessage *request)
{
	return call(c->house, person->token, &checks_service, method, request);
}

struct answer checking_run(struct checking *c, const struct person *person, int64_t unit,
	Xueji__V1__CheckRule *rules, size_t n_rules)
{
	Xueji__V1__RunCheckRequest in = XUEJI__V1__RUN_CHECK_REQUEST__INIT;
	in.unit_id = unit != 0 ? id_text(c->house, unit) : "";
	in.rules = rules;
	in.n_rules = n_rules;
	return checking_ask(c, person, "RunCheck", &in.base);
}

const Xueji__V1__Check *checking_now(struct checking *c, const char *id)
{
	Xueji__V1__GetCheckRequest in = XUEJI__V1__GET_CHECK_REQUEST__INIT;
	in.check_id = (char *)id;
	struct answer a = checking_ask(c, c->province, "GetCheck", &in.base);
	ck_assert_int_eq(a.err, OK);
	return ((const Xueji__V1__GetCheckResponse *)a.reply)->check;
}

const char *checking_id(struct checking *c, struct answer a)
{
	ck_assert_int_eq(a.err, OK);
	const Xueji__V1__Check *check = ((const Xueji__V1__RunCheckResponse *)a.reply)->check;
	ck_assert_int_eq(check->state, STATE(WAITING));
	return arena_strdup(c->house->arena, check->id);
}

const char *checking_asked(struct checking *c, const struct person *person, int64_t unit)
{
	return checking_id(c, checking_run(c, person, unit, NULL, 0));
}

const char *checking_asked_rule(struct checking *c, Xueji__V1__CheckRule rule)
{
	return checking_id(c, checking_run(c, c->province, 0, &rule, 1));
}

int64_t checking_of_kind(struct checking *c, int kind)
{
	return house_count(c->house, arena_printf(c->house->arena,
					     "SELECT count(*) FROM problem WHERE kind = %d", kind));
}

int64_t checking_suspicions(struct checking *c)
{
	return house_count(c->house, "SELECT count(*) FROM problem_group WHERE kind = 12");
}

int64_t checking_of_cause(struct checking *c, const char *cause)
{
	return house_count(c->house,
		arena_printf(c->house->arena,
			"SELECT count(*) FROM problem_group WHERE kind = 12 AND cause = '%s'",
			cause));
}
