#include "server/service/page.h"

#include <string.h>

#include "tests/support/fixture.h"
#include "tests/support/suite.h"
#include "xueji/v1/units.pb-c.h"

static struct fixture *fixture;
static struct ctx *ctx;

static void set_up(void)
{
	fixture = fixture_open();
	ctx = fixture_ctx(fixture);
	ctx->method = "xueji.v1.Units/ListUnits";
}

static void tear_down(void)
{
	fixture_close(fixture);
}

static struct page read_page(const char *parent, int32_t size, const char *token)
{
	Xueji__V1__ListUnitsRequest in = XUEJI__V1__LIST_UNITS_REQUEST__INIT;
	struct page page;
	in.parent_id = (char *)parent;
	in.page_size = size;
	in.page_token = (char *)token;
	page_read(ctx, &in.base, &page);
	return page;
}

static const char *a_token(void)
{
	struct page page = read_page("110000", 10, "");
	return page_next(&page, 7, INT64_C(-8), "长沙");
}

START_TEST(a_page_goes_on_where_the_last_one_ended)
{
	struct page page = read_page("110000", 10, a_token());
	ck_assert_int_eq(ctx_faults(ctx), OK);
	ck_assert(!page.is_first);
	ck_assert_int_eq(page.number[0], 7);
	ck_assert_int_eq(page.number[1], -8);
	ck_assert_str_eq(page.text, "长沙");
}
END_TEST

START_TEST(the_first_page_begins_at_nothing)
{
	struct page page = read_page("110000", 0, "");
	ck_assert_int_eq(ctx_faults(ctx), OK);
	ck_assert(page.is_first);
	ck_assert_int_eq(page.number[0], 0);
	ck_assert_str_eq(page.text, "");
}
END_TEST

START_TEST(the_size_may_change_from_page_to_page)
{
	static const struct {
		int32_t asked;
		size_t given;
	} sizes[] = {{0, PAGE_DEFAULT}, {1, 1}, {200, 200}, {201, 200}, {INT32_MAX, 200}};
	const char *token = a_token();
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		ck_assert_uint_eq(read_page("110000", sizes[i].asked, token).size, sizes[i].given);
	ck_assert_int_eq(ctx_faults(ctx), OK);
	read_page("110000", -1, token);
	ck_assert_int_eq(ctx_faults(ctx), ERR_INVALID);
	ck_assert_str_eq(ctx->failure.faults->field, "page_size");
}
END_TEST

static void refused(const char *parent, const char *token)
{
	ctx_restart(ctx);
	struct page page = read_page(parent, 10, token);
	ck_assert_msg(ctx_faults(ctx) == ERR_INVALID, "accepted: %s", token);
	ck_assert_int_eq(ctx->failure.reason, REASON_NOT_A_PAGE_TOKEN);
	ck_assert_str_eq(ctx->failure.faults->field, "page_token");
	ck_assert(page.is_first);
}

START_TEST(a_token_of_another_list_is_refused)
{
	const char *token = a_token();
	refused("120000", token);
	refused("", token);
	ctx->method = "xueji.v1.Units/SearchUnits";
	refused("110000", token);
}
END_TEST

START_TEST(forged_tokens_are_refused)
{
	static const char *const forged[] = {"x", "AAAA", "....", "长沙", "=", " ",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
	for (size_t i = 0; i < sizeof forged / sizeof *forged; i++)
		refused("110000", forged[i]);
	char *token = arena_strdup(ctx->arena, a_token());
	for (size_t i = 0; i < strlen(token); i++) {
		char was = token[i];
		token[i] = was == 'A' ? 'B' : 'A';
		refused("110000", token);
		token[i] = was;
	}
	token[strlen(token) - 1] = '\0';
	refused("110000", token);
	char *endless = arena_alloc(ctx->arena, 1 << 20);
	memset(endless, 'A', (1 << 20) - 1);
	refused("110000", endless);
}
END_TEST

SUITE_WITH("page", set_up, tear_down, a_page_goes_on_where_the_last_one_ended,
	the_first_page_begins_at_nothing, the_size_may_change_from_page_to_page,
	a_token_of_another_list_is_refused, forged_tokens_are_refused)
