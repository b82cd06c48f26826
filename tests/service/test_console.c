#include <string.h>

#include "common/date.h"
#include "domain/roles.h"
#include "server/service/services.h"
#include "server/store/console_store.h"
#include "tests/calls/calls.h"
#include "xueji/v1/console.pb-c.h"
#include "xueji/v1/operators.pb-c.h"

static struct house *house;
static struct person *wang, *other;

static void before(void)
{
	house = house_open();
	wang = person_make(house, "wang", SCHOOL, ROLE_REGISTRAR);
	other = person_make(house, "other", SCHOOL, ROLE_APPROVER);
}

static void after(void)
{
	house_close(house);
}

static struct answer ask(
	const struct person *person, const char *method, const ProtobufCMessage *request)
{
	return call(house, person->token, &console_service, method, request);
}

static ProtobufCBinaryData bytes_of(size_t size, char fill)
{
	ProtobufCBinaryData bytes = {size, arena_alloc(house->arena, size)};
	memset(bytes.data, fill, size);
	return bytes;
}

static struct answer save_place(const struct person *person, ProtobufCBinaryData place)
{
	Xueji__V1__SavePlaceRequest in = XUEJI__V1__SAVE_PLACE_REQUEST__INIT;
	in.place = place;
	return ask(person, "SavePlace", &in.base);
}

static const Xueji__V1__GetPlaceResponse *place_of(const struct person *person)
{
	Xueji__V1__GetPlaceRequest in = XUEJI__V1__GET_PLACE_REQUEST__INIT;
	struct answer a = ask(person, "GetPlace", &in.base);
	ck_assert_int_eq(a.err, OK);
	return a.reply;
}

static struct answer save(const struct person *person, const char *key, size_t size)
{
	Xueji__V1__SaveDraftRequest in = XUEJI__V1__SAVE_DRAFT_REQUEST__INIT;
	in.key = (char *)key;
	in.title = "学籍注册 李小明";
	in.content = bytes_of(size, 'x');
	return ask(person, "SaveDraft", &in.base);
}

static const Xueji__V1__ListDraftsResponse *drafts_of(const struct person *person)
{
	Xueji__V1__ListDraftsRequest in = XUEJI__V1__LIST_DRAFTS_REQUEST__INIT;
	struct answer a = ask(person, "ListDrafts", &in.base);
	ck_assert_int_eq(a.err, OK);
	return a.reply;
}

static struct answer get(const struct person *person, const char *key)
{
	Xueji__V1__GetDraftRequest in = XUEJI__V1__GET_DRAFT_REQUEST__INIT;
	in.key = (char *)key;
	return ask(person, "GetDraft", &in.base);
}

START_TEST(a_place_is_kept_for_its_operator_alone)
{
	ck_assert_uint_eq(place_of(wang)->place.len, 0);
	ck_assert_ptr_null(place_of(wang)->saved_time);
	ck_assert_int_eq(save_place(wang, bytes_of(4096, 'p')).err, OK);
	ck_assert_int_eq(save_place(wang, bytes_of(5, 'q')).err, OK);
	const Xueji__V1__GetPlaceResponse *kept = place_of(wang);
	ck_assert_uint_eq(kept->place.len, 5);
	ck_assert_mem_eq(kept->place.data, "qqqqq", 5);
	ck_assert_ptr_nonnull(kept->saved_time);
	ck_assert_uint_eq(place_of(other)->place.len, 0);
	struct answer a = save_place(wang, bytes_of(4097, 'p'));
	ck_assert(has_fault(&a, "place", REASON_TOO_MANY_BYTES));
	ck_assert_int_eq(save_place(wang, bytes_of(0, 0)).err, OK);
	ck_assert_uint_eq(place_of(wang)->place.len, 0);
}
END_TEST

START_TEST(a_draft_is_found_again_by_its_key)
{
	ck_assert_int_eq(save(wang, "registration/new", 65536).err, OK);
	house_wait(house, US_PER_SECOND);
	ck_assert_int_eq(save(wang, "case/7", 0).err, OK);
	house_wait(house, US_PER_SECOND);
	ck_assert_int_eq(save(wang, "registration/new", 10).err, OK);
	const Xueji__V1__ListDraftsResponse *list = drafts_of(wang);
	ck_assert_uint_eq(list->n_drafts, 2);
	ck_assert_str_eq(list->drafts[0]->key, "registration/new");
	ck_assert_str_eq(list->drafts[0]->title, "学籍注册 李小明");
	ck_assert_int_eq(list->drafts[0]->bytes, 10);
	ck_assert_int_eq(list->kept_days, 30);
	const Xueji__V1__GetDraftResponse *draft = get(wang, "registration/new").reply;
	ck_assert_uint_eq(draft->content.len, 10);
	ck_assert_mem_eq(draft->content.data, "xxxxxxxxxx", 10);
	ck_assert_uint_eq(
		((const Xueji__V1__GetDraftResponse *)get(wang, "case/7").reply)->content.len, 0);
	ck_assert_uint_eq(drafts_of(other)->n_drafts, 0);
	ck_assert_int_eq(get(other, "case/7").reason, REASON_NO_SUCH_DRAFT);
}
END_TEST

