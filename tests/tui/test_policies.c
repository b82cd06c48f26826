#include <string.h>
#include <xueji/v1/policies.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/stage.h"
#include "tui/keys.h"

#define POLICIES "xueji.v1.Policies/"
#define TEXT     CHILD_TEXT

enum { N_POLICIES = 4 };

static Xueji__V1__PolicyValue value, *coming[1];
static Google__Protobuf__Timestamp proposed;

/* The province's officer; his own proposal waits, or a colleague's. */
static void be_province(struct stage *stage, bool is_own)
{
	Xueji__V1__WhoAmIResponse *who = stage_who(stage);
	who->tier = who->duties[0]->tier = XUEJI__V1__TIER__TIER_PROVINCE;
	who->unit_id = who->duties[0]->unit_id = TEXT("13");
	who->unit_name = who->duties[0]->unit_name = TEXT("河北省");
	value = (Xueji__V1__PolicyValue)XUEJI__V1__POLICY_VALUE__INIT;
	proposed = (Google__Protobuf__Timestamp)GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	proposed.seconds = 1795650000;
	value.id = TEXT("301"), value.rev = 2, value.key = TEXT("class.size");
	value.unit_id = TEXT("13"), value.unit_name = TEXT("河北省");
	value.value = 50, value.from_day = TEXT("2027-09-01");
	value.state = XUEJI__V1__POLICY_STATE__POLICY_STATE_PROPOSED;
	value.reason = TEXT("消除大班额"), value.proposed_by = TEXT(is_own ? "7" : "8");
	value.proposed_at = &proposed;
	coming[0] = &value;
}

/* The policy with the proposal is the first or the last. */
static void answer_policies(struct stage *stage, bool is_last)
{
	static const char *const keys[N_POLICIES] = {
		"class.size", "entry.age", "second_factor.required", "session.idle_minutes"};
	static const char *const titles[N_POLICIES] = {"班额上限（R15）",
		"小学一年级入学最低年龄，截至当年截止日（R15）", "登录须使用第二因素（动态口令）",
		"会话无操作超过该时间即自动结束"};
	static const char *const measures[N_POLICIES] = {"人", "岁", "", "分钟"};
	static const int64_t values[N_POLICIES] = {55, 6, 1, 30};
	Xueji__V1__ListPoliciesResponse reply = XUEJI__V1__LIST_POLICIES_RESPONSE__INIT;
	Xueji__V1__Policy policies[N_POLICIES], *rows[N_POLICIES];
	for (int i = 0; i < N_POLICIES; i++) {
		Xueji__V1__Policy *one = &policies[i];
		*one = (Xueji__V1__Policy)XUEJI__V1__POLICY__INIT;
		one->key = TEXT(keys[i]), one->title = TEXT(titles[i]);
		one->measure = TEXT(measures[i]);
		one->type = i == 2 ? XUEJI__V1__POLICY_TYPE__POLICY_TYPE_YES_NO
				   : XUEJI__V1__POLICY_TYPE__POLICY_TYPE_NUMBER;
		one->value = one->default_value = values[i];
		one->lowest = i == 2 ? 0 : 1, one->highest = i == 2 ? 1 : 200;
		one->owner_tier = XUEJI__V1__TIER__TIER_PROVINCE;
		one->role = i < 2 ? XUEJI__V1__ROLE__ROLE_OFFICER : XUEJI__V1__ROLE__ROLE_SECURITY;
		rows[i] = one;
	}
	policies[1].source_unit_id = TEXT("13"), policies[1].source_unit_name = TEXT("河北省");
	policies[1].since_day = TEXT("2026-09-01");
	policies[0].coming = coming, policies[0].n_coming = 1;
	if (is_last) {
		Xueji__V1__Policy *moved = rows[0];
		memmove(rows, rows + 1, sizeof rows - sizeof *rows);
		rows[N_POLICIES - 1] = moved;
	}
	reply.policies = rows, reply.n_policies = N_POLICIES;
	fake_answer(stage->client, POLICIES "ListPolicies", &reply.base);
}

static void open_policies(struct stage *stage, bool is_own)
{
	be_province(stage, is_own);
	answer_policies(stage, false);
	stage_sign_in(stage);
	stage_type(stage, "6");
}

