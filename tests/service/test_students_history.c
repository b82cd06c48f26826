#include <string.h>

#include "common/han_reading.h"
#include "domain/roles.h"
#include "server/service/services.h"
#include "server/store/case_store.h"
#include "server/store/unit_store.h"
#include "tests/calls/calls.h"
#include "tests/support/pupil.h"
#include "xueji/v1/cases.pb-c.h"
#include "xueji/v1/students.pb-c.h"

#define FATHERS_NUMBER "410581198503074529"
#define MINUTE         INT64_C(60000000)

static struct house *house;
static struct person *registrar, *approver, *officer, *auditor;
static struct student_record pupil;

static void before(void)
{
	static const struct school_class classes[] = {{4, 2}, {4, 3}};
	const struct programme primary = {.years = {[STAGE_PRIMARY] = 6}};
	const struct change changes[] = {{ITEM_FAMILY_1_ID_TYPE, "1"},
		{ITEM_FAMILY_1_ID_NUMBER, FATHERS_NUMBER}, {ITEM_AUX_NO, "BJ20160001"}};
	house = house_open();
	house->fixture->app.readings = han_readings_open();
	struct ctx *ctx = house_write(house);
	ck_assert_int_eq(unit_set_programme(ctx, SCHOOL, &primary), OK);
	ck_assert_int_eq(unit_set_classes(ctx, SCHOOL, classes, 2), OK);
	house_commit(house);
	registrar = person_make(house, "reg", SCHOOL, ROLE_REGISTRAR);
	approver = person_make(house, "app", SCHOOL, ROLE_APPROVER);
	officer = person_make(house, "off", COUNTY, ROLE_OFFICER);
	auditor = person_make(house, "aud", COUNTY, ROLE_AUDITOR);
	pupil = pupil_put(house, SCHOOL, false, changes, 3);
}

static void after(void)
{
	han_readings_close(house->fixture->app.readings);
	house_close(house);
}

/* ---- a life ---- */

static void done(const struct person *person, const struct service *service, const char *method,
	const ProtobufCMessage *request)
{
	struct answer answer = call(house, person->token, service, method, request);
	ck_assert_msg(answer.err == OK, "%s: %s", method, reason_row(answer.reason)->name);
	house_wait(house, MINUTE);
}

static void look(const struct person *person)
{
	Xueji__V1__GetStudentRequest in = XUEJI__V1__GET_STUDENT_REQUEST__INIT;
	in.student_id = id_text(house, pupil.row.id);
	done(person, &students_service, "GetStudent", &in.base);
}

static void update(void)
{
	Xueji__V1__UpdateStudentRequest in = XUEJI__V1__UPDATE_STUDENT_REQUEST__INIT;
	Xueji__V1__StudentItems items = XUEJI__V1__STUDENT_ITEMS__INIT;
	in.student_id = id_text(house, pupil.row.id);
	in.rev = pupil.row.rev++;
	in.items = &items;
	items.phone = "13900139000";
	items.family_1_id_number = "11010519491231002X";
	done(registrar, &students_service, "UpdateStudent", &in.base);
}

static void change_class(void)
{
	Xueji__V1__ChangeClassRequest in = XUEJI__V1__CHANGE_CLASS_REQUEST__INIT;
	Xueji__V1__ClassPlacement one = XUEJI__V1__CLASS_PLACEMENT__INIT, *at[] = {&one};
	in.unit_id = id_text(house, SCHOOL);
	in.grade = 4;
	in.n_placements = 1;
	in.placements = at;
	one.student_id = id_text(house, pupil.row.id);
	one.rev = pupil.row.rev++;
	one.class_number = 3;
	done(registrar, &students_service, "ChangeClass", &in.base);
}

static void reveal(void)
{
	Xueji__V1__RevealIdentityRequest in = XUEJI__V1__REVEAL_IDENTITY_REQUEST__INIT;
	in.student_id = id_text(house, pupil.row.id);
	in.numbers = XUEJI__V1__REVEALED_NUMBERS__REVEALED_NUMBERS_ID;
	in.reason = XUEJI__V1__REVEAL_REASON__REVEAL_REASON_POLICE;
	in.reason_text = "派出所来函";
	done(officer, &students_service, "RevealIdentity", &in.base);
}

static void apply(void)
{
	Xueji__V1__SaveKeyDataChangeRequest in = XUEJI__V1__SAVE_KEY_DATA_CHANGE_REQUEST__INIT;
	Xueji__V1__StudentItems items = XUEJI__V1__STUDENT_ITEMS__INIT;
	in.student_id = id_text(house, pupil.row.id);
	in.items = &items;
	items.name = "刘佳淇";
	done(registrar, &cases_service, "SaveKeyDataChange", &in.base);
}

