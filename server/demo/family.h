/* Families: who brings a child up, where they live, and which children they have in school. */
#pragma once

#include "server/demo/people.h"
#include "server/demo/schools.h"
#include "server/demo/serials.h"

enum { FAMILY_CHILDREN = 4, AREA_SIZE = 13, PHONE_SIZE = 12, ADDRESS_SIZE = 160 };

struct family_member {
	char name[PERSON_NAME_SIZE];
	int group;
	char id_number[RESIDENT_ID_SIZE];
	char phone[PHONE_SIZE];
	const char *relation; /* code */
	const char *employer;
	const char *address; /* where this one lives: away, or NULL for at home */
	bool is_guardian, shows_id;
};

struct demo_family {
	int group;                        /* the children's */
	char passes_on[PERSON_NAME_SIZE]; /* to the children's names */
	struct family_member members[2];  /* the first is always there */
	int n_members;
	char address[ADDRESS_SIZE];
	char area[7];              /* where they are registered, and their children were born */
	char residence[AREA_SIZE]; /* the same to the village */
	const char *home;          /* the same in words, of the county's */
	bool is_farmer;            /* kind of registered residence */
	bool is_migrant, is_only_child, is_entitled, is_orphan;
	int left_behind; /* code: 0 to 2 */
	int distance_km;
	const struct demo_county *county;
	const char *town; /* NULL: the county town */
	int32_t births[FAMILY_CHILDREN];
	int n_births;
};

/* Where people go to work and come from: divisions all over the country. */
enum { ELSEWHERE = 240 };
struct elsewhere {
	struct {
		char area[7];
		const char *where;
	} counties[ELSEWHERE];
};
void elsewhere_find(
	struct ctx *ctx, const struct unit_node *province, uint64_t seed, struct elsewhere *out);

/* A new family for a child of this school, born on a day. */
void family_make(const struct facts *facts, const struct elsewhere *elsewhere, struct dice *dice,
	const struct demo_school *school, int32_t born, struct demo_family *out);
/* May a child of this school, born then, be another of theirs? */
bool family_fits(const struct demo_family *family, const struct demo_school *school, int32_t born);
void family_add(struct demo_family *family, int32_t born);
