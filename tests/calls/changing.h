/* What the tests of ChangeUnits share: a house with the province's system administrator, requests
 * in a few words, and the units as they are. */
#pragma once

#include "domain/roles.h"
#include "server/service/services.h"
#include "server/store/unit_store.h"
#include "tests/calls/calls.h"
#include "xueji/v1/units.pb-c.h"

extern struct house *house;
extern const char *token; /* who calls; the administrator at first */

void changing_open(void);
void changing_close(void);
struct answer ask(const char *method, const ProtobufCMessage *request);

/* A unit as it is stored now. */
struct unit stored(int64_t id);
/* A school more, run by any division above it. */
int64_t add_school(const char *code, int64_t parent, int64_t bureau);

/* ---- requests ---- */

enum {
	RENAME = XUEJI__V1__UNIT_CHANGE_KIND__UNIT_CHANGE_KIND_RENAME,
	MOVE = XUEJI__V1__UNIT_CHANGE_KIND__UNIT_CHANGE_KIND_MOVE,
	MERGE = XUEJI__V1__UNIT_CHANGE_KIND__UNIT_CHANGE_KIND_MERGE,
	SPLIT = XUEJI__V1__UNIT_CHANGE_KIND__UNIT_CHANGE_KIND_SPLIT,
	CLOSE = XUEJI__V1__UNIT_CHANGE_KIND__UNIT_CHANGE_KIND_CLOSE,
};

struct units_change {
	Xueji__V1__ChangeUnitsRequest in;
	Xueji__V1__UnitRev *from[60];
	Xueji__V1__ChangeTarget *to[30];
	char *children[30][30];
};
/* With day and reason. */
struct units_change *a_change(int kind);
void from(struct units_change *change, int64_t id, int64_t rev);
Xueji__V1__ChangeTarget *a_target(struct units_change *change);
void into(struct units_change *change, int64_t id, int64_t rev);
Xueji__V1__NewUnit *into_new(struct units_change *change, const char *code, int64_t parent);
void with_child(struct units_change *change, int64_t id); /* of the last target */

struct answer submit(struct units_change *change);
void done(struct units_change *change);
/* Done at once. */
void merge_units(int64_t gone, int64_t survivor);
void move_unit(int64_t unit, int64_t parent);
/* Refused with this fault, and nothing is left behind. */
void refused(struct units_change *change, const char *field, enum reason reason);

/* ---- what came of it ---- */

const Xueji__V1__GetUnitResponse *get(int64_t id);
const Xueji__V1__ListUnitChangesResponse *history(int64_t id);

/* Children follow schools that moved or merged, as the scheduler has them, until there is no more
 * to do; in how many steps. */
int children_followed(void);
/* The words of the checks of the store (xuejid check) that find something; "": all is well. */
const char *checks_found(void);
/* A fault that no call makes, for those. */
void do_sql(const char *text);