static void live(void)
{
	house_wait(house, MINUTE);
	look(officer);
	update();
	change_class();
	reveal();
	apply();
}

/* ---- asking ---- */

static struct answer ask(const struct person *person, int page_size, const char *page_token)
{
	Xueji__V1__GetHistoryRequest in = XUEJI__V1__GET_HISTORY_REQUEST__INIT;
	in.student_id = id_text(house, pupil.row.id);
	in.page_size = page_size;
	in.page_token = (char *)page_token;
	return call(house, person->token, &students_service, "GetHistory", &in.base);
}

static const Xueji__V1__GetHistoryResponse *history(const struct person *person)
{
	struct answer answer = ask(person, 100, "");
	ck_assert_msg(answer.err == OK, "%s", reason_row(answer.reason)->name);
	return answer.reply;
}

/* "On the roll, Number given …": the titles, newest first. */
static const char *titles(const Xueji__V1__GetHistoryResponse *out)
{
	const char *text = "";
	for (size_t i = 0; i < out->n_events; i++)
		text = arena_printf(
			house->arena, "%s%s%s", text, *text ? ", " : "", out->events[i]->title);
	return text;
}

static const Xueji__V1__HistoryEvent *find(
	const Xueji__V1__GetHistoryResponse *out, const char *title)
{
	for (size_t i = 0; i < out->n_events; i++)
		if (strcmp(out->events[i]->title, title) == 0)
			return out->events[i];
	ck_abort_msg("no %s", title);
	return NULL;
}

START_TEST(a_life_is_one_list_newest_first)
{
	live();
	ck_assert_str_eq(titles(history(officer)),
		"key-data change: save, Whole numbers of a child shown, Class changed, "
		"Items changed, File of a child opened, changed class, On the roll, Number given, "
		"Former or other number");
}
END_TEST

START_TEST(every_page_size_gives_the_same_list)
{
	live();
	const char *whole = titles(history(registrar));
	for (int size = 1; size <= 8; size++) {
		const char *text = "", *token = "";
		do {
			struct answer answer = ask(registrar, size, token);
			ck_assert_int_eq(answer.err, OK);
			const Xueji__V1__GetHistoryResponse *out = answer.reply;
			ck_assert_uint_le(out->n_events, (size_t)size);
			text = arena_printf(
				house->arena, "%s%s%s", text, *text ? ", " : "", titles(out));
			token = out->next_page_token;
		} while (token[0] != '\0');
		ck_assert_str_eq(text, whole);
	}
}
END_TEST

START_TEST(a_change_names_its_items_and_masks_numbers)
{
	live();
	const Xueji__V1__HistoryEvent *event = find(history(registrar), "Items changed");
	ck_assert_str_eq(event->operator_name, "王丽");
	ck_assert_uint_eq(event->n_changes, 2);
	ck_assert_str_eq(event->changes[0]->item, "phone");
	ck_assert_str_eq(event->changes[0]->old_value, "13812345678");
	ck_assert_str_eq(event->changes[1]->title, "member 1: ID number");
	ck_assert_str_eq(event->changes[1]->old_value, "****************29");
	event = find(history(registrar), "Class changed");
	ck_assert_str_eq(event->changes[0]->item, "class_name");
	ck_assert_str_eq(event->changes[0]->old_value, "2");
	event = find(history(registrar), "On the roll");
	ck_assert_int_eq(event->enrolment->class_number, 2);
	ck_assert_str_eq(event->unit->name, "第一小学");
	event = find(history(registrar), "Number given");
	ck_assert_int_eq(event->number->masked[0], 'L');
	ck_assert_ptr_null(find(history(registrar), "Former or other number")->time);
}
END_TEST

START_TEST(who_looked_at_a_case_of_the_child_looked_at_the_child)
{
	Xueji__V1__GetCaseRequest in = XUEJI__V1__GET_CASE_REQUEST__INIT;
	apply();
	in.case_id = history(officer)->events[0]->case_id;
	ck_assert_str_ne(in.case_id, "");
	done(officer, &cases_service, "GetCase", &in.base);
	const Xueji__V1__HistoryEvent *look = find(history(officer), "Case looked at");
	ck_assert_int_eq(look->kind, XUEJI__V1__HISTORY_KIND__HISTORY_KIND_LOOK);
	ck_assert_str_eq(look->case_id, in.case_id);
	ck_assert_ptr_null(strstr(titles(history(registrar)), "Case looked at"));
}
END_TEST

