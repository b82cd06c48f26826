#include <string.h>

#include "common/date.h"
#include "domain/id_number.h"
#include "domain/roles.h"
#include "server/registry/student_items.h"
#include "server/service/services.h"
#include "server/store/campaign_store.h"
#include "tests/calls/importing.h"
#include "tests/support/form.h"
#include "xueji/v1/campaigns.pb-c.h"

#define COLLECTION XUEJI__V1__CAMPAIGN_KIND__CAMPAIGN_KIND_COLLECTION

static struct importing *m;
static struct person *province, *far;
static char next_mark; /* each of its sheets is another */

static void set_up(void)
{
	m = importing_open();
	province = person_make(m->house, "prov", PROVINCE, ROLE_OFFICER);
	far = person_make(m->house, "far", NEIGHBOUR, ROLE_OFFICER);
	next_mark = 'a';
}

static void tear_down(void)
{
	importing_close(m);
}

static struct answer ask(
	const struct person *person, const char *method, const ProtobufCMessage *request)
{
	return call(m->house, person->token, &campaigns_service, method, request);
}

static char *day(int days)
{
	char *text = arena_alloc(m->house->arena, DATE_TEXT_SIZE);
	date_format(date_of_instant(m->house->fixture->ctx.now_us) + days, text);
	return text;
}

static struct answer opened_by(const struct person *person, int64_t unit, const char *until)
{
	Xueji__V1__CampaignStage stage = XUEJI__V1__CAMPAIGN_STAGE__INIT, *stages[] = {&stage};
	Xueji__V1__OpenCampaignRequest in = XUEJI__V1__OPEN_CAMPAIGN_REQUEST__INIT;
	stage.stage = XUEJI__V1__STAGE__STAGE_PRIMARY;
	stage.until_day = (char *)until;
	in.unit_id = id_text(m->house, unit);
	in.kind = COLLECTION;
	in.purpose = XUEJI__V1__COLLECTION_PURPOSE__COLLECTION_PURPOSE_INITIAL_LOAD;
	in.title = "2026";
	in.stages = stages;
	in.n_stages = 1;
	return ask(person, "OpenCampaign", &in.base);
}

static char *opened(int64_t unit, int days)
{
	struct answer a = opened_by(province, unit, day(days));
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return ((const Xueji__V1__OpenCampaignResponse *)a.reply)->campaign->id;
}

static void closed(char *id)
{
	Xueji__V1__CloseCampaignRequest in = XUEJI__V1__CLOSE_CAMPAIGN_REQUEST__INIT;
	in.campaign_id = id;
	ck_assert_int_eq(ask(province, "CloseCampaign", &in.base).err, OK);
}

/* ---- sheets of a bureau ---- */

/* A child of grade 4, whose registration would wait for the nation. */
static Xueji__V1__ImportRow *row_new(int64_t at, const char *school_code)
{
	Xueji__V1__ImportRow *row = import_row(m, at);
	char *number = arena_printf(
		m->house->arena, "41058120160902%03dX", 2 * (111 + m->house->pupils++));
	student_items_from_values(form_good, row->items);
	row->school_code = (char *)school_code;
	number[17] = id_number_check_character(number);
	row->items->id_number = number;
	row->items->class_name = "0";
	return row;
}

static const char *code_of(int64_t unit)
{
	const char *sql = arena_printf(m->house->arena,
		"SELECT CAST(code AS INTEGER) FROM unit WHERE id = %lld", (long long)unit);
	return arena_printf(m->house->arena, "%lld", (long long)house_count(m->house, sql));
}

static const Xueji__V1__ImportRowsResponse *brought(Xueji__V1__ImportRow **rows, size_t n)
{
	return imported(m, m->officer, next_mark++, false, rows, n);
}

static int64_t decided(const struct person *person, const char *import, Xueji__V1__CaseParty party)
{
	return batch_decided(m->house, person, import, party, APPROVE)->done;
}

