#include "server/service/desk_source.h"

#include "common/date.h"
#include "server/service/campaigns.h"
#include "server/service/desk_children.h"
#include "server/service/exports.h"
#include "server/service/message.h"
#include "server/store/case_store.h"
#include "server/store/desk_store.h"
#include "server/store/policy_cache.h"
#include "server/store/problem_list_store.h"

/* ---- cases ---- */

static enum err count_turn(
	struct ctx *ctx, const struct desk_source *source, int64_t unit, Xueji__V1__DeskCount *out)
{
	struct desk_moves moves;
	enum err err = desk_turn(ctx, unit, source->party, source->type, &moves);
	if (err != OK)
		return err;
	desk_fill(out, &moves.sum);
	out->due_today = (int32_t)moves.due_today;
	out->overdue = (int32_t)moves.late;
	if (moves.first_due != DUE_NEVER)
		out->earliest_due_day = message_day(ctx->arena, moves.first_due);
	return OK;
}

/* Registrations have a month from admission (R9): what is still open when it comes to its end. */
static enum err count_month(
	struct ctx *ctx, const struct desk_source *source, int64_t unit, Xueji__V1__DeskCount *out)
{
	int32_t today = ctx_today(ctx);
	int32_t days = (int32_t)policy_number(ctx, POLICY_REGISTRATION_DAYS, unit);
	int32_t ahead = (int32_t)policy_number(ctx, POLICY_REGISTRATION_WARNING_DAYS, unit);
	const int32_t opened_before[] = {today - days + ahead + 1, today - days + 1, today - days};
	struct desk_sum sums[3];
	enum err err = OK;
	for (int i = 0; err == OK && i < 3; i++)
		err = desk_opened_before(
			ctx, unit, source->type, date_start(opened_before[i]), &sums[i]);
	if (err != OK)
		return err;
	desk_fill(out, &sums[0]);
	out->due_today = (int32_t)(sums[1].count - sums[2].count);
	out->overdue = (int32_t)sums[2].count;
	if (sums[0].count > 0)
		out->earliest_due_day =
			message_day(ctx->arena, date_of_instant(sums[0].first_us) + days);
	return OK;
}

static enum err count_beyond_school(
	struct ctx *ctx, const struct desk_source *source, int64_t unit, Xueji__V1__DeskCount *out)
{
	struct desk_sum sum;
	enum err err = desk_beyond_school(ctx, unit, source->type, CASE_APPROVER, &sum);
	desk_fill(out, &sum);
	return err;
}

static enum err count_beyond_bureau(
	struct ctx *ctx, const struct desk_source *source, int64_t unit, Xueji__V1__DeskCount *out)
{
	struct desk_sum sum;
	enum err err = desk_beyond_bureau(ctx, unit, source->type, CASE_BUREAU, &sum);
	desk_fill(out, &sum);
	return err;
}

/* ---- problems ---- */

/* Of a bureau's schools, whoever's move each is. */
static enum err count_problems(
	struct ctx *ctx, const struct desk_source *source, int64_t unit, Xueji__V1__DeskCount *out)
{
	const struct problem_filter open = {.unit = unit, .is_open = true, .cause = "", .name = ""};
	int64_t n;
	(void)source;
	enum err err = problem_found_by(ctx, &open, &n);
	out->count = (int32_t)n;
	return err;
}

/* ---- sheets ---- */

static enum err count_batches(
	struct ctx *ctx, const struct desk_source *source, int64_t unit, Xueji__V1__DeskCount *out)
{
	struct desk_sum sum;
	enum err err = desk_batches(ctx, unit, source->party, &sum);
	desk_fill(out, &sum);
	return err;
}

static enum err count_imports(
	struct ctx *ctx, const struct desk_source *source, int64_t unit, Xueji__V1__DeskCount *out)
{
	struct desk_sum sum;
	(void)source, (void)unit;
	enum err err = desk_imports(ctx, ctx->actor.operator_id, &sum);
	desk_fill(out, &sum);
	return err;
}

static enum err count_exports(
	struct ctx *ctx, const struct desk_source *source, int64_t unit, Xueji__V1__DeskCount *out)
{
	struct desk_sum sum;
	(void)source;
	enum err err = desk_exports(ctx, unit, ctx->actor.operator_id, &sum);
	desk_fill(out, &sum);
	return err;
}

