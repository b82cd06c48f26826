#include "server/registry/case_table.h"

#include <assert.h>

#include "domain/status_change.h"
#include "server/registry/case_enrolment.h"
#include "server/registry/case_graduation.h"
#include "server/registry/case_key_data.h"
#include "server/registry/case_problem.h"
#include "server/registry/case_registration.h"
#include "server/registry/case_status.h"
#include "server/registry/case_transfer.h"

static const struct case_table *const tables[CASE_TYPE_COUNT] = {
	[CASE_REGISTRATION] = &case_registration,
	[CASE_KEY_DATA] = &case_key_data,
	[CASE_TRANSFER] = &case_transfer,
	[CASE_STATUS] = &case_status,
	[CASE_PROBLEM] = &case_problem,
	[CASE_ENROLMENT] = &case_enrolment,
	[CASE_GRADUATION] = &case_graduation,
};

static const struct case_state_row states[CASE_STATE_COUNT] = {
	[CASE_NEW] = {"new", {.en = "new", .zh = "未建"}, false, CASE_REGISTRAR, CLOCK_NONE},
	[CASE_DRAFT] = {"draft", {.en = "draft", .zh = "草稿"}, true, CASE_REGISTRAR, CLOCK_NONE},
	[CASE_SCHOOL_REVIEW] = {"school_review", {.en = "school to sign", .zh = "学校待核办"}, true,
		CASE_APPROVER, CLOCK_PARTY},
	[CASE_BUREAU_REVIEW] = {"bureau_review",
		{.en = "bureau to confirm", .zh = "主管部门待核准"}, true, CASE_BUREAU,
		CLOCK_PARTY},
	[CASE_CITY_REVIEW] = {"city_review", {.en = "city to confirm", .zh = "市级待核准"}, true,
		CASE_CITY, CLOCK_PARTY},
	[CASE_PROVINCE_REVIEW] = {"province_review",
		{.en = "province to confirm", .zh = "省级待核准"}, true, CASE_PROVINCE,
		CLOCK_PARTY},
	[CASE_WAIT_NATIONAL] = {"wait_national", {.en = "national check", .zh = "待全国核查"}, true,
		CASE_NATION, CLOCK_NONE},
	[CASE_DONE] = {"done", {.en = "done", .zh = "已办结"}, false, CASE_NOBODY, CLOCK_NONE},
	[CASE_REFUSED] = {"refused", {.en = "refused", .zh = "已拒绝"}, false, CASE_NOBODY,
		CLOCK_NONE},
	[CASE_WITHDRAWN] = {"withdrawn", {.en = "withdrawn", .zh = "已撤销"}, false, CASE_NOBODY,
		CLOCK_NONE},
	[CASE_OUT_SCHOOL] = {"out_school", {.en = "sending school to look", .zh = "转出学校待经办"},
		true, CASE_SENDING_REGISTRAR, CLOCK_PARTY},
	[CASE_OUT_SIGN] = {"out_sign", {.en = "sending school to sign", .zh = "转出学校待核办"},
		true, CASE_SENDING_APPROVER, CLOCK_PARTY},
	[CASE_OUT_BUREAU] = {"out_bureau",
		{.en = "sending bureau to confirm", .zh = "转出主管部门待核准"}, true,
		CASE_SENDING_BUREAU, CLOCK_PARTY},
	[CASE_PAPER_OUT] = {"paper_out",
		{.en = "moved; paper file to hand over", .zh = "已转学，待移交纸质档案"}, false,
		CASE_SENDING_REGISTRAR, CLOCK_PAPER},
	[CASE_PAPER_IN] = {"paper_in",
		{.en = "moved; paper file to confirm", .zh = "已转学，待确认收到纸质档案"}, false,
		CASE_REGISTRAR, CLOCK_PAPER},
	[CASE_CLOSED] = {"closed", {.en = "closed", .zh = "已归档"}, false, CASE_NOBODY,
		CLOCK_NONE},
	[CASE_PURGED] = {"purged", {.en = "purged", .zh = "逾期清除"}, false, CASE_NOBODY,
		CLOCK_NONE},
	[CASE_ROUTING] = {"routing", {.en = "other province to check", .zh = "待转出省份核查"},
		true, CASE_ABROAD, CLOCK_PARTY},
	[CASE_CHECK_FAILED] = {"check_failed",
		{.en = "check failed; to withdraw", .zh = "核查未通过，待撤销"}, true,
		CASE_REGISTRAR, CLOCK_PARTY},
	[CASE_AWAIT_PULL] = {"await_pull", {.en = "file to be fetched", .zh = "待调档"}, true,
		CASE_REGISTRAR, CLOCK_PARTY},
	[CASE_PULLING] = {"pulling", {.en = "file on its way", .zh = "调档中"}, true, CASE_ABROAD,
		CLOCK_PARTY},
	[CASE_FILE_SENT] = {"file_sent",
		{.en = "file sent; receipt to come", .zh = "档案已发出，待回执"}, true, CASE_ABROAD,
		CLOCK_PARTY},
	[CASE_FOUND] = {"found", {.en = "found, not handed down", .zh = "已查出，未下发"}, true,
		CASE_BUREAU, CLOCK_NONE},
	[CASE_SCHOOL_TODO] = {"school_todo", {.en = "school to answer", .zh = "学校未提交"}, true,
		CASE_REGISTRAR, CLOCK_NONE},
	[CASE_RECHECK] = {"recheck", {.en = "amended, checked again", .zh = "已变更，待复核"}, true,
		CASE_NATION, CLOCK_NONE},
	[CASE_ARBITRATION] = {"arbitration", {.en = "sides disagree", .zh = "争议待裁定"}, true,
		CASE_PROVINCE, CLOCK_NONE},
	[CASE_SETTLED] = {"settled", {.en = "settled", .zh = "已处理"}, false, CASE_NOBODY,
		CLOCK_NONE},
	[CASE_DELETED] = {"deleted", {.en = "record deleted", .zh = "已删除学籍"}, false,
		CASE_NOBODY, CLOCK_NONE},
};

