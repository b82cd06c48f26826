#include "server/service/fields.h"

#include <string.h>

#include "common/date.h"
#include "tests/support/suite.h"

static struct ctx ctx;

static void set_up(void)
{
	ctx = (struct ctx){.arena = arena_new(0)};
	ctx_restart(&ctx);
}

static void tear_down(void)
{
	arena_free(ctx.arena);
}

/* The faults so far are exactly this one; then none. */
static void one_fault(enum reason reason)
{
	ck_assert_uint_eq(ctx.failure.n_faults, 1);
	ck_assert_int_eq(ctx.failure.faults->reason, reason);
	ck_assert_str_eq(ctx.failure.faults->field, "f");
	ctx_restart(&ctx);
}

START_TEST(ids)
{
	static const char *const strange[] = {"0", "-1", "01", "1 ", " 1", "1x", "x", "１",
		"9223372036854775808", "99999999999999999999999999"};
	ck_assert_int_eq(field_id(&ctx, "f", "9223372036854775807"), INT64_MAX);
	ck_assert_int_eq(field_id_or(&ctx, "f", "", 5), 5);
	ck_assert_uint_eq(ctx.failure.n_faults, 0);
	for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
		ck_assert_int_eq(field_id(&ctx, "f", strange[i]), 0);
		one_fault(REASON_NOT_AN_ID);
	}
	ck_assert_int_eq(field_id(&ctx, "f", ""), 0);
	one_fault(REASON_REQUIRED);
}
END_TEST

START_TEST(lines)
{
	static const struct {
		const char *text;
		enum reason reason;
	} strange[] = {{"", REASON_REQUIRED}, {"  \t", REASON_REQUIRED}, {"　", REASON_REQUIRED},
		{"长沙 ", REASON_LOOSE_SPACE}, {" 长沙", REASON_LOOSE_SPACE},
		{"长沙市第一", REASON_TOO_LONG}, {"a\tb", REASON_FORBIDDEN_CHARACTER},
		{"a\nb", REASON_FORBIDDEN_CHARACTER}, {"a\x1b[", REASON_FORBIDDEN_CHARACTER},
		{"a\xe2\x80\xae", REASON_FORBIDDEN_CHARACTER}};
	ck_assert(field_line(&ctx, "f", "长沙一中", 4));
	ck_assert(field_line_or_none(&ctx, "f", "", 4));
	ck_assert_uint_eq(ctx.failure.n_faults, 0);
	for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
		ck_assert_msg(!field_line(&ctx, "f", strange[i].text, 4), "%s", strange[i].text);
		one_fault(strange[i].reason);
	}
}
END_TEST

START_TEST(days)
{
	static const char *const strange[] = {
		"20260901", "2026-9-1", "today", "2026-09-01 ", "0000-00-00", "1899-12-31"};
	static const char *const no_days[] = {
		"2026-02-29", "2026-02-30", "2026-13-01", "2026-09-31", "2026-09-00"};
	char again[DATE_TEXT_SIZE];
	date_format(field_day(&ctx, "f", "2024-02-29"), again);
	ck_assert_str_eq(again, "2024-02-29");
	ck_assert_int_eq(field_day_or(&ctx, "f", "", 7), 7);
	ck_assert_uint_eq(ctx.failure.n_faults, 0);
	for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
		ck_assert_int_eq(field_day(&ctx, "f", strange[i]), 0);
		one_fault(REASON_NOT_A_DATE);
	}
	for (size_t i = 0; i < sizeof no_days / sizeof *no_days; i++) {
		ck_assert_int_eq(field_day(&ctx, "f", no_days[i]), 0);
		one_fault(REASON_NO_SUCH_DAY);
	}
	ck_assert_int_eq(field_day(&ctx, "f", ""), 0);
	one_fault(REASON_REQUIRED);
}
END_TEST

START_TEST(numbers)
{
	ck_assert(field_number(&ctx, "f", 1, 1, 12) && field_number(&ctx, "f", 12, 1, 12));
	ck_assert_uint_eq(ctx.failure.n_faults, 0);
	ck_assert(!field_number(&ctx, "f", 0, 1, 12));
	ck_assert_str_eq(ctx.failure.faults->args[1], "12");
	one_fault(REASON_OUT_OF_RANGE);
	ck_assert(!field_number(&ctx, "f", INT64_MIN, 1, 12));
	one_fault(REASON_OUT_OF_RANGE);
}
END_TEST

START_TEST(a_field_of_a_list_is_named_with_its_place)
{
	ck_assert_str_eq(field_in(&ctx, "to", 1, "name"), "to[1].name");
	ck_assert_str_eq(field_in(&ctx, "child_ids", 0, ""), "child_ids[0]");
}
END_TEST

SUITE_WITH("fields", set_up, tear_down, ids, lines, days, numbers,
	a_field_of_a_list_is_named_with_its_place)