static enum err count_exports_ready(
	struct ctx *ctx, const struct desk_source *source, int64_t unit, Xueji__V1__DeskCount *out)
{
	struct desk_sum sum;
	(void)source, (void)unit;
	enum err err = desk_exports_ready(
		ctx, ctx->actor.operator_id, ctx->now_us - EXPORT_FETCH_US, &sum);
	desk_fill(out, &sum);
	return err;
}

/* While something is collected, how complete the unit is stands beside the title (Q18); of what
 * lies below it, how complete the least is. */
static enum err count_campaigns(
	struct ctx *ctx, const struct desk_source *source, int64_t unit, Xueji__V1__DeskCount *out)
{
	struct desk_campaign *all;
	size_t n;
	int32_t first = 0, least = -1, today = ctx_today(ctx);
	(void)source;
	enum err err = desk_campaigns(ctx, &all, &n);
	for (size_t i = 0; err == OK && i < n; i++) {
		if (!campaign_concerns(ctx, all[i].unit, unit))
			continue;
		out->count++;
		out->due_today += all[i].last_day == today;
		if (first == 0 || all[i].last_day < first)
			first = all[i].last_day;
		if (all[i].kind != CAMPAIGN_COLLECTION)
			continue;
		int64_t place = campaign_place(ctx, all[i].unit, unit);
		int32_t percent = campaign_reached(ctx, place).percent;
		if (least < 0 || percent < least)
			least = percent;
	}
	if (first != 0)
		out->earliest_due_day = message_day(ctx->arena, first);
	if (least >= 0)
		out->note = (char *)arena_printf(ctx->arena, "%d%%", least);
	return err;
}

/* ---- policies ---- */

/* Those that his roles decide, but not his own: a second person does (Q3). */
static enum err count_proposals(
	struct ctx *ctx, const struct desk_source *source, int64_t unit, Xueji__V1__DeskCount *out)
{
	struct desk_proposal *proposals;
	struct desk_sum sum = {0};
	size_t n;
	enum err err = desk_proposals(ctx, unit, &proposals, &n);
	for (size_t i = 0; err == OK && i < n; i++) {
		const struct policy_row *row = policy_find(proposals[i].policy);
		if (row == NULL || !(row->role & source->roles) ||
			proposals[i].proposed_by == ctx->actor.operator_id)
			continue;
		sum.count++;
		if (sum.first_us == 0 || proposals[i].proposed_us < sum.first_us)
			sum.first_us = proposals[i].proposed_us;
	}
	desk_fill(out, &sum);
	return err;
}

/* ---- operators ---- */

static enum err count_certificates(
	struct ctx *ctx, const struct desk_source *source, int64_t unit, Xueji__V1__DeskCount *out)
{
	int32_t today = ctx_today(ctx), first;
	int32_t ahead = (int32_t)policy_number(ctx, POLICY_CERTIFICATE_WARNING_DAYS, unit);
	struct desk_sum sum, expired;
	(void)source;
	enum err err = desk_certificates(ctx, unit, today + ahead, &sum, &first);
	if (err == OK)
		err = desk_certificates_expired(ctx, unit, today, &expired);
	if (err != OK)
		return err;
	desk_fill(out, &sum);
	out->overdue = (int32_t)expired.count;
	out->earliest_due_day = message_day(ctx->arena, first);
	return OK;
}

static enum err count_own_certificate(
	struct ctx *ctx, const struct desk_source *source, int64_t unit, Xueji__V1__DeskCount *out)
{
	int32_t today = ctx_today(ctx), until;
	int32_t ahead = (int32_t)policy_number(ctx, POLICY_CERTIFICATE_WARNING_DAYS, unit);
	(void)source;
	enum err err = desk_own_certificate(ctx, ctx->actor.operator_id, &until);
	if (err != OK || until == 0 || until > today + ahead)
		return err;
	out->count = 1;
	out->due_today = until == today;
	out->overdue = until < today;
	out->earliest_due_day = message_day(ctx->arena, until);
	return OK;
}

static enum err count_idle(
	struct ctx *ctx, const struct desk_source *source, int64_t unit, Xueji__V1__DeskCount *out)
{
	struct desk_sum sum;
	(void)source;
	enum err err = desk_idle(ctx, unit, &sum);
	desk_fill(out, &sum);
	return err;
}

static enum err count_one_time(
	struct ctx *ctx, const struct desk_source *source, int64_t unit, Xueji__V1__DeskCount *out)
{
	struct desk_sum sum;
	(void)source;
	enum err err = desk_one_time(ctx, unit, &sum);
	desk_fill(out, &sum);
	return err;
}

/* ---- the table ---- */

