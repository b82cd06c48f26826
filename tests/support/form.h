/* Forms with nothing wrong, and what a check says of them after a change. */
#pragma once

#include <string.h>

#include "domain/items_check.h"
#include "tests/support/findings.h"

static struct arena *form_arena;

static inline void form_set_up(void)
{
	form_arena = arena_new(0);
}

static inline void form_tear_down(void)
{
	arena_free(form_arena);
}

static inline const char *form_word(int item)
{
	return item_row((enum item)item)->word;
}

/* The day on which forms are checked here: 2026-11-22. */
enum { FORM_TODAY = 20779 };

static const char *const form_good[ITEM_COUNT] = {
	[ITEM_NAME] = "刘佳琪",
	[ITEM_SEX] = "2",
	[ITEM_BIRTH_DATE] = "2016-09-02",
	[ITEM_BIRTHPLACE] = "410581000000",
	[ITEM_ETHNIC_GROUP] = "01",
	[ITEM_NATIONALITY] = "CHN",
	[ITEM_ID_TYPE] = "1",
	[ITEM_ID_NUMBER] = "410581201609022027",
	[ITEM_OVERSEAS_STATUS] = "00",
	[ITEM_HEALTH] = "10",
	[ITEM_REGISTERED_RESIDENCE] = "410581000000",
	[ITEM_RESIDENCE_KIND] = "1",
	[ITEM_GRADE] = "4",
	[ITEM_CLASS_NAME] = "2班",
	[ITEM_ADMISSION_MONTH] = "2023-09",
	[ITEM_ADMISSION_WAY] = "11",
	[ITEM_ATTENDANCE] = "1",
	[ITEM_PRESENT_ADDRESS] = "石家庄市长安区谈固街道1号",
	[ITEM_MAILING_ADDRESS] = "石家庄市长安区谈固街道1号",
	[ITEM_FAMILY_ADDRESS] = "林州市开元街道2号",
	[ITEM_PHONE] = "13812345678",
	[ITEM_POSTCODE] = "050000",
	[ITEM_IS_ONLY_CHILD] = "1",
	[ITEM_HAD_PRESCHOOL] = "1",
	[ITEM_LEFT_BEHIND] = "0",
	[ITEM_IS_MIGRANT_CHILD] = "1",
	[ITEM_IS_ORPHAN] = "0",
	[ITEM_IS_MARTYR_CHILD] = "0",
	[ITEM_DISABILITY] = "0",
	[ITEM_HAS_BOUGHT_PLACE] = "0",
	[ITEM_NEEDS_AID] = "0",
	[ITEM_RECEIVES_SUBSIDY] = "0",
	[ITEM_DISTANCE_KM] = "2",
	[ITEM_TRANSPORT] = "1",
	[ITEM_NEEDS_SCHOOL_BUS] = "0",
	[ITEM_FAMILY_1_NAME] = "刘强",
	[ITEM_FAMILY_1_RELATION] = "51",
	[ITEM_FAMILY_1_PRESENT_ADDRESS] = "石家庄市长安区谈固街道1号",
	[ITEM_FAMILY_1_REGISTERED_RESIDENCE] = "410581000000",
	[ITEM_FAMILY_1_PHONE] = "13812345678",
	[ITEM_FAMILY_1_IS_GUARDIAN] = "1",
};

static const char *const form_good_preschool[ITEM_COUNT] = {
	[ITEM_NAME] = "阿依古丽·买买提",
	[ITEM_CLASS_NAME] = "中1班",
	[ITEM_SEX] = "2",
	[ITEM_BIRTH_DATE] = "2022-02-28",
	[ITEM_ID_TYPE] = "1",
	[ITEM_ID_NUMBER] = "653101202202280022",
	[ITEM_NATIONALITY] = "CHN",
	[ITEM_ETHNIC_GROUP] = "05",
	[ITEM_OVERSEAS_STATUS] = "00",
	[ITEM_BIRTHPLACE] = "653101000000",
	[ITEM_RESIDENCE_KIND] = "2",
	[ITEM_REGISTERED_RESIDENCE] = "653101000000",
	[ITEM_PRESENT_ADDRESS] = "喀什市人民路3号",
	[ITEM_ENTRY_DATE] = "2025-09-01",
	[ITEM_ATTENDANCE] = "1",
	[ITEM_IS_ONLY_CHILD] = "0",
	[ITEM_LEFT_BEHIND] = "0",
	[ITEM_IS_MIGRANT_WORKERS_CHILD] = "0",
	[ITEM_HEALTH] = "10",
	[ITEM_IS_DISABLED] = "0",
	[ITEM_IS_ORPHAN] = "0",
	[ITEM_FAMILY_1_NAME] = "买买提·吐尔逊",
};

struct change {
	enum item item;
	const char *value;
};

/* Checks a good form with changes (the first without a value ends them; "" empties an item). */
static inline const char *form_check(struct found *found, struct items_form form,
	const struct change *changes, size_t n, const char *values[ITEM_COUNT])
{
	memcpy(values, form.form == FORM_PRESCHOOL ? form_good_preschool : form_good,
		sizeof form_good);
	for (size_t i = 0; i < n && changes[i].value != NULL; i++)
		values[changes[i].item] = changes[i].value;
	form.today = FORM_TODAY;
	struct findings *findings = found_start(found);
	found->item_word = form_word;
	bool is_good = items_check(&form, form_arena, values, findings);
	ck_assert(is_good == (findings->faults == 0));
	return found->text;
}

__attribute__((unused)) static const struct items_form form_primary = {
	.form = FORM_SCHOOL, .stage = STAGE_PRIMARY};