START_TEST(in_a_collection_a_county_brings_in_its_schools_children)
{
	struct answer a = import_start(m, m->officer, next_mark++, false);
	ck_assert(has_fault(&a, "unit_id", REASON_NO_COLLECTION));
	opened(PROVINCE, 30);
	Xueji__V1__ImportRow *rows[] = {row_new(2, code_of(SCHOOL)),
		row_new(3, code_of(SECOND_SCHOOL)), row_new(4, code_of(NEIGHBOUR_SCHOOL)),
		row_new(5, "")};
	const Xueji__V1__ImportRowsResponse *out = brought(rows, 4);
	ck_assert_int_eq(out->import->created, 2);
	ck_assert_str_eq(out->verdicts[2]->faults[0]->reason, "NOT_A_SCHOOL_OF_YOURS");
	ck_assert_str_eq(out->verdicts[3]->faults[0]->item, "school_code");
	ck_assert_str_eq(out->verdicts[3]->faults[0]->reason, "REQUIRED");
	/* Each school signs what is its own. */
	ck_assert_int_eq(decided(m->approver, out->import->id, APPROVER), 1);
	ck_assert_int_eq(decided(m->officer, out->import->id, BUREAU), 1);
}
END_TEST

START_TEST(in_a_collection_a_later_grade_does_not_wait_for_the_nation)
{
	char *id = opened(COUNTY, 30);
	Xueji__V1__ImportRow *rows[] = {row_new(2, code_of(SCHOOL)), row_new(3, code_of(SCHOOL))};
	const char *import = brought(rows, 1)->import->id;
	ck_assert_int_eq(decided(m->approver, import, APPROVER), 1);
	ck_assert_int_eq(decided(m->officer, import, BUREAU), 1);
	ck_assert_int_eq(house_count(m->house, "SELECT count(*) FROM student WHERE status = 2"), 1);
	import = brought(rows + 1, 1)->import->id;
	ck_assert_int_eq(decided(m->approver, import, APPROVER), 1);
	closed(id);
	ck_assert_int_eq(decided(m->officer, import, BUREAU), 1);
	ck_assert_int_eq(house_count(m->house, "SELECT count(*) FROM student WHERE status = 2"), 1);
}
END_TEST

static int64_t count_of(const char *sql)
{
	return house_count(m->house, sql);
}

/* Q4: it is stored, has no slot, and both are asked which of them is right. */
START_TEST(in_a_collection_a_second_claimant_is_stored_and_a_problem_settles_it)
{
	struct person *signer = person_make(m->house, "app2", SECOND_SCHOOL, ROLE_APPROVER);
	opened(PROVINCE, 30);
	Xueji__V1__ImportRow *rows[] = {row_new(2, code_of(SCHOOL)),
		row_new(3, code_of(SECOND_SCHOOL)), row_new(4, code_of(SECOND_SCHOOL))};
	rows[1]->items->id_number = rows[0]->items->id_number;
	rows[2]->items->id_number = rows[0]->items->id_number;
	const Xueji__V1__ImportRowsResponse *out = brought(rows, 3);
	ck_assert_int_eq(out->import->created, 2);
	ck_assert_str_eq(out->verdicts[2]->faults[0]->reason, "ROW_TWICE");
	ck_assert_int_eq(decided(m->approver, out->import->id, APPROVER), 1);
	ck_assert_int_eq(decided(signer, out->import->id, APPROVER), 1);
	ck_assert_int_eq(decided(m->officer, out->import->id, BUREAU), 2);
	ck_assert_int_eq(count_of("SELECT count(*) FROM student WHERE status = 2"), 2);
	ck_assert_int_eq(count_of("SELECT count(*) FROM identity WHERE claimant = 0"), 1);
	/* The batch check: each is compared with all others, in the batch and beyond (R16). */
	ck_assert_int_eq(count_of("SELECT count(*) FROM check_waiting"), 2);
	ck_assert_int_eq(count_of("SELECT count(DISTINCT numkey) FROM number WHERE kind = 1"), 2);
	ck_assert_int_eq(count_of("SELECT count(*) FROM problem p JOIN problem_group g "
				  "ON g.id = p.group_id WHERE g.kind = 1 AND p.is_open = 1"),
		2);
}
END_TEST