START_TEST(a_dropped_draft_is_gone_however_often_it_is_dropped)
{
	Xueji__V1__DropDraftRequest in = XUEJI__V1__DROP_DRAFT_REQUEST__INIT;
	in.key = "case/7";
	save(wang, "case/7", 3);
	save(other, "case/7", 3);
	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(ask(wang, "DropDraft", &in.base).err, OK);
	ck_assert_uint_eq(drafts_of(wang)->n_drafts, 0);
	ck_assert_uint_eq(drafts_of(other)->n_drafts, 1);
}
END_TEST

START_TEST(there_are_limits)
{
	struct answer a = save(wang, "", 65537);
	ck_assert(has_fault(&a, "key", REASON_REQUIRED));
	ck_assert(has_fault(&a, "content", REASON_TOO_MANY_BYTES));
	for (int i = 0; i < DRAFTS_MOST; i++)
		ck_assert_int_eq(save(wang, arena_printf(house->arena, "form/%d", i), 1).err, OK);
	ck_assert_int_eq(save(wang, "one more", 1).reason, REASON_TOO_MANY_DRAFTS);
	ck_assert_int_eq(save(wang, "form/7", 2).err, OK);
	ck_assert_int_eq(save(other, "form/7", 2).err, OK);
}
END_TEST

START_TEST(nothing_of_it_is_in_the_journal_or_readable_in_the_store)
{
	int64_t entries = house_count(house, "SELECT count(*) FROM journal");
	save(wang, "case/7", 100);
	save_place(wang, bytes_of(100, 'x'));
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM journal"), entries);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM console_draft WHERE "
					    "instr(content, 'xxxx') > 0 OR instr(title, '李') > 0"),
		0);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM console_place WHERE "
					    "instr(place, 'xxxx') > 0"),
		0);
}
END_TEST

START_TEST(settings_are_kept_beside_the_place)
{
	Xueji__V1__Preferences in = XUEJI__V1__PREFERENCES__INIT;
	Xueji__V1__GetPreferencesRequest get_in = XUEJI__V1__GET_PREFERENCES_REQUEST__INIT;
	in.language = XUEJI__V1__CONSOLE_LANGUAGE__CONSOLE_LANGUAGE_EN;
	in.lean = XUEJI__V1__CONSOLE_LEAN__CONSOLE_LEAN_ON;
	save_place(wang, bytes_of(3, 'p'));
	ck_assert_int_eq(ask(wang, "SavePreferences", &in.base).err, OK);
	const Xueji__V1__Preferences *kept = ask(wang, "GetPreferences", &get_in.base).reply;
	ck_assert_int_eq(kept->language, in.language);
	ck_assert_int_eq(kept->lean, in.lean);
	ck_assert_int_eq(kept->look, XUEJI__V1__CONSOLE_LOOK__CONSOLE_LOOK_UNSPECIFIED);
	ck_assert_uint_eq(place_of(wang)->place.len, 3);
	kept = ask(other, "GetPreferences", &get_in.base).reply;
	ck_assert_int_eq(kept->language, 0);
	in.language = (Xueji__V1__ConsoleLanguage)7;
	ck_assert_int_eq(ask(wang, "SavePreferences", &in.base).err, ERR_INVALID);
}
END_TEST

START_TEST(a_sealed_account_keeps_nothing_but_settings)
{
	struct person *guard = person_make(house, "guard", COUNTY, ROLE_SECURITY);
	Xueji__V1__SealOperatorRequest in = XUEJI__V1__SEAL_OPERATOR_REQUEST__INIT;
	save(wang, "case/7", 3);
	save(other, "case/8", 3);
	save_place(wang, bytes_of(3, 'p'));
	in.id = wang->id_text;
	in.rev = person_rev(house, wang);
	in.reason = "离岗";
	ck_assert_int_eq(
		call(house, guard->token, &operators_service, "SealOperator", &in.base).err, OK);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM console_draft"), 1);
	ck_assert_int_eq(
		house_count(house, "SELECT count(*) FROM console_place WHERE place IS NOT NULL"),
		0);
}
END_TEST

START_TEST(who_is_not_signed_in_keeps_nothing)
{
	Xueji__V1__SavePlaceRequest in = XUEJI__V1__SAVE_PLACE_REQUEST__INIT;
	ck_assert_int_eq(call(house, NULL, &console_service, "SavePlace", &in.base).reason,
		REASON_NOT_SIGNED_IN);
}
END_TEST

SUITE_WITH("console", before, after, a_place_is_kept_for_its_operator_alone,
	a_draft_is_found_again_by_its_key, a_dropped_draft_is_gone_however_often_it_is_dropped,
	there_are_limits, nothing_of_it_is_in_the_journal_or_readable_in_the_store,
	settings_are_kept_beside_the_place, a_sealed_account_keeps_nothing_but_settings,
	who_is_not_signed_in_keeps_nothing)
