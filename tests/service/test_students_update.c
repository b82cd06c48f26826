#include <string.h>

#include "domain/attachment_kind.h"
#include "domain/roles.h"
#include "domain/roll.h"
#include "server/service/services.h"
#include "server/service/student_note.h"
#include "server/store/attachment_store.h"
#include "server/unpack.h"
#include "tests/calls/calls.h"
#include "tests/support/pupil.h"
#include "xueji/v1/students.pb-c.h"
#include "xueji/v1/units.pb-c.h"

#define MOTHERS_NUMBER "11010519491231002X"

static struct house *house;
static struct person *registrar;

static void before(void)
{
	house = house_open();
	registrar = person_make(house, "wang", SCHOOL, ROLE_REGISTRAR);
}

static void after(void)
{
	house_close(house);
}

/* ---- asking ---- */

static Xueji__V1__StudentItems *items_new(void)
{
	Xueji__V1__StudentItems *items = arena_one(house->arena, Xueji__V1__StudentItems);
	xueji__v1__student_items__init(items);
	return items;
}

static Xueji__V1__UpdateStudentRequest change_of(
	const struct student_record *pupil, Xueji__V1__StudentItems *items)
{
	Xueji__V1__UpdateStudentRequest in = XUEJI__V1__UPDATE_STUDENT_REQUEST__INIT;
	in.student_id = id_text(house, pupil->row.id);
	in.rev = pupil->row.rev;
	in.items = items;
	return in;
}

static struct answer ask(const struct person *person, const Xueji__V1__UpdateStudentRequest *in)
{
	return call(house, person->token, &students_service, "UpdateStudent", &in->base);
}

static const Xueji__V1__UpdateStudentResponse *updated(const Xueji__V1__UpdateStudentRequest *in)
{
	struct answer answer = ask(registrar, in);
	ck_assert_msg(answer.err == OK, "%s", reason_row(answer.reason)->name);
	return answer.reply;
}

static struct answer update_phone(
	const struct person *person, const struct student_record *pupil, char *phone)
{
	Xueji__V1__StudentItems *items = items_new();
	items->phone = phone;
	Xueji__V1__UpdateStudentRequest in = change_of(pupil, items);
	return ask(person, &in);
}

static struct student_record put(void)
{
	const struct change changes[] = {{ITEM_TALENTS, "围棋"}, {ITEM_FAMILY_1_ID_TYPE, "1"},
		{ITEM_FAMILY_1_ID_NUMBER, MOTHERS_NUMBER}};
	return pupil_put(house, SCHOOL, false, changes, 3);
}

static struct student_record stored(int64_t id)
{
	struct student_record record;
	ck_assert_int_eq(student_read(house_write(house), id, &record), OK);
	house_rollback(house);
	return record;
}

static int64_t count_updates(void)
{
	return house_count(house, "SELECT count(*) FROM journal WHERE action = 'student.updated'");
}

/* ---- values ---- */

START_TEST(an_item_changes_and_all_others_survive)
{
	struct student_record pupil = put();
	Xueji__V1__StudentItems *items = items_new(), *expected = pupil.items;
	items->present_address = " 石家庄市长安区２号 ";
	Xueji__V1__UpdateStudentRequest in = change_of(&pupil, items);
	const Xueji__V1__UpdateStudentResponse *out = updated(&in);
	ck_assert_uint_eq(out->n_changed_items, 1);
	ck_assert_str_eq(out->changed_items[0], "present_address");
	ck_assert_int_eq(out->student->rev, pupil.row.rev + 1);
	ck_assert_str_eq(out->items->present_address, "石家庄市长安区2号");
	expected->present_address = "石家庄市长安区2号";
	struct student_record now = stored(pupil.row.id);
	enum item differing[ITEM_COUNT];
	ck_assert_uint_eq(student_items_differ(expected, now.items, differing), 0);
	ck_assert_str_eq(now.items->family_1_id_number, MOTHERS_NUMBER);
}
END_TEST

START_TEST(a_form_sent_back_as_it_was_read_changes_nothing)
{
	struct student_record pupil = put();
	Xueji__V1__GetStudentRequest get = XUEJI__V1__GET_STUDENT_REQUEST__INIT;
	get.student_id = id_text(house, pupil.row.id);
	const Xueji__V1__GetStudentResponse *read =
		call(house, registrar->token, &students_service, "GetStudent", &get.base).reply;
	ck_assert_ptr_nonnull(strchr(read->items->family_1_id_number, '*'));
	Xueji__V1__UpdateStudentRequest in = change_of(&pupil, read->items);
	const Xueji__V1__UpdateStudentResponse *out = updated(&in);
	ck_assert_uint_eq(out->n_changed_items, 0);
	ck_assert_int_eq(out->student->rev, pupil.row.rev);
	ck_assert_int_eq(count_updates(), 0);
	struct student_record now = stored(pupil.row.id);
	ck_assert_str_eq(now.items->id_number, pupil.items->id_number);
	ck_assert_str_eq(now.items->family_1_id_number, MOTHERS_NUMBER);
}
END_TEST

