#include "domain/roles.h"
#include "server/service/services.h"
#include "tests/calls/calls.h"
#include "tests/support/child.h"
#include "xueji/v1/units.pb-c.h"

static struct house *house;
static struct person *officer, *registrar;

static void put(const char *name, int64_t school, int grade, int class_no)
{
	struct ctx *ctx = house_write(house);
	struct student_record child = child_make(ctx->arena, name, "2019-03-04", school);
	child.row.grade = grade;
	child.row.class_no = class_no;
	child.items->left_behind = grade == 2 ? "1" : "0";
	child_enrol_in(ctx, &child);
	house_commit(house);
}

static void before(void)
{
	house = house_open();
	officer = person_make(house, "li", CITY, ROLE_OFFICER);
	registrar = person_make(house, "wang", SCHOOL, ROLE_REGISTRAR);
	put("甲", SCHOOL, 1, 1);
	put("乙花", SCHOOL, 2, 1);
	put("丙花", SCHOOL, 2, 1);
	put("丁", SECOND_SCHOOL, 2, 3);
	put("戊", NEIGHBOUR_SCHOOL, 6, 0);
}

static void after(void)
{
	house_close(house);
}

static struct answer ask(const struct person *person, int64_t unit, bool with_children)
{
	Xueji__V1__SummarizeUnitRequest in = XUEJI__V1__SUMMARIZE_UNIT_REQUEST__INIT;
	in.unit_id = id_text(house, unit);
	in.with_children = with_children;
	return call(house, person->token, &units_service, "SummarizeUnit", &in.base);
}

START_TEST(a_county_counts_its_schools)
{
	const Xueji__V1__SummarizeUnitResponse *out = ask(officer, COUNTY, true).reply;
	ck_assert_str_eq(out->unit->name, "南山区");
	ck_assert_int_eq(out->totals->pupils, 4);
	ck_assert_int_eq(out->totals->girls, 2);
	ck_assert_int_eq(out->totals->boys, 2);
	ck_assert_int_eq(out->totals->left_behind, 3);
	ck_assert_uint_eq(out->n_grades, 2);
	ck_assert_int_eq(out->grades[1]->grade, 2);
	ck_assert_int_eq(out->grades[1]->totals->pupils, 3);
	ck_assert_int_eq(out->grades[1]->totals->girls, 2);
	ck_assert_uint_eq(out->n_classes, 0);
	ck_assert_uint_eq(out->n_children, 2); /* the closed school is none */
	ck_assert_str_eq(out->children[0]->unit->name, "第一小学");
	ck_assert_int_eq(out->children[0]->totals->pupils, 3);
	ck_assert_uint_eq(out->children[0]->n_pupils_by_grade, 12);
	ck_assert_int_eq(out->children[0]->pupils_by_grade[0], 1);
	ck_assert_int_eq(out->children[0]->pupils_by_grade[1], 2);
	ck_assert_str_eq(out->next_page_token, "");
}
END_TEST

START_TEST(a_school_counts_its_classes)
{
	const Xueji__V1__SummarizeUnitResponse *out = ask(registrar, SCHOOL, true).reply;
	ck_assert_int_eq(out->totals->pupils, 3);
	ck_assert_uint_eq(out->n_grades, 2);
	ck_assert_uint_eq(out->n_classes, 2);
	ck_assert_int_eq(out->classes[1]->grade, 2);
	ck_assert_int_eq(out->classes[1]->number, 1);
	ck_assert_int_eq(out->classes[1]->on_roll, 2);
	ck_assert_uint_eq(out->n_children, 0);
	const Xueji__V1__SummarizeUnitResponse *unplaced = ask(officer, NEIGHBOUR_SCHOOL, 0).reply;
	ck_assert_uint_eq(unplaced->n_classes, 1);
	ck_assert_int_eq(unplaced->classes[0]->number, 0);
}
END_TEST

START_TEST(children_come_in_pages)
{
	Xueji__V1__SummarizeUnitRequest in = XUEJI__V1__SUMMARIZE_UNIT_REQUEST__INIT;
	in.unit_id = id_text(house, CITY);
	in.with_children = true;
	in.page_size = 1;
	int64_t pupils = 0;
	int pages = 0;
	do {
		const Xueji__V1__SummarizeUnitResponse *out =
			call(house, officer->token, &units_service, "SummarizeUnit", &in.base)
				.reply;
		ck_assert_uint_eq(out->n_children, 1);
		ck_assert_int_eq(out->totals->pupils, 5);
		pupils += out->children[0]->totals->pupils;
		in.page_token = out->next_page_token;
		pages++;
	} while (in.page_token[0] != '\0');
	ck_assert_int_eq(pages, 2);
	ck_assert_int_eq(pupils, 5);
}
END_TEST

START_TEST(totals_outside_ones_units_are_not_told)
{
	ck_assert_int_eq(ask(registrar, COUNTY, false).reason, REASON_OUTSIDE_SCOPE);
	ck_assert_int_eq(ask(officer, PROVINCE, false).reason, REASON_OUTSIDE_SCOPE);
	ck_assert_int_eq(ask(officer, 4711, false).reason, REASON_OUTSIDE_SCOPE);
	struct person *auditor = person_make(house, "qian", CITY, ROLE_AUDITOR);
	ck_assert_int_eq(ask(auditor, CITY, false).reason, REASON_NO_RIGHT);
	struct answer empty = call(house, officer->token, &units_service, "SummarizeUnit",
		&(Xueji__V1__SummarizeUnitRequest)XUEJI__V1__SUMMARIZE_UNIT_REQUEST__INIT.base);
	ck_assert(has_fault(&empty, "unit_id", REASON_REQUIRED));
}
END_TEST

SUITE_WITH("units_summarize", before, after, a_county_counts_its_schools,
	a_school_counts_its_classes, children_come_in_pages, totals_outside_ones_units_are_not_told)