static const struct {
	const char *word;
	struct sentence title;
} events[CASE_EVENT_COUNT] = {
	[CASE_SAVE] = {"save", {.en = "save", .zh = "保存"}},
	[CASE_SUBMIT] = {"submit", {.en = "submit", .zh = "提交"}},
	[CASE_APPROVE] = {"approve", {.en = "approve", .zh = "同意"}},
	[CASE_RETURN] = {"return", {.en = "return", .zh = "退回"}},
	[CASE_REFUSE] = {"refuse", {.en = "refuse", .zh = "拒绝"}},
	[CASE_WITHDRAW] = {"withdraw", {.en = "withdraw", .zh = "撤销"}},
	[CASE_PASS] = {"pass", {.en = "check passed", .zh = "核查通过"}},
	[CASE_HAND_OVER] = {"hand_over", {.en = "hand over the paper file", .zh = "移交纸质档案"}},
	[CASE_RECEIVE] = {"receive", {.en = "confirm the paper file", .zh = "确认收到纸质档案"}},
	[CASE_PURGE] = {"purge", {.en = "purge", .zh = "逾期清除"}},
	[CASE_PULL] = {"pull", {.en = "fetch the file", .zh = "调档"}},
	[CASE_FILE] = {"file", {.en = "file arrived", .zh = "电子档案送达"}},
	[CASE_FAIL] = {"fail", {.en = "check failed", .zh = "核查未通过"}},
	[CASE_DISPATCH] = {"dispatch", {.en = "hand down to the school", .zh = "下发学校"}},
	[CASE_REFER] = {"refer", {.en = "refer to the province", .zh = "提请省级裁定"}},
	[CASE_MAINTAIN] = {"maintain", {.en = "this side is right", .zh = "裁定保留"}},
	[CASE_GIVE_UP] = {"give_up", {.en = "this side gives up", .zh = "裁定放弃"}},
	[CASE_SAME] = {"same", {.en = "one person", .zh = "认定为同一人"}},
	[CASE_APART] = {"apart", {.en = "two persons", .zh = "认定为不同人"}},
	[CASE_FIND] = {"find", {.en = "found", .zh = "查出"}},
	[CASE_MOVED] = {"moved", {.en = "child at another school, which answers anew",
					 .zh = "学生已到新学校，由新学校重新处理"}},
	[CASE_CLEAR] = {"clear", {.en = "no longer found", .zh = "复查已消除"}},
};

