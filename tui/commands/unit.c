/* xueji unit …: the hierarchy and its totals. */
#include <xueji/v1/units.pb-c.h>

#include "tui/commands/list.h"

static void with_children(ProtobufCMessage *request)
{
	((Xueji__V1__SummarizeUnitRequest *)request)->with_children = true;
}

#define TOTALS(path)                                                                  \
	{"Pupils", "学生", path "totals.pupils"}, {"Boys", "男", path "totals.boys"}, \
		{"Girls", "女", path "totals.girls"},                                 \
		{"Boarders", "住校", path "totals.boarders"},                         \
		{"Left behind", "留守儿童", path "totals.left_behind"},               \
		{"Migrant", "随迁子女", path "totals.migrant"},                       \
		{"Meals", "营养餐", path "totals.meals"},                             \
	{                                                                             \
		"Bus", "校车", path "totals.bus"                                      \
	}

static const struct command rows[] = {
	{.name = "unit list",
		.operands = "[UNIT]",
		.purpose = "list the units directly under one; without it, the provinces",
		.method = "xueji.v1.Units/ListUnits",
		.fields = {"parent_id"},
		.options = {{"--tier", "TIER", "only province, city, county or school", "tier"},
			{"--closed", NULL, "closed ones too", "include_closed"}},
		.list = "units",
		.columns = {{"Code", "代码", "code"}, {"Name", "名称", "name"},
			{"Tier", "层级", "tier"}, {"Units below", "下级单位", "child_count"},
			{"Closed", "已撤销", "is_closed"}, {"Id", "编号", "id"}}},
	{.name = "unit find",
		.operands = "TEXT",
		.purpose = "find units by name, beginning of the code, or initials",
		.method = "xueji.v1.Units/SearchUnits",
		.fields = {"query"},
		.options = {{"--within", "UNIT", "only this unit and below", "within_id"},
			{"--tier", "TIER", "only province, city, county or school", "tier"},
			{"--closed", NULL, "closed ones too", "include_closed"}},
		.list = "units",
		.columns = {{"Code", "代码", "unit.code"}, {"Name", "名称", "unit.name"},
			{"Tier", "层级", "unit.tier"}, {"Place", "所在地", "place"},
			{"Id", "编号", "unit.id"}}},
	{.name = "unit show",
		.operands = "UNIT",
		.purpose = "show a unit",
		.method = "xueji.v1.Units/GetUnit",
		.fields = {"unit_id"},
		.columns = {{"Code", "代码", "unit.code"}, {"Name", "名称", "unit.name"},
			{"Tier", "层级", "unit.tier"}, {"Place", "所在地", "path.name"},
			{"Bureau", "主管部门", "bureau.name"},
			{"Category", "学校类别", "school.category_name"},
			{"Stages", "学段", "school.stages.stage"},
			{"Units below", "下级单位", "unit.child_count"},
			{"Opened", "设立日期", "opened_day"}, {"Closed", "撤销日期", "closed_day"},
			{"Id", "编号", "unit.id"}, {"Revision", "版本", "unit.rev"}}},
	{.name = "unit summary",
		.operands = "UNIT",
		.purpose = "show a unit's totals",
		.method = "xueji.v1.Units/SummarizeUnit",
		.fields = {"unit_id"},
		.columns = {{"Code", "代码", "unit.code"}, {"Name", "名称", "unit.name"},
			TOTALS("")}},
	{.name = "unit compare",
		.operands = "UNIT",
		.purpose = "list the totals of the units directly under one",
		.method = "xueji.v1.Units/SummarizeUnit",
		.fields = {"unit_id"},
		.fill = with_children,
		.list = "children",
		.columns = {{"Code", "代码", "unit.code"}, {"Name", "名称", "unit.name"},
			TOTALS("")}},
	{.name = "unit classes",
		.operands = "UNIT",
		.purpose = "list the classes of a school",
		.method = "xueji.v1.Units/ListClasses",
		.fields = {"unit_id"},
		.options = {{"--grade", "GRADE", "only this grade, 1 to 12", "grade"}},
		.list = "classes",
		.columns = {{"Grade", "年级", "grade"}, {"Class", "班级", "number"}}},
	{.name = "unit history",
		.operands = "UNIT",
		.purpose = "list what became of a unit",
		.method = "xueji.v1.Units/ListUnitChanges",
		.fields = {"unit_id"},
		.list = "changes",
		.columns = {{"Day", "日期", "effective_day"}, {"Change", "变更", "kind"},
			{"Units", "单位", "parts.code"}, {"Reason", "依据", "reason"}}},
};
const struct command_table unit_commands = COMMAND_TABLE(rows);