START_TEST(a_second_claimant_that_comes_later_is_stored_only_while_the_collection_runs)
{
	char *id = opened(PROVINCE, 30);
	Xueji__V1__ImportRow *rows[] = {row_new(2, code_of(SCHOOL)),
		row_new(2, code_of(SECOND_SCHOOL)), row_new(3, code_of(SECOND_SCHOOL))};
	const char *import = brought(rows, 1)->import->id;
	decided(m->approver, import, APPROVER);
	decided(m->officer, import, BUREAU);
	rows[1]->items->id_number = rows[0]->items->id_number;
	ck_assert_int_eq(brought(rows + 1, 1)->import->created, 1);
	closed(id);
	Xueji__V1__DecideBatchRequest in = XUEJI__V1__DECIDE_BATCH_REQUEST__INIT;
	struct person *signer = person_make(m->house, "app2", SECOND_SCHOOL, ROLE_APPROVER);
	Xueji__V1__ListBatchesRequest list = XUEJI__V1__LIST_BATCHES_REQUEST__INIT;
	list.waiting_for = APPROVER;
	const Xueji__V1__ListBatchesResponse *waiting =
		import_ask(m, signer, "ListBatches", &list.base).reply;
	in.import_id = waiting->batches[0]->import_id;
	in.waiting_for = APPROVER;
	in.event = APPROVE;
	const Xueji__V1__DecideBatchResponse *out =
		import_ask(m, signer, "DecideBatch", &in.base).reply;
	ck_assert_int_eq(out->done, 0);
	ck_assert_str_eq(out->refused[0]->refusal, "IDENTITY_HELD");
}
END_TEST

START_TEST(campaigns_elsewhere_leave_no_less_room_for_ones_own)
{
	enum { OTHERS = 250 };
	Xueji__V1__ListCampaignsRequest in = XUEJI__V1__LIST_CAMPAIGNS_REQUEST__INIT;
	char *id = opened(COUNTY, 30);
	struct ctx *ctx = house_write(m->house);
	for (int i = 0; i < OTHERS; i++) {
		struct campaign campaign = {.unit = NEIGHBOUR,
			.kind = CAMPAIGN_COLLECTION,
			.purpose = 1,
			.title = "2026",
			.from_day = day(0),
			.until_day = {[STAGE_PRIMARY] = day(30)}};
		ck_assert_int_eq(campaign_insert(ctx, &campaign), OK);
	}
	house_commit(m->house);
	const Xueji__V1__ListCampaignsResponse *list =
		ask(m->approver, "ListCampaigns", &in.base).reply;
	ck_assert_uint_eq(list->n_campaigns, 1);
	ck_assert_str_eq(list->campaigns[0]->id, id);
	in.all = true;
	list = ask(m->officer, "ListCampaigns", &in.base).reply;
	ck_assert_uint_eq(list->n_campaigns, 1);
}
END_TEST

static const Xueji__V1__DecideBatchResponse *signed_two(const char *import, const char *token)
{
	Xueji__V1__DecideBatchRequest in = XUEJI__V1__DECIDE_BATCH_REQUEST__INIT;
	in.import_id = (char *)import;
	in.waiting_for = APPROVER;
	in.event = APPROVE;
	in.page_size = 2;
	in.page_token = (char *)token;
	struct answer a = import_ask(m, m->approver, "DecideBatch", &in.base);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return a.reply;
}

START_TEST(a_batch_is_decided_page_by_page_and_goes_on_where_it_broke_off)
{
	Xueji__V1__ImportRow *rows[6];
	opened(PROVINCE, 30);
	for (int i = 0; i < 6; i++)
		rows[i] = row_new(2 + i, code_of(SCHOOL));
	const Xueji__V1__Import *import = brought(rows, 6)->import;
	const Xueji__V1__DecideBatchResponse *out = signed_two(import->id, "");
	ck_assert_int_eq(out->done, 2);
	out = signed_two(import->id, out->next_page_token);
	ck_assert_int_eq(out->done, 2);
	ck_assert_str_ne(out->next_page_token, "");
	/* Whoever lost the token begins anew, and finds what still waits. */
	house_restart(m->house);
	out = signed_two(import->id, "");
	ck_assert_int_eq(out->done, 2);
	ck_assert_str_eq(out->next_page_token, "");
	ck_assert_int_eq(signed_two(import->id, "")->done, 0);
	ck_assert_uint_eq(case_waiting(m->house, m->officer, BUREAU)->n_cases, 6);
}
END_TEST

START_TEST(only_the_province_opens_a_campaign)
{
	ck_assert_int_eq(opened_by(m->officer, COUNTY, day(5)).err, ERR_DENIED);
	struct answer a = opened_by(province, PROVINCE, day(-1));
	ck_assert(has_fault(&a, "stages[0].until_day", REASON_CAMPAIGN_DAYS));
}
END_TEST