START_TEST(a_mask_never_takes_the_place_of_a_number)
{
	struct student_record pupil = put();
	Xueji__V1__StudentItems *items = items_new();
	items->family_1_id_number = "****************21";
	items->family_2_id_number = "****************2X";
	items->id_number = "****************99";
	Xueji__V1__UpdateStudentRequest in = change_of(&pupil, items);
	struct answer answer = ask(registrar, &in);
	ck_assert(has_fault(&answer, "items.family_1_id_number", REASON_MASKED_NUMBER));
	ck_assert(has_fault(&answer, "items.family_2_id_number", REASON_MASKED_NUMBER));
	ck_assert(has_fault(&answer, "items.id_number", REASON_MASKED_NUMBER));
	ck_assert_uint_eq(answer.failure.n_faults, 3);
}
END_TEST

START_TEST(a_guessed_number_is_not_confirmed)
{
	struct student_record pupil = put(), other = pupil_make(house->arena, SCHOOL, NULL, 0);
	const char *const guesses[] = {pupil.items->id_number, other.items->id_number};
	for (int i = 0; i < 2; i++) {
		Xueji__V1__StudentItems *items = items_new();
		items->id_number = (char *)guesses[i];
		Xueji__V1__UpdateStudentRequest in = change_of(&pupil, items);
		struct answer answer = ask(registrar, &in);
		ck_assert(has_fault(&answer, "items.id_number", REASON_CONTROLLED_ITEM));
		ck_assert_uint_eq(answer.failure.n_faults, 1);
	}
}
END_TEST

START_TEST(an_item_is_emptied_by_name_only)
{
	struct student_record pupil = put();
	char *names[] = {"talents", "phone", "grade", "name", "colour", "native_place"};
	Xueji__V1__UpdateStudentRequest in = change_of(&pupil, items_new());
	in.items->native_place = "河南";
	in.clear_items = names;
	in.n_clear_items = 6;
	struct answer answer = ask(registrar, &in);
	ck_assert(has_fault(&answer, "items.phone", REASON_REQUIRED));
	ck_assert(has_fault(&answer, "clear_items[2]", REASON_CHANGED_WITH_CLASS));
	ck_assert(has_fault(&answer, "clear_items[3]", REASON_CONTROLLED_ITEM));
	ck_assert(has_fault(&answer, "clear_items[4]", REASON_NOT_AN_ITEM));
	ck_assert(has_fault(&answer, "clear_items[5]", REASON_GIVEN_AND_CLEARED));
	ck_assert_uint_eq(answer.failure.n_faults, 5);
	in.items->talents = "  ";
	in.items->native_place = "";
	in.n_clear_items = 0;
	ck_assert_uint_eq(updated(&in)->n_changed_items, 0);
	in.items->talents = "";
	in.n_clear_items = 1;
	ck_assert_str_eq(updated(&in)->items->talents, "");
	ck_assert_str_eq(stored(pupil.row.id).items->talents, "");
}
END_TEST

START_TEST(key_data_is_refused_with_all_other_faults)
{
	struct student_record pupil = put();
	Xueji__V1__StudentItems *items = items_new();
	items->name = "刘佳淇";
	items->sex = "1";
	items->birth_date = "2016-09-03";
	items->id_number = MOTHERS_NUMBER;
	items->class_name = "3";
	items->phone = "call me";
	items->ethnic_group = "77";
	items->talents = "a\x1b[2J";
	Xueji__V1__UpdateStudentRequest in = change_of(&pupil, items);
	struct answer answer = ask(registrar, &in);
	ck_assert_int_eq(answer.err, ERR_INVALID);
	ck_assert(has_fault(&answer, "items.name", REASON_CONTROLLED_ITEM));
	ck_assert(has_fault(&answer, "items.sex", REASON_CONTROLLED_ITEM));
	ck_assert(has_fault(&answer, "items.birth_date", REASON_CONTROLLED_ITEM));
	ck_assert(has_fault(&answer, "items.id_number", REASON_CONTROLLED_ITEM));
	ck_assert(has_fault(&answer, "items.class_name", REASON_CHANGED_WITH_CLASS));
	ck_assert(has_fault(&answer, "items.phone", REASON_NOT_ONE_PHONE));
	ck_assert(has_fault(&answer, "items.ethnic_group", REASON_NOT_IN_LIST));
	ck_assert(has_fault(&answer, "items.talents", REASON_FORBIDDEN_CHARACTER));
	ck_assert_int_eq(count_updates(), 0);
}
END_TEST

