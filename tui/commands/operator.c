/* xueji operator …: accounts, for security administrators. */
#include "tui/commands/list.h"

#define OPERATOR(path)                                                                        \
	{"Name", "用户名", path "name"}, {"Full name", "姓名", path "full_name"},             \
		{"Unit", "单位", path "unit_name"}, {"State", "状态", path "state"},          \
		{"Roles", "角色", path "postings.roles"},                                     \
		{"Certificate until", "证书有效期至", path "certificate_until"},              \
		{"Last sign-in", "最近登录", path "last_sign_in"}, {"Id", "编号", path "id"}, \
	{                                                                                     \
		"Revision", "版本", path "rev"                                                \
	}
#define ONE_TIME                                                  \
	{"One-time password", "一次性密码", "one_time_password"}, \
	{                                                         \
		"Until", "有效期至", "one_time_password_expires"  \
	}

static const struct command rows[] = {
	{.name = "operator list",
		.operands = "UNIT",
		.purpose = "list the operators of a unit",
		.method = "xueji.v1.Operators/ListOperators",
		.fields = {"unit_id"},
		.options = {{"--below", NULL, "and of all units under it", "whole_subtree"},
			{"--state", "STATE", "only active, sealed or idle", "state"},
			{"--name", "TEXT", "whose sign-in name begins so", "name_prefix"},
			{"--certificate-until", "DAY", "whose certificate ends by this day",
				"certificate_until"},
			{"--order", "ORDER", "last_sign_in or certificate; else by name", "order"}},
		.list = "operators",
		.columns = {OPERATOR("")}},
	{.name = "operator show",
		.operands = "OPERATOR",
		.purpose = "show an operator",
		.method = "xueji.v1.Operators/GetOperator",
		.fields = {"id"},
		.columns = {OPERATOR("")}},
	{.name = "operator create",
		.operands = "UNIT NAME FULL_NAME",
		.purpose = "create an operator; prints his one-time password",
		.method = "xueji.v1.Operators/CreateOperator",
		.fields = {"unit_id", "name", "full_name"},
		.options = {{"--phone", "NUMBER", "his telephone number", "phone"}},
		.columns = {OPERATOR("operator."), ONE_TIME}},
	{.name = "operator post",
		.operands = "OPERATOR REVISION UNIT ROLE…",
		.purpose = "post an operator to a unit: registrar, approver, officer, security, …",
		.method = "xueji.v1.Operators/AddPosting",
		.fields = {"operator_id", "rev", "unit_id", "roles"},
		.options = {{"--from", "DAY", "first day; else today", "first_day"},
			{"--to", "DAY", "last day; else open", "last_day"}},
		.columns = {OPERATOR("")}},
	{.name = "operator seal",
		.operands = "OPERATOR REVISION REASON",
		.purpose = "seal an account and end its sessions",
		.method = "xueji.v1.Operators/SealOperator",
		.fields = {"id", "rev", "reason"},
		.columns = {OPERATOR("")}},
	{.name = "operator unseal",
		.operands = "OPERATOR REVISION",
		.purpose = "open a sealed account",
		.method = "xueji.v1.Operators/UnsealOperator",
		.fields = {"id", "rev"},
		.columns = {OPERATOR("")}},
	{.name = "operator certify",
		.operands = "OPERATOR REVISION NUMBER UNTIL",
		.purpose = "enter a registrar's certificate (R54)",
		.method = "xueji.v1.Operators/CertifyOperator",
		.fields = {"id", "rev", "certificate_no", "certificate_until"},
		.columns = {OPERATOR("")}},
	{.name = "operator reset-password",
		.operands = "OPERATOR REVISION",
		.purpose = "give an operator a new one-time password, and print it",
		.method = "xueji.v1.Operators/ResetPassword",
		.fields = {"id", "rev"},
		.columns = {OPERATOR("operator."), ONE_TIME}},
	{.name = "operator reset-second-factor",
		.operands = "OPERATOR REVISION",
		.purpose = "take a lost second factor away",
		.method = "xueji.v1.Operators/ResetSecondFactor",
		.fields = {"id", "rev"},
		.columns = {OPERATOR("")}},
	{.name = "operator sessions",
		.operands = "OPERATOR",
		.purpose = "list an operator's open sessions",
		.method = "xueji.v1.Operators/ListOperatorSessions",
		.fields = {"operator_id"},
		.list = "sessions",
		.columns = {{"Id", "编号", "id"}, {"Started", "登录时间", "started"},
			{"Last used", "最近使用", "last_used"}, {"Until", "有效期至", "expires"}}},
	{.name = "operator end-sessions",
		.operands = "OPERATOR",
		.purpose = "end all of an operator's sessions",
		.method = "xueji.v1.Operators/EndOperatorSessions",
		.fields = {"operator_id"},
		.columns = {{"Ended", "已结束", "ended"}}},
};
const struct command_table operator_commands = COMMAND_TABLE(rows);
