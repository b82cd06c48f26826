#include "server/registry/delete_rules.h"

#include "domain/roll.h"
#include "domain/stages.h"
#include "tests/support/suite.h"

static const struct delete_facts usual = {
	.status = ROLL_ENROLLED, .stage = STAGE_PRIMARY, .why = ABSENCE_NEVER_HERE};

static void refuses(const struct delete_facts *facts, enum delete_authority has, enum reason why)
{
	enum reason refusal;
	ck_assert(!delete_is_allowed(facts, has, &refusal));
	ck_assert_int_eq(refusal, why);
}

static void allows(const struct delete_facts *facts, enum delete_authority has)
{
	enum reason refusal;
	ck_assert(delete_is_allowed(facts, has, &refusal));
}

START_TEST(beside_a_live_twin_the_school_deletes_alone)
{
	struct delete_facts facts = usual;
	facts.has_twin = true;
	ck_assert_int_eq(delete_needs(&facts), DELETE_BY_SCHOOL);
	allows(&facts, DELETE_BY_SCHOOL);
	facts.why = ABSENCE_NONE;
	allows(&facts, DELETE_BY_SCHOOL);
}
END_TEST

START_TEST(what_lives_on_in_another_province_is_not_deleted_here)
{
	struct delete_facts facts = usual;
	facts.status = ROLL_MOVED_OUT;
	refuses(&facts, DELETE_BY_NATION, REASON_RECORD_NOT_LIVE);
}
END_TEST

START_TEST(without_a_twin_the_bureau_confirms)
{
	refuses(&usual, DELETE_BY_SCHOOL, REASON_DELETE_NEEDS_BUREAU);
	allows(&usual, DELETE_BY_BUREAU);
}
END_TEST

START_TEST(a_formal_number_needs_the_nation_twin_or_not)
{
	struct delete_facts facts = usual;
	facts.has_g = true;
	for (int twin = 0; twin < 2; twin++) {
		facts.has_twin = twin == 1;
		refuses(&facts, DELETE_BY_SCHOOL, REASON_DELETE_NEEDS_NATION);
		refuses(&facts, DELETE_BY_BUREAU, REASON_DELETE_NEEDS_NATION);
		allows(&facts, DELETE_BY_NATION);
	}
}
END_TEST

START_TEST(the_school_says_first_why_the_child_is_not_there)
{
	struct delete_facts facts = usual;
	facts.why = ABSENCE_NONE;
	refuses(&facts, DELETE_BY_NATION, REASON_ABSENCE_MISSING);
}
END_TEST

START_TEST(what_is_a_change_of_status_is_no_deletion)
{
	static const enum absence whys[] = {ABSENCE_DROPPED_OUT, ABSENCE_ABROAD, ABSENCE_DECEASED};
	for (size_t i = 0; i < 3; i++) {
		struct delete_facts facts = usual;
		facts.why = whys[i];
		refuses(&facts, DELETE_BY_NATION, REASON_STATUS_NOT_DELETION);
		facts.has_twin = true;
		allows(&facts, DELETE_BY_SCHOOL);
	}
}
END_TEST

START_TEST(a_dropout_of_the_compulsory_stage_is_kept)
{
	struct delete_facts facts = usual;
	facts.status = ROLL_DROPPED_OUT;
	refuses(&facts, DELETE_BY_NATION, REASON_DROPOUT_IS_KEPT);
	facts.stage = STAGE_JUNIOR;
	refuses(&facts, DELETE_BY_NATION, REASON_DROPOUT_IS_KEPT);
	facts.stage = STAGE_SENIOR;
	allows(&facts, DELETE_BY_BUREAU);
}
END_TEST

START_TEST(what_is_not_in_force_is_not_deleted)
{
	struct delete_facts facts = usual;
	facts.status = ROLL_DELETED;
	refuses(&facts, DELETE_BY_NATION, REASON_RECORD_NOT_LIVE);
	facts.status = ROLL_PENDING;
	refuses(&facts, DELETE_BY_NATION, REASON_RECORD_NOT_LIVE);
}
END_TEST

START_TEST(each_absence_has_words_in_both_languages)
{
	for (int i = 0; i < ABSENCE_COUNT; i++) {
		ck_assert_ptr_nonnull(absence_title((enum absence)i)->en);
		ck_assert_ptr_nonnull(absence_title((enum absence)i)->zh);
	}
}
END_TEST

SUITE("delete_rules", beside_a_live_twin_the_school_deletes_alone,
	what_lives_on_in_another_province_is_not_deleted_here, without_a_twin_the_bureau_confirms,
	a_formal_number_needs_the_nation_twin_or_not,
	the_school_says_first_why_the_child_is_not_there, what_is_a_change_of_status_is_no_deletion,
	a_dropout_of_the_compulsory_stage_is_kept, what_is_not_in_force_is_not_deleted,
	each_absence_has_words_in_both_languages)