START_TEST(faults_that_stood_there_before_do_not_hold_up_a_change)
{
	const struct change old[] = {{ITEM_POSTCODE, ""}, {ITEM_HEALTH, "99"}};
	struct student_record pupil = pupil_put(house, SCHOOL, false, old, 2);
	Xueji__V1__StudentItems *items = items_new();
	items->talents = "书法";
	Xueji__V1__UpdateStudentRequest in = change_of(&pupil, items);
	ck_assert_uint_eq(updated(&in)->n_changed_items, 1);
	struct student_record now = stored(pupil.row.id);
	ck_assert_str_eq(now.items->health, "99");
	/* But a change makes no new one, wherever that shows: who has a name has a relation. */
	items->talents = "";
	items->family_2_name = "刘丽";
	in.rev++;
	struct answer answer = ask(registrar, &in);
	ck_assert(has_fault(&answer, "items.family_2_relation", REASON_REQUIRED));
	ck_assert(!has_fault(&answer, "items.postcode", REASON_REQUIRED));
}
END_TEST

/* ---- what else follows ---- */

START_TEST(who_comes_late_is_told_which_items_changed)
{
	struct student_record pupil = put();
	ck_assert_int_eq(update_phone(registrar, &pupil, "13900139000").err, OK);
	pupil.row.rev++;
	Xueji__V1__StudentItems *items = items_new();
	items->family_1_id_number = "410581198503074529";
	Xueji__V1__UpdateStudentRequest in = change_of(&pupil, items);
	updated(&in);
	struct answer answer = update_phone(registrar, &pupil, "13700137000");
	ck_assert_int_eq(answer.err, ERR_STALE);
	ck_assert_int_eq(answer.reason, REASON_STALE_ITEMS);
	ck_assert_str_eq(answer.failure.args[0], "member 1: ID number");
	pupil.row.rev--;
	answer = update_phone(registrar, &pupil, "13700137000");
	ck_assert_str_eq(answer.failure.args[0], "phone, member 1: ID number");
	ck_assert_str_eq(stored(pupil.row.id).items->phone, "13900139000");
	pupil.row.rev += 7;
	ck_assert_int_eq(update_phone(registrar, &pupil, "13700137000").reason, REASON_STALE);
}
END_TEST

START_TEST(the_journal_holds_what_undoes_it_and_shows_no_value)
{
	struct student_record pupil = put();
	struct journal_entry *entries;
	size_t n, size;
	ck_assert_int_eq(update_phone(registrar, &pupil, "13900139000").err, OK);
	struct ctx *ctx = house_write(house);
	ck_assert_int_eq(journal_of_student(ctx, pupil.row.id, 0, true, 10, &entries, &n), OK);
	ck_assert_uint_eq(n, 1);
	ck_assert_str_eq(entries[0].action, "student.updated");
	ck_assert_str_eq(entries[0].summary, "rev 3: phone");
	ck_assert_str_eq(entries[0].actor_name, "王丽");
	const void *plain = journal_open(ctx, &entries[0], &size);
	const Xueji__V1__StudentItems *former =
		unpack_message(house->arena, &xueji__v1__student_items__descriptor, plain, size);
	ck_assert_str_eq(former->phone, "13812345678");
	ck_assert_str_eq(former->name, "");
	house_rollback(house);
}
END_TEST

START_TEST(a_record_is_complete_when_the_last_item_comes)
{
	const struct change missing[] = {{ITEM_PHONE, ""}, {ITEM_POSTCODE, ""}};
	struct student_record pupil = pupil_put(house, SCHOOL, true, missing, 2);
	Xueji__V1__StudentItems *items = items_new();
	items->postcode = "518000";
	Xueji__V1__UpdateStudentRequest in = change_of(&pupil, items);
	ck_assert(updated(&in)->student->is_provisional);
	in.rev++;
	items->postcode = "";
	items->phone = "13900139000";
	ck_assert(!updated(&in)->student->is_provisional);
	ck_assert(!stored(pupil.row.id).row.is_provisional);
}
END_TEST