START_TEST(who_looked_is_for_those_who_supervise)
{
	live();
	ck_assert_ptr_null(strstr(titles(history(registrar)), "File of a child opened"));
	ck_assert_ptr_null(strstr(titles(history(registrar)), "Whole numbers"));
	ck_assert_ptr_nonnull(strstr(titles(history(approver)), "File of a child opened"));
	const Xueji__V1__HistoryEvent *event =
		find(history(officer), "Whole numbers of a child shown");
	ck_assert_str_eq(event->reason, "派出所来函");
	ck_assert_int_eq(event->kind, XUEJI__V1__HISTORY_KIND__HISTORY_KIND_LOOK);
	/* The list itself was read, and says so. */
	ck_assert_ptr_nonnull(strstr(titles(history(officer)), "History of a child read"));
}
END_TEST

START_TEST(an_auditor_sees_deeds_and_no_data)
{
	live();
	const Xueji__V1__GetHistoryResponse *out = history(auditor);
	const Xueji__V1__HistoryEvent *event = find(out, "Items changed");
	ck_assert_uint_eq(event->n_changes, 2);
	ck_assert_str_eq(event->changes[0]->old_value, "");
	ck_assert_str_eq(find(out, "Whole numbers of a child shown")->reason, "");
	find(out, "File of a child opened");
}
END_TEST

START_TEST(no_reply_and_no_summary_holds_a_whole_number)
{
	live();
	uint8_t bytes[65536];
	size_t size = xueji__v1__get_history_response__pack(history(officer), bytes);
	const char *const numbers[] = {pupil.items->id_number, FATHERS_NUMBER};
	for (size_t i = 0; i < 2; i++) {
		ck_assert_ptr_null(memmem(bytes, size, numbers[i], 10));
		const char *sql = arena_printf(house->arena,
			"SELECT count(*) FROM journal WHERE instr(summary, '%.10s')", numbers[i]);
		ck_assert_int_eq(house_count(house, sql), 0);
	}
}
END_TEST

START_TEST(it_is_read_within_ones_units)
{
	static const struct {
		int64_t unit;
		uint32_t role;
		enum reason reason;
	} rows[] = {
		{PROVINCE, ROLE_OFFICER, 0},
		{PROVINCE, ROLE_AUDITOR, 0},
		{SECOND_SCHOOL, ROLE_REGISTRAR, REASON_OUTSIDE_SCOPE},
		{NEIGHBOUR, ROLE_OFFICER, REASON_OUTSIDE_SCOPE},
		{NEIGHBOUR, ROLE_AUDITOR, REASON_OUTSIDE_SCOPE},
		{COUNTY, ROLE_SECURITY, REASON_NO_RIGHT},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *name = arena_printf(house->arena, "person-%zu", i);
		struct person *person = person_make(house, name, rows[i].unit, rows[i].role);
		struct answer answer = ask(person, 10, "");
		ck_assert_msg(
			rows[i].reason == 0 ? answer.err == OK : answer.reason == rows[i].reason,
			"row %zu", i);
	}
	Xueji__V1__GetHistoryRequest in = XUEJI__V1__GET_HISTORY_REQUEST__INIT;
	struct answer answer =
		call(house, officer->token, &students_service, "GetHistory", &in.base);
	ck_assert(has_fault(&answer, "student_id", REASON_REQUIRED));
	answer = ask(officer, -1, "forged");
	ck_assert(has_fault(&answer, "page_size", REASON_OUT_OF_RANGE));
	ck_assert(has_fault(&answer, "page_token", REASON_NOT_A_PAGE_TOKEN));
	pupil.row.id = 77;
	ck_assert_int_eq(ask(officer, 10, "").reason, REASON_NO_SUCH_STUDENT);
	ck_assert_int_eq(call(house, NULL, &students_service, "GetHistory", &in.base).err,
		ERR_UNAUTHENTICATED);
}
END_TEST

SUITE_WITH("students_history", before, after, a_life_is_one_list_newest_first,
	every_page_size_gives_the_same_list, a_change_names_its_items_and_masks_numbers,
	who_looked_at_a_case_of_the_child_looked_at_the_child,
	who_looked_is_for_those_who_supervise, an_auditor_sees_deeds_and_no_data,
	no_reply_and_no_summary_holds_a_whole_number, it_is_read_within_ones_units)