static const struct sentence parties[CASE_PARTY_COUNT] = {
	[CASE_NOBODY] = {.en = "nobody", .zh = "无"},
	[CASE_REGISTRAR] = {.en = "school registrar", .zh = "学籍管理员"},
	[CASE_APPROVER] = {.en = "school approver", .zh = "学校核办人"},
	[CASE_BUREAU] = {.en = "competent bureau", .zh = "学籍主管部门"},
	[CASE_CITY] = {.en = "city bureau", .zh = "市级主管部门"},
	[CASE_PROVINCE] = {.en = "province", .zh = "省级主管部门"},
	[CASE_NATION] = {.en = "nation", .zh = "全国"},
	[CASE_SENDING_REGISTRAR] = {.en = "sending school's registrar", .zh = "转出学校学籍管理员"},
	[CASE_SENDING_APPROVER] = {.en = "sending school's approver", .zh = "转出学校核办人"},
	[CASE_SENDING_BUREAU] = {.en = "sending school's bureau", .zh = "转出学校主管部门"},
	[CASE_CLOCK] = {.en = "the clock", .zh = "系统"},
	[CASE_ABROAD] = {.en = "other province", .zh = "外省"},
};

const struct case_table *case_table(enum case_type type)
{
	assert(type > 0 && type < CASE_TYPE_COUNT);
	return tables[type];
}

const struct sentence *case_title(enum case_type type, int change)
{
	const struct status_change_row *row = status_change_row(change);
	return row != NULL ? &row->title : &case_table(type)->title;
}

const struct case_state_row *case_state_row(enum case_state state)
{
	assert(state < CASE_STATE_COUNT);
	return &states[state];
}

const char *case_event_word(enum case_event event)
{
	assert(event < CASE_EVENT_COUNT);
	return events[event].word;
}

const struct sentence *case_event_title(enum case_event event)
{
	assert(event < CASE_EVENT_COUNT);
	return &events[event].title;
}

const struct sentence *case_party_title(enum case_party party)
{
	assert(party < CASE_PARTY_COUNT);
	return &parties[party];
}

static bool holds(const struct case_transition *row, uint32_t facts)
{
	return (facts & row->needs) == row->needs && (facts & row->lacks) == 0;
}

const struct case_transition *case_step(const struct case_table *table, enum case_state from,
	enum case_event event, enum case_party by, uint32_t facts, enum reason *refusal_out)
{
	*refusal_out = REASON_CASE_NO_SUCH_STEP;
	for (size_t i = 0; i < table->n_rows; i++) {
		const struct case_transition *row = &table->rows[i];
		if (row->from != from || row->event != event)
			continue;
		if (row->by != by) {
			if (case_state_row(from)->turn != by)
				*refusal_out = REASON_CASE_NOT_YOUR_MOVE;
			continue;
		}
		if (!holds(row, facts))
			continue;
		*refusal_out = row->refusal;
		return row->is_refusal ? NULL : row;
	}
	return NULL;
}

uint32_t case_moves(const struct case_table *table, enum case_state from, enum case_party by)
{
	uint32_t moves = 0;
	for (size_t i = 0; i < table->n_rows; i++)
		if (table->rows[i].from == from && table->rows[i].by == by)
			moves |= UINT32_C(1) << table->rows[i].event;
	return moves;
}