START_TEST(totals_and_searches_follow)
{
	struct student_record pupil = put();
	Xueji__V1__StudentItems *items = items_new();
	items->attendance = "2";
	items->family_1_name = "欧阳·𠮷";
	items->aux_no = "BJ20160001";
	Xueji__V1__UpdateStudentRequest in = change_of(&pupil, items);
	ck_assert_uint_eq(updated(&in)->n_changed_items, 3);
	ck_assert_int_eq(house_count(house, "SELECT sum(boarders) FROM school_stat"), 1);
	static const char *const queries[] = {"欧阳·𠮷", "BJ20160001"};
	static const Xueji__V1__SearchBy by[] = {
		XUEJI__V1__SEARCH_BY__SEARCH_BY_GUARDIAN, XUEJI__V1__SEARCH_BY__SEARCH_BY_NUMBER};
	for (int i = 0; i < 2; i++) {
		Xueji__V1__SearchStudentsRequest search = XUEJI__V1__SEARCH_STUDENTS_REQUEST__INIT;
		search.query = (char *)queries[i];
		search.by = by[i];
		const Xueji__V1__SearchStudentsResponse *out = call(
			house, registrar->token, &students_service, "SearchStudents", &search.base)
								       .reply;
		ck_assert_uint_eq(out->n_students, 1);
	}
}
END_TEST

/* "pupils 1 girls 1 …": what the county counts, without what is 0. */
static const char *counted(void)
{
	const char *text = "";
	struct person *officer = person_make(house, "li", COUNTY, ROLE_OFFICER);
	Xueji__V1__SummarizeUnitRequest in = XUEJI__V1__SUMMARIZE_UNIT_REQUEST__INIT;
	in.unit_id = id_text(house, COUNTY);
	const Xueji__V1__SummarizeUnitResponse *out =
		call(house, officer->token, &units_service, "SummarizeUnit", &in.base).reply;
	const ProtobufCMessageDescriptor *type = out->totals->base.descriptor;
	for (unsigned i = 0; i < type->n_fields; i++) {
		const char *at = (const char *)out->totals + type->fields[i].offset;
		if (*(const int64_t *)at != 0)
			text = arena_printf(house->arena, "%s%s %lld ", text, type->fields[i].name,
				(long long)*(const int64_t *)at);
	}
	ck_assert_uint_eq(out->n_grades, 1);
	ck_assert_int_eq(out->grades[0]->stage, STAGE_PRIMARY);
	ck_assert_int_eq(out->grades[0]->grade, 4);
	return text;
}

START_TEST(each_total_of_the_units_above_follows)
{
	struct student_record pupil = put();
	Xueji__V1__StudentItems *items = items_new();
	items->attendance = "2";
	items->left_behind = "2";
	items->is_migrant_child = "0";
	items->disability = "1";
	items->in_regular_class = "1";
	items->needs_aid = "1";
	items->has_school_meals = "1";
	items->needs_school_bus = "1";
	items->ethnic_group = "05";
	Xueji__V1__UpdateStudentRequest in = change_of(&pupil, items);
	updated(&in);
	ck_assert_str_eq(counted(),
		"pupils 1 girls 1 boarders 1 left_behind 1 disabled 1 aid 1 meals 1 bus 1 "
		"minority 1 ");
}
END_TEST

START_TEST(a_photo_is_an_attachment_of_the_child)
{
	struct student_record pupil = put();
	struct attachment_row photo = {.student = pupil.row.id,
		.kind = ATTACHMENT_PHOTO,
		.size = 100,
		.facts = arena_one(house->arena, Xueji__V1__AttachmentFacts)};
	struct attachment_row page = photo;
	page.kind = ATTACHMENT_BIRTH_CERTIFICATE;
	xueji__v1__attachment_facts__init(photo.facts);
	photo.facts->sha256 = (ProtobufCBinaryData){4, (uint8_t *)"1234"};
	struct ctx *ctx = house_write(house);
	ck_assert_int_eq(attachment_insert(ctx, &photo), OK);
	ck_assert_int_eq(attachment_complete(ctx, photo.id, 1), OK);
	ck_assert_int_eq(attachment_insert(ctx, &page), OK);
	ck_assert_int_eq(attachment_complete(ctx, page.id, 1), OK);
	house_commit(house);
	Xueji__V1__StudentItems *items = items_new();
	Xueji__V1__UpdateStudentRequest in = change_of(&pupil, items);
	items->photo = id_text(house, page.id);
	struct answer answer = ask(registrar, &in);
	ck_assert(has_fault(&answer, "items.photo", REASON_NOT_A_PHOTO));
	items->photo = "12345";
	ck_assert_int_eq(ask(registrar, &in).reason, REASON_NO_SUCH_ATTACHMENT);
	items->photo = id_text(house, photo.id);
	updated(&in);
	ck_assert_int_eq(
		house_count(house, "SELECT count(*) FROM attachment_use WHERE user_kind = 2"), 1);
	in.rev++;
	items->photo = "";
	in.clear_items = (char *[]){"photo"};
	in.n_clear_items = 1;
	updated(&in);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM attachment_use"), 0);
}
END_TEST

