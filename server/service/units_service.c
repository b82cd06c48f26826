/* Service Units: the rows of its methods. The handlers stand in units_*.c. */
#include "server/service/services.h"
#include "server/service/units.h"

#include "domain/roles.h"

#define LOOK(method, handler)                                                                 \
	{                                                                                     \
		.name = method, .who = WHO_SIGNED_IN, .scope = SCOPE_REGISTRY,                \
		.mode = METHOD_READ, .purpose_en = "look at units", .purpose_zh = "查看单位", \
		.run = handler                                                                \
	}
/* The place is the province, so a right must reach all of it. */
#define CHANGE(method, handler, where, before)                                                    \
	{                                                                                         \
		.name = method, .who = ROLE_SYSTEM, .scope = SCOPE_SUBTREE, .mode = METHOD_WRITE, \
		.purpose_en = "change units of a whole province", .purpose_zh = "变更全省的单位", \
		.place = where, .prepare = before, .run = handler                                 \
	}

static const struct method methods[] = {
	LOOK("GetUnit", units_get),
	LOOK("ListUnits", units_list),
	LOOK("BrowseUnits", units_browse),
	LOOK("SearchUnits", units_search),
	{.name = "SummarizeUnit",
		.who = ROLES_BUSINESS,
		.scope = SCOPE_SUBTREE,
		.mode = METHOD_READ,
		.purpose_en = "look at totals",
		.purpose_zh = "查看统计",
		.place = units_place_summarize,
		.run = units_summarize},
	LOOK("ListClasses", units_list_classes),
	LOOK("ListUnitChanges", units_list_changes),
	CHANGE("CreateUnit", units_create, units_place_create, units_prepare_create),
	CHANGE("UpdateSchool", units_update_school, units_place_update, NULL),
	CHANGE("ChangeUnits", units_change, units_place_change, units_prepare_change),
};

const struct service units_service = SERVICE(xueji__v1__units__descriptor, methods);