static void list_scene(struct stage *stage)
{
	open_policies(stage, false);
	stage_shot(stage, "policies");
}

START_TEST(policies_stand_with_what_is_in_force_and_what_is_to_come)
{
	stage_play(list_scene);
}
END_TEST

static void decide_scene(struct stage *stage)
{
	open_policies(stage, false);
	fake_answer(stage->client, POLICIES "DecidePolicy", &value.base);
	stage_type(stage, "a\r");
	ck_assert_uint_eq(fake_calls(stage->client, POLICIES "DecidePolicy"), 0);
	stage_type(stage, "ay");
	const Xueji__V1__DecidePolicyRequest *sent =
		fake_request(stage->client, POLICIES "DecidePolicy");
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->value_id, "301");
	ck_assert_int_eq(sent->rev, 2);
	ck_assert_int_eq(sent->decision, XUEJI__V1__POLICY_DECISION__POLICY_DECISION_APPROVE);
	stage_type(stage, "r\r");
	ck_assert_uint_eq(fake_calls(stage->client, POLICIES "DecidePolicy"), 1);
	stage_type(stage, "r暂缓\r");
	sent = fake_request(stage->client, POLICIES "DecidePolicy");
	ck_assert_int_eq(sent->decision, XUEJI__V1__POLICY_DECISION__POLICY_DECISION_REFUSE);
	ck_assert_str_eq(sent->reason, "暂缓");
}

START_TEST(a_colleague_s_proposal_is_approved_by_yes_and_refused_with_a_reason)
{
	stage_play_as(decide_scene, LANG_ZH, 24, 80);
}
END_TEST

static void own_scene(struct stage *stage)
{
	open_policies(stage, true);
	fake_answer(stage->client, POLICIES "WithdrawPolicy", &value.base);
	stage_type(stage, "ay");
	ck_assert_uint_eq(fake_calls(stage->client, POLICIES "DecidePolicy"), 0);
	stage_type(stage, "a");
	ck_assert(stage_shows(stage, "须由同事审定"));
	stage_type(stage, "c");
	ck_assert(stage_shows(stage, "已有提议待审定"));
	stage_type(stage, "wy");
	const Xueji__V1__WithdrawPolicyRequest *sent =
		fake_request(stage->client, POLICIES "WithdrawPolicy");
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->value_id, "301");
}

START_TEST(nobody_decides_on_his_own_proposal_but_can_take_it_back)
{
	stage_play_as(own_scene, LANG_ZH, 24, 80);
}
END_TEST

static void propose_scene(struct stage *stage)
{
	open_policies(stage, false);
	fake_answer(stage->client, POLICIES "ProposePolicy", &value.base);
	stage_type(stage, "c"); /* nothing: a proposal waits already */
	stage_type(stage, "jc");
	stage_key(stage, CTRL('U'));
	stage_type(stage, "7\r\r2027-03-01\r随义务教育法实施办法");
	stage_shot(stage, "policy_propose");
	stage_type(stage, "\r");
	const Xueji__V1__ProposePolicyRequest *sent =
		fake_request(stage->client, POLICIES "ProposePolicy");
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->unit_id, "13");
	ck_assert_str_eq(sent->key, "entry.age");
	ck_assert_int_eq(sent->value, 7);
	ck_assert(!sent->is_inherited);
	ck_assert_str_eq(sent->from_day, "2027-03-01");
	ck_assert_str_eq(sent->reason, "随义务教育法实施办法");
}

START_TEST(a_value_is_proposed_from_a_day_on)
{
	stage_play(propose_scene);
}
END_TEST

static void give_up_scene(struct stage *stage)
{
	open_policies(stage, false);
	fake_answer(stage->client, POLICIES "ProposePolicy", &value.base);
	stage_type(stage, "jc");
	stage_key(stage, KEY_DOWN);
	stage_key(stage, KEY_RIGHT);
	stage_type(stage, "\r2027-03-01\r统一\r");
	const Xueji__V1__ProposePolicyRequest *sent =
		fake_request(stage->client, POLICIES "ProposePolicy");
	ck_assert_ptr_nonnull(sent);
	ck_assert(sent->is_inherited);
	ck_assert_int_eq(sent->value, 0);
}