#define MINE    XUEJI__V1__DESK_KIND__DESK_KIND_MINE
#define WAITING XUEJI__V1__DESK_KIND__DESK_KIND_WAITING
#define NOTICE  XUEJI__V1__DESK_KIND__DESK_KIND_NOTICE

#define SCHOOLS   DESK_AT(TIER_SCHOOL)
#define PROVINCES DESK_AT(TIER_PROVINCE)
#define BUREAUS   (DESK_AT(TIER_COUNTY) | DESK_AT(TIER_CITY) | PROVINCES)
#define ANYWHERE  UINT32_MAX

#define BATCHES   "xueji.v1.Imports/ListBatches"
#define IMPORTS   "xueji.v1.Imports/ListImports"
#define EXPORTS   "xueji.v1.Exports/ListExports"
#define CASES     "xueji.v1.Cases/ListCases"
#define OPERATORS "xueji.v1.Operators/ListOperators"
#define PROBLEMS  "xueji.v1.Problems/ListProblems"

#define MY_TURN(key, english, chinese, who, tiers, party, type)                          \
	{                                                                                \
		key, {.en = (english), .zh = (chinese)}, MINE, ROLE_##who, tiers, false, \
			count_turn, CASES, CASE_##party, CASE_##type                     \
	}

/* clang-format off: rows, not statements */
const struct desk_source desk_sources[] = {
	{"transfer.sign", {.en = "Transfers in, to sign", .zh = "转入待核办"}, MINE, ROLE_APPROVER,
		SCHOOLS, false, count_turn, CASES, CASE_APPROVER, CASE_TRANSFER},
	{"transfer.confirm", {.en = "Transfers in, to confirm", .zh = "转入待核准"}, MINE,
		ROLE_OFFICER, BUREAUS, false, count_turn, CASES, CASE_BUREAU, CASE_TRANSFER},
	{"transfer.confirm_city",
		{.en = "Cross-city transfers, for the city", .zh = "跨市转入待市级核准"}, MINE,
		ROLE_OFFICER, DESK_AT(TIER_CITY), false, count_turn, CASES, CASE_CITY,
		CASE_TRANSFER},
	{"transfer.confirm_province",
		{.en = "Cross-city transfers, for the province", .zh = "跨市转入待省级核准"}, MINE,
		ROLE_OFFICER, PROVINCES, false, count_turn, CASES, CASE_PROVINCE, CASE_TRANSFER},
	{"transfer.out",
		{.en = "Transfers out, paper files to hand over", .zh = "转出待经办、档案待移交"},
		MINE, ROLE_REGISTRAR, SCHOOLS, false, count_turn, CASES, CASE_SENDING_REGISTRAR,
		CASE_TRANSFER},
	{"transfer.out_sign", {.en = "Transfers out, to sign", .zh = "转出待核办"}, MINE,
		ROLE_APPROVER, SCHOOLS, false, count_turn, CASES, CASE_SENDING_APPROVER,
		CASE_TRANSFER},
	{"transfer.out_confirm", {.en = "Transfers out, to confirm", .zh = "转出待核准"}, MINE,
		ROLE_OFFICER, BUREAUS, false, count_turn, CASES, CASE_SENDING_BUREAU,
		CASE_TRANSFER},
	{"transfer.draft",
		{.en = "Transfers returned, files to confirm", .zh = "转学退回、档案待确认"}, MINE,
		ROLE_REGISTRAR, SCHOOLS, false, count_turn, CASES, CASE_REGISTRAR, CASE_TRANSFER},
	MY_TURN("graduation.sign", "Graduations to sign", "毕业待核办", APPROVER, SCHOOLS, APPROVER,
		GRADUATION),
	MY_TURN("graduation.confirm", "Graduations to confirm", "毕业待核准", OFFICER, BUREAUS,
		BUREAU, GRADUATION),
	MY_TURN("graduation.confirm_city", "Senior graduations, for the city", "高中毕业待市级核准",
		OFFICER, DESK_AT(TIER_CITY), CITY, GRADUATION),
	MY_TURN("graduation.draft", "Graduations in draft or returned", "毕业草稿与退回", REGISTRAR,
		SCHOOLS, REGISTRAR, GRADUATION),
	MY_TURN("enrolment.sign", "Enrolments of graduates, to sign", "升学待核办", APPROVER,
		SCHOOLS, APPROVER, ENROLMENT),
	MY_TURN("enrolment.confirm", "Enrolments of graduates, to confirm", "升学待核准", OFFICER,
		BUREAUS, BUREAU, ENROLMENT),
	MY_TURN("enrolment.out_confirm", "Our graduates elsewhere, to confirm",
		"本地毕业生外出就学待核准", OFFICER, BUREAUS, SENDING_BUREAU, ENROLMENT),
	MY_TURN("enrolment.out", "Graduates' paper files to hand over", "毕业生纸质档案待移交",
		REGISTRAR, SCHOOLS, SENDING_REGISTRAR, ENROLMENT),
	MY_TURN("enrolment.draft", "Enrolments returned, files to see to",
		"升学退回、待调档或待确认档案", REGISTRAR, SCHOOLS, REGISTRAR, ENROLMENT),
	{"batch.sign", {.en = "Imported batches to sign", .zh = "导入批次待核办"}, MINE,
		ROLE_APPROVER, SCHOOLS, false, count_batches, BATCHES, CASE_APPROVER,
		CASE_REGISTRATION},
	{"batch.confirm", {.en = "Imported batches to confirm", .zh = "导入批次待核准"}, MINE,
		ROLE_OFFICER, BUREAUS, false, count_batches, BATCHES, CASE_BUREAU,
		CASE_REGISTRATION},
	{"registration.sign", {.en = "Registrations to sign", .zh = "学籍注册待核办"}, MINE,
		ROLE_APPROVER, SCHOOLS, false, count_turn, CASES, CASE_APPROVER, CASE_REGISTRATION},
	{"registration.confirm", {.en = "Registrations to confirm", .zh = "学籍注册待核准"}, MINE,
		ROLE_OFFICER, BUREAUS, false, count_turn, CASES, CASE_BUREAU, CASE_REGISTRATION},
	{"registration.confirm_city",
		{.en = "Registrations without document (R17)", .zh = "无证件注册待市级核准"}, MINE,
		ROLE_OFFICER, DESK_AT(TIER_CITY), false, count_turn, CASES, CASE_CITY,
		CASE_REGISTRATION},
	{"registration.confirm_province",
		{.en = "Registrations without document (R17)", .zh = "无证件注册待省级核准"}, MINE,
		ROLE_OFFICER, PROVINCES, false, count_turn, CASES, CASE_PROVINCE,
		CASE_REGISTRATION},
	{"registration.month",
		{.en = "Registrations at their month's end (R9)", .zh = "学籍注册临近一个月期限"},
		MINE, ROLE_REGISTRAR | ROLE_APPROVER, SCHOOLS, false, count_month, CASES,
		CASE_NOBODY, CASE_REGISTRATION},
	{"registration.draft",
		{.en = "Registrations in draft or returned", .zh = "学籍注册草稿与退回"}, MINE,
		ROLE_REGISTRAR, SCHOOLS, false, count_turn, CASES, CASE_REGISTRAR,
		CASE_REGISTRATION},
	MY_TURN("key_data.sign", "Key-data changes to sign", "关键数据变更待核办", APPROVER,
		SCHOOLS, APPROVER, KEY_DATA),
	MY_TURN("key_data.confirm", "Key-data changes to confirm", "关键数据变更待核准", OFFICER,
		BUREAUS, BUREAU, KEY_DATA),
	MY_TURN("key_data.draft", "Key-data changes in draft or returned", "关键数据变更草稿与退回",
		REGISTRAR, SCHOOLS, REGISTRAR, KEY_DATA),
	MY_TURN("status.sign", "Changes of status to sign", "学籍状态变动待核办", APPROVER, SCHOOLS,
		APPROVER, STATUS),
	MY_TURN("status.confirm", "Changes of status to confirm", "学籍状态变动待核准", OFFICER,
		BUREAUS, BUREAU, STATUS),
	MY_TURN("status.confirm_city", "Senior changes of status, for the city",
		"高中学籍状态变动待市级核准", OFFICER, DESK_AT(TIER_CITY), CITY, STATUS),
	MY_TURN("status.draft", "Changes of status in draft or returned", "学籍状态变动草稿与退回",
		REGISTRAR, SCHOOLS, REGISTRAR, STATUS),
	{"problem.decide", {.en = "Problem records to decide", .zh = "问题学籍待下发、待审核"},
		MINE, ROLE_OFFICER, BUREAUS, false, count_turn, PROBLEMS, CASE_BUREAU,
		CASE_PROBLEM},
	{"problem.province",
		{.en = "For the province to decide (R42, R51)", .zh = "问题学籍待省级办理"}, MINE,
		ROLE_OFFICER, PROVINCES, false, count_turn, PROBLEMS, CASE_PROVINCE, CASE_PROBLEM},
	{"problem.sign", {.en = "Problem records to sign", .zh = "问题学籍待核办"}, MINE,
		ROLE_APPROVER, SCHOOLS, false, count_turn, PROBLEMS, CASE_APPROVER, CASE_PROBLEM},
	{"problem.answer", {.en = "Problem records to answer", .zh = "问题学籍待处理"}, MINE,
		ROLE_REGISTRAR, SCHOOLS, false, count_turn, PROBLEMS, CASE_REGISTRAR, CASE_PROBLEM},
	{"student.provisional", {.en = "Records to be confirmed", .zh = "待确认信息的学生"}, MINE,
		ROLE_REGISTRAR, SCHOOLS, false, desk_count_provisional,
		"xueji.v1.Students/ListStudents", CASE_NOBODY, 0},
	{"student.suspension",
		{.en = "Suspensions ending or ended (R26)", .zh = "休学即将到期或已到期"}, MINE,
		ROLE_REGISTRAR, SCHOOLS, false, desk_count_suspended,
		"xueji.v1.Students/ListStudents", CASE_NOBODY, 0},
	{"student.dropped_out", {.en = "Dropouts to bring back (R30)", .zh = "辍学学生待劝返"},
		MINE, ROLE_REGISTRAR, SCHOOLS, false, desk_count_dropped_out,
		"xueji.v1.Students/ListStudents", CASE_NOBODY, 0},
	{"import.unfinished",
		{.en = "Sheets of yours that broke off", .zh = "本人未导入完毕的表格"}, MINE,
		ROLE_REGISTRAR | ROLE_OFFICER, ANYWHERE, true, count_imports, IMPORTS, CASE_NOBODY,
		0},
	{"export.decide", {.en = "Exports to approve (R55)", .zh = "数据导出待审批"}, MINE,
		ROLE_OFFICER, BUREAUS, false, count_exports, EXPORTS, CASE_NOBODY, 0},
	{"export.ready", {.en = "Exports of yours to fetch", .zh = "本人可下载的数据导出"}, MINE,
		ROLES_BUSINESS, ANYWHERE, true, count_exports_ready, EXPORTS, CASE_NOBODY, 0},
	{"policy.decide",
		{.en = "Policies that wait for a second person", .zh = "待审定的政策参数"}, MINE,
		ROLE_OFFICER, PROVINCES | DESK_AT(TIER_NATION), false, count_proposals,
		"xueji.v1.Policies/ListPolicies", CASE_NOBODY, 0},
	{"policy.decide_security",
		{.en = "Security policies for a second person", .zh = "待审定的安全政策参数"}, MINE,
		ROLE_SECURITY, PROVINCES | DESK_AT(TIER_NATION), false, count_proposals,
		"xueji.v1.Policies/ListPolicies", CASE_NOBODY, 0},
	{"national.registration",
		{.en = "Registrations listed for the nation", .zh = "学籍注册待全国核查"}, WAITING,
		ROLE_OFFICER, PROVINCES, false, count_turn, CASES, CASE_NATION, CASE_REGISTRATION},
	{"national.key_data",
		{.en = "Key-data changes listed for the nation", .zh = "关键数据变更待全国核查"},
		WAITING, ROLE_OFFICER, PROVINCES, false, count_turn, CASES, CASE_NATION,
		CASE_KEY_DATA},
	{"national.problem",
		{.en = "Problem records at nation or police", .zh = "问题学籍待全国核查或公安复核"},
		WAITING, ROLE_OFFICER, PROVINCES, false, count_turn, PROBLEMS, CASE_NATION,
		CASE_PROBLEM},
	{"problem.open", {.en = "Open problem records", .zh = "未处理完毕的问题学籍"}, WAITING,
		ROLE_OFFICER, BUREAUS, false, count_problems, PROBLEMS, CASE_NOBODY, CASE_PROBLEM},
	{"problem.waiting",
		{.en = "Problem records at the bureau", .zh = "问题学籍在主管部门办理中"}, WAITING,
		ROLE_REGISTRAR, SCHOOLS, false, count_beyond_school, PROBLEMS, CASE_NOBODY,
		CASE_PROBLEM},
	{"transfer.waiting", {.en = "Transfers under way elsewhere", .zh = "转学在其他方办理中"},
		WAITING, ROLE_REGISTRAR, SCHOOLS, false, count_beyond_school, CASES, CASE_NOBODY,
		CASE_TRANSFER},
	{"transfer.beyond", {.en = "Transfers in that wait for others", .zh = "转入在其他方办理中"},
		WAITING, ROLE_OFFICER, BUREAUS, false, count_beyond_bureau, CASES, CASE_NOBODY,
		CASE_TRANSFER},
	{"enrolment.waiting", {.en = "Enrolments under way elsewhere", .zh = "升学在其他方办理中"},
		WAITING, ROLE_REGISTRAR, SCHOOLS, false, count_beyond_school, CASES, CASE_NOBODY,
		CASE_ENROLMENT},
	{"enrolment.beyond", {.en = "Enrolments that wait for others", .zh = "升学在其他方办理中"},
		WAITING, ROLE_OFFICER, BUREAUS, false, count_beyond_bureau, CASES, CASE_NOBODY,
		CASE_ENROLMENT},
	{"registration.waiting",
		{.en = "Registrations under way at the bureau", .zh = "学籍注册在主管部门办理中"},
		WAITING, ROLE_REGISTRAR, SCHOOLS, false, count_beyond_school, CASES, CASE_NOBODY,
		CASE_REGISTRATION},
	{"registration.beyond",
		{.en = "Registrations passed on to a tier above", .zh = "学籍注册在上级办理中"},
		WAITING, ROLE_OFFICER, BUREAUS, false, count_beyond_bureau, CASES, CASE_NOBODY,
		CASE_REGISTRATION},
	{"key_data.waiting",
		{.en = "Key-data changes at the bureau", .zh = "关键数据变更在主管部门办理中"},
		WAITING, ROLE_REGISTRAR, SCHOOLS, false, count_beyond_school, CASES, CASE_NOBODY,
		CASE_KEY_DATA},
	{"key_data.beyond",
		{.en = "Key-data changes passed to the nation", .zh = "关键数据变更在全国核查中"},
		WAITING, ROLE_OFFICER, BUREAUS, false, count_beyond_bureau, CASES, CASE_NOBODY,
		CASE_KEY_DATA},
	{"status.waiting",
		{.en = "Changes of status at the bureau", .zh = "学籍状态变动在主管部门办理中"},
		WAITING, ROLE_REGISTRAR, SCHOOLS, false, count_beyond_school, CASES, CASE_NOBODY,
		CASE_STATUS},
	{"status.beyond",
		{.en = "Changes of status passed on to the city", .zh = "学籍状态变动在市级办理中"},
		WAITING, ROLE_OFFICER, BUREAUS, false, count_beyond_bureau, CASES, CASE_NOBODY,
		CASE_STATUS},
	{"student.dropouts", {.en = "Dropouts of our schools (R30)", .zh = "本地辍学学生"}, NOTICE,
		ROLE_OFFICER, DESK_AT(TIER_COUNTY) | DESK_AT(TIER_CITY), false,
		desk_count_dropped_out, "xueji.v1.Students/ListStudents", CASE_NOBODY, 0},
	{"campaign.running", {.en = "Campaigns that run", .zh = "进行中的集中采集与整治"}, NOTICE,
		ROLES_BUSINESS, ANYWHERE, false, count_campaigns,
		"xueji.v1.Campaigns/ListCampaigns", CASE_NOBODY, 0},
	{"operator.certificate",
		{.en = "Certificates expiring or expired (Q2)", .zh = "即将到期或已到期的上岗证书"},
		NOTICE, ROLE_SECURITY, ANYWHERE, false, count_certificates, OPERATORS, CASE_NOBODY,
		0},
	{"operator.idle", {.en = "Accounts sealed as idle (R58)", .zh = "因闲置被封存的账号"},
		NOTICE, ROLE_SECURITY, ANYWHERE, false, count_idle, OPERATORS, CASE_NOBODY, 0},
	{"operator.one_time",
		{.en = "One-time passwords not used yet", .zh = "尚未使用的一次性密码"}, NOTICE,
		ROLE_SECURITY, ANYWHERE, false, count_one_time, OPERATORS, CASE_NOBODY, 0},
	{"own.certificate", {.en = "Your own certificate (Q2)", .zh = "本人上岗证书"}, NOTICE,
		ROLES_ALL, ANYWHERE, true, count_own_certificate, "xueji.v1.Sessions/WhoAmI",
		CASE_NOBODY, 0},
};
/* clang-format on */
const size_t desk_sources_count = sizeof desk_sources / sizeof *desk_sources;