/* ---- who, when, how often ---- */

START_TEST(only_the_schools_registrar_changes_a_record)
{
	struct student_record pupil = put();
	static const struct {
		int64_t unit;
		uint32_t role;
		enum reason reason;
	} rows[] = {
		{SCHOOL, ROLE_APPROVER, REASON_NO_RIGHT},
		{COUNTY, ROLE_OFFICER, REASON_NO_RIGHT},
		{PROVINCE, ROLE_OFFICER, REASON_NO_RIGHT},
		{COUNTY, ROLE_SECURITY, REASON_NO_RIGHT},
		{COUNTY, ROLE_AUDITOR, REASON_NO_RIGHT},
		{SECOND_SCHOOL, ROLE_REGISTRAR, REASON_OUTSIDE_SCOPE},
		{COUNTY, ROLE_REGISTRAR, REASON_OUTSIDE_SCOPE},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *name = arena_printf(house->arena, "person-%zu", i);
		struct person *person = person_make(house, name, rows[i].unit, rows[i].role);
		struct answer answer = update_phone(person, &pupil, "13900139000");
		ck_assert_msg(answer.reason == rows[i].reason, "row %zu", i);
	}
	struct answer stranger = call(house, NULL, &students_service, "UpdateStudent",
		&(Xueji__V1__UpdateStudentRequest)XUEJI__V1__UPDATE_STUDENT_REQUEST__INIT.base);
	ck_assert_int_eq(stranger.err, ERR_UNAUTHENTICATED);
	struct answer empty = ask(registrar,
		&(Xueji__V1__UpdateStudentRequest)XUEJI__V1__UPDATE_STUDENT_REQUEST__INIT);
	ck_assert(has_fault(&empty, "student_id", REASON_REQUIRED));
	ck_assert_int_eq(count_updates(), 0);
}
END_TEST

START_TEST(only_a_child_on_the_roll_is_changed_here)
{
	struct student_record pending = pupil_make(house->arena, SCHOOL, NULL, 0);
	child_create_in(house_write(house), &pending);
	house_commit(house);
	ck_assert_int_eq(
		update_phone(registrar, &pending, "13900139000").reason, REASON_REGISTRATION_RUNS);
	struct student_record pupil = put(), gone = pupil;
	gone.row.status = ROLL_GRADUATED;
	ck_assert_int_eq(student_rewrite(house_write(house), &pupil, &gone), OK);
	house_commit(house);
	ck_assert_int_eq(update_phone(registrar, &gone, "13900139000").reason, REASON_NOT_ENROLLED);
}
END_TEST

START_TEST(enter_struck_twice_changes_once)
{
	struct student_record pupil = put();
	house->key = "update-once-1";
	const Xueji__V1__UpdateStudentResponse *one =
		update_phone(registrar, &pupil, "13900139000").reply;
	const Xueji__V1__UpdateStudentResponse *two =
		update_phone(registrar, &pupil, "13900139000").reply;
	ck_assert_int_eq(one->student->rev, two->student->rev);
	ck_assert_int_eq(count_updates(), 1);
}
END_TEST

SUITE_WITH("students_update", before, after, an_item_changes_and_all_others_survive,
	a_form_sent_back_as_it_was_read_changes_nothing, a_mask_never_takes_the_place_of_a_number,
	a_guessed_number_is_not_confirmed, an_item_is_emptied_by_name_only,
	key_data_is_refused_with_all_other_faults,
	faults_that_stood_there_before_do_not_hold_up_a_change,
	who_comes_late_is_told_which_items_changed,
	the_journal_holds_what_undoes_it_and_shows_no_value,
	a_record_is_complete_when_the_last_item_comes, totals_and_searches_follow,
	each_total_of_the_units_above_follows, a_photo_is_an_attachment_of_the_child,
	only_the_schools_registrar_changes_a_record, only_a_child_on_the_roll_is_changed_here,
	enter_struck_twice_changes_once)
