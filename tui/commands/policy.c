/* xueji policy …: what provinces set. */
#include "tui/commands/list.h"

#define VALUE                                                                               \
	{"Id", "编号", "id"}, {"Policy", "政策参数", "key"}, {"Unit", "单位", "unit_name"}, \
		{"Value", "值", "value"}, {"Inherited", "沿用上级", "is_inherited"},        \
		{"From", "生效日期", "from_day"}, {"State", "状态", "state"},               \
		{"Reason", "依据", "reason"},                                               \
	{                                                                                   \
		"Revision", "版本", "rev"                                                   \
	}

static const struct command rows[] = {
	{.name = "policy list",
		.operands = "UNIT [DAY]",
		.purpose = "list the policies in force for a unit, today or on a day",
		.method = "xueji.v1.Policies/ListPolicies",
		.fields = {"unit_id", "day"},
		.list = "policies",
		.columns = {{"Policy", "政策参数", "key"}, {"Title", "名称", "title"},
			{"Value", "值", "value"}, {"Measure", "单位", "measure"},
			{"Set by", "设置单位", "source_unit_name"}, {"Since", "自", "since_day"},
			{"Owner", "设置层级", "owner_tier"}, {"Role", "设置角色", "role"}}},
	{.name = "policy history",
		.operands = "UNIT [POLICY]",
		.purpose = "list what a unit set and proposed",
		.method = "xueji.v1.Policies/ListPolicyValues",
		.fields = {"unit_id", "key"},
		.list = "values",
		.columns = {VALUE}},
	{.name = "policy set",
		.operands = "UNIT POLICY VALUE FROM",
		.purpose = "propose a value from a day on; a second person decides",
		.method = "xueji.v1.Policies/ProposePolicy",
		.fields = {"unit_id", "key", "value", "from_day"},
		.options = {{"--reason", "TEXT", "why", "reason"},
			{"--inherited", NULL, "the value above is to hold again; VALUE is 0",
				"is_inherited"}},
		.columns = {VALUE}},
	{.name = "policy decide",
		.operands = "PROPOSAL REVISION DECISION",
		.purpose = "approve or refuse a proposal",
		.method = "xueji.v1.Policies/DecidePolicy",
		.fields = {"value_id", "rev", "decision"},
		.options = {{"--reason", "TEXT", "why; needed to refuse", "reason"}},
		.columns = {VALUE}},
	{.name = "policy withdraw",
		.operands = "PROPOSAL REVISION",
		.purpose = "withdraw one's own proposal",
		.method = "xueji.v1.Policies/WithdrawPolicy",
		.fields = {"value_id", "rev"},
		.columns = {VALUE}},
};
const struct command_table policy_commands = COMMAND_TABLE(rows);
