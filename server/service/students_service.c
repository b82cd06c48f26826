/* Service Students: the rows of its methods. The handlers stand in students_*.c. */
#include "server/service/services.h"
#include "server/service/students.h"

#include "domain/roles.h"

#define LOOK_EN "look at children's records"
#define LOOK_ZH "查看学籍"

static const struct method methods[] = {
	{.name = "GetStudent",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_SUBTREE,
		.mode = METHOD_AUDITED,
		.purpose_en = LOOK_EN,
		.purpose_zh = LOOK_ZH,
		.place = students_place,
		.run = students_get},
	{.name = "ListStudents",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_SUBTREE,
		.mode = METHOD_READ,
		.purpose_en = LOOK_EN,
		.purpose_zh = LOOK_ZH,
		.place = students_place_unit,
		.run = students_list},
	{.name = "SearchStudents",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_SUBTREE,
		.mode = METHOD_READ,
		.purpose_en = LOOK_EN,
		.purpose_zh = LOOK_ZH,
		.place = students_place_search,
		.run = students_search},
	{.name = "UpdateStudent",
		.who = ROLE_REGISTRAR,
		.scope = SCOPE_UNIT,
		.mode = METHOD_WRITE,
		.purpose_en = "change children's records",
		.purpose_zh = "修改学籍信息",
		.place = students_place,
		.run = students_update},
	{.name = "RevealIdentity",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_SUBTREE,
		.mode = METHOD_AUDITED,
		.purpose_en = "see whole numbers",
		.purpose_zh = "查看完整号码",
		.place = students_place,
		.run = students_reveal,
		.countersign = students_countersign_reveal},
	{.name = "CheckIdentity",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_REGISTRY, /* a second record anywhere is one too many */
		.mode = METHOD_AUDITED,
		.purpose_en = "check for an existing record",
		.purpose_zh = "核对有无学籍",
		.run = students_check_identity,
		.countersign = students_countersign_check},
	{.name = "ChangeClass",
		.who = ROLE_REGISTRAR,
		.scope = SCOPE_UNIT,
		.mode = METHOD_WRITE,
		.purpose_en = "place children in classes",
		.purpose_zh = "办理分班、转班级",
		.place = students_place_unit,
		.run = students_change_class},
};

const struct service students_service = SERVICE(xueji__v1__students__descriptor, methods);