START_TEST(who_is_concerned_sees_how_far_it_is)
{
	char *id = opened(COUNTY, 30);
	Xueji__V1__ListCampaignsRequest in = XUEJI__V1__LIST_CAMPAIGNS_REQUEST__INIT;
	const Xueji__V1__ListCampaignsResponse *list =
		ask(m->approver, "ListCampaigns", &in.base).reply;
	ck_assert_uint_eq(list->n_campaigns, 1);
	list = ask(far, "ListCampaigns", &in.base).reply;
	ck_assert_uint_eq(list->n_campaigns, 0);
	Xueji__V1__GetCampaignRequest one = XUEJI__V1__GET_CAMPAIGN_REQUEST__INIT;
	one.campaign_id = id;
	const Xueji__V1__GetCampaignResponse *out = ask(m->officer, "GetCampaign", &one.base).reply;
	ck_assert_int_eq(out->days_left, 30);
	ck_assert_uint_eq(out->n_units, 2);
	ck_assert_int_eq(out->total->percent, 100);
	ck_assert_int_eq(ask(far, "GetCampaign", &one.base).reason, REASON_NO_SUCH_CAMPAIGN);
	const Xueji__V1__DeskRow *row = desk_row(m->house, m->approver, "campaign.running");
	ck_assert_int_eq(row->count->count, 1);
	ck_assert_str_eq(row->count->earliest_due_day, day(30));
	ck_assert_str_eq(row->count->note, "100%");
	ck_assert_int_eq(desk_row(m->house, far, "campaign.running")->count->count, 0);
	closed(id);
	ck_assert_int_eq(desk_row(m->house, m->approver, "campaign.running")->count->count, 0);
	list = ask(m->approver, "ListCampaigns", &in.base).reply;
	ck_assert_uint_eq(list->n_campaigns, 0);
	in.all = true;
	list = ask(m->approver, "ListCampaigns", &in.base).reply;
	ck_assert_uint_eq(list->n_campaigns, 1);
	ck_assert(!list->campaigns[0]->is_running);
}
END_TEST

static const Xueji__V1__GetCampaignResponse *got(
	const struct person *person, char *id, const char *unit)
{
	Xueji__V1__GetCampaignRequest in = XUEJI__V1__GET_CAMPAIGN_REQUEST__INIT;
	in.campaign_id = id;
	in.unit_id = (char *)unit;
	struct answer a = ask(person, "GetCampaign", &in.base);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return a.reply;
}

START_TEST(who_looks_from_above_sees_no_more_than_the_campaigns_own_units)
{
	char *id = opened(COUNTY, 30);
	const Xueji__V1__GetCampaignResponse *own = got(m->officer, id, "");
	const char *from[] = {"", id_text(m->house, PROVINCE), id_text(m->house, CITY),
		id_text(m->house, COUNTY)};
	for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
		const Xueji__V1__GetCampaignResponse *out = got(province, id, from[i]);
		ck_assert_str_eq(out->total->unit->id, id_text(m->house, COUNTY));
		ck_assert_uint_eq(out->n_units, own->n_units);
		for (size_t k = 0; k < out->n_units; k++)
			ck_assert_str_eq(out->units[k]->unit->id, own->units[k]->unit->id);
	}
}
END_TEST

START_TEST(a_campaign_is_over_after_its_last_day)
{
	opened(PROVINCE, 2);
	house_wait(m->house, 3 * US_PER_DAY);
	memcpy(m->officer->token, person_session(m->house, m->officer->id), TOKEN_SIZE);
	struct answer a = import_start(m, m->officer, next_mark++, false);
	ck_assert(has_fault(&a, "unit_id", REASON_NO_COLLECTION));
}
END_TEST

SUITE_WITH("campaigns", set_up, tear_down, in_a_collection_a_county_brings_in_its_schools_children,
	in_a_collection_a_later_grade_does_not_wait_for_the_nation,
	in_a_collection_a_second_claimant_is_stored_and_a_problem_settles_it,
	a_second_claimant_that_comes_later_is_stored_only_while_the_collection_runs,
	campaigns_elsewhere_leave_no_less_room_for_ones_own,
	a_batch_is_decided_page_by_page_and_goes_on_where_it_broke_off,
	only_the_province_opens_a_campaign, who_is_concerned_sees_how_far_it_is,
	who_looks_from_above_sees_no_more_than_the_campaigns_own_units,
	a_campaign_is_over_after_its_last_day)