START_TEST(a_unit_can_give_its_own_value_up)
{
	stage_play_as(give_up_scene, LANG_ZH, 24, 80);
}
END_TEST

static void desk_scene(struct stage *stage)
{
	be_province(stage, false);
	answer_policies(stage, true);
	stage_sign_in(stage);
	stage_open(stage, "policies", "13 0 0 policy.decide");
	ck_assert(stage_shows(stage, "> 班额上限"));
}

START_TEST(from_the_desk_the_cursor_stands_on_what_waits)
{
	stage_play_as(desk_scene, LANG_ZH, 24, 80);
}
END_TEST

static void county_scene(struct stage *stage)
{
	be_province(stage, false);
	stage_who(stage)->duties[0]->tier = XUEJI__V1__TIER__TIER_COUNTY;
	answer_policies(stage, false);
	stage_sign_in(stage);
	stage_type(stage, "6c");
	ck_assert(stage_shows(stage, "由此设定：省"));
	stage_type(stage, "ay");
	ck_assert_uint_eq(fake_calls(stage->client, POLICIES "DecidePolicy"), 0);
}

START_TEST(whoever_may_not_set_it_is_told_who_may)
{
	stage_play_as(county_scene, LANG_ZH, 24, 80);
}
END_TEST

static void history_scene(struct stage *stage)
{
	Xueji__V1__ListPolicyValuesResponse reply = XUEJI__V1__LIST_POLICY_VALUES_RESPONSE__INIT;
	Xueji__V1__PolicyValue old, *rows[2] = {&value, &old};
	be_province(stage, false);
	old = value;
	old.id = TEXT("299"), old.value = 60, old.from_day = TEXT("2025-09-01");
	old.state = XUEJI__V1__POLICY_STATE__POLICY_STATE_REFUSED;
	value.proposed_by_name = old.proposed_by_name = TEXT("王丽");
	old.decided_by_name = TEXT("赵杰");
	old.decided_by = TEXT("7"), old.decided_at = &proposed;
	old.decision_reason = TEXT("与班额标准不符");
	reply.values = rows, reply.n_values = 2;
	fake_answer(stage->client, POLICIES "ListPolicyValues", &reply.base);
	answer_policies(stage, false);
	stage_sign_in(stage);
	stage_type(stage, "6\r");
	stage_wait(stage, 1);
	stage_type(stage, "j");
	const Xueji__V1__ListPolicyValuesRequest *sent =
		fake_request(stage->client, POLICIES "ListPolicyValues");
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->unit_id, "13");
	ck_assert_str_eq(sent->key, "class.size");
	stage_shot(stage, "policy");
}

START_TEST(the_history_of_a_policy_says_who_proposed_and_who_decided)
{
	stage_play(history_scene);
}
END_TEST

static void anew_scene(struct stage *stage)
{
	open_policies(stage, false);
	fake_answer(stage->client, POLICIES "DecidePolicy", &value.base);
	value.id = TEXT("302"), value.rev = 1; /* taken back, and another proposed */
	answer_policies(stage, true);
	fake_hold(stage->client);
	stage_type(stage, "Ra");
	fake_release(stage->client);
	stage_wait(stage, 1);
	stage_type(stage, "y");
	const Xueji__V1__DecidePolicyRequest *sent =
		fake_request(stage->client, POLICIES "DecidePolicy");
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->value_id, "301");
	ck_assert_int_eq(sent->rev, 2);
}

START_TEST(the_proposal_that_was_asked_about_is_decided_on_though_another_has_come)
{
	stage_play_as(anew_scene, LANG_ZH, 24, 80);
}
END_TEST

SUITE("policies", the_proposal_that_was_asked_about_is_decided_on_though_another_has_come,
	policies_stand_with_what_is_in_force_and_what_is_to_come,
	a_colleague_s_proposal_is_approved_by_yes_and_refused_with_a_reason,
	nobody_decides_on_his_own_proposal_but_can_take_it_back, a_value_is_proposed_from_a_day_on,
	a_unit_can_give_its_own_value_up, from_the_desk_the_cursor_stands_on_what_waits,
	whoever_may_not_set_it_is_told_who_may,
	the_history_of_a_policy_says_who_proposed_and_who_decided)
