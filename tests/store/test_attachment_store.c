#include "server/store/attachment_store.h"

#include <string.h>

#include "common/file_type.h"
#include "domain/attachment_kind.h"
#include "tests/support/fixture.h"
#include "tests/support/suite.h"

enum { CHILD = 11, OTHER_CHILD = 12, CASE = 5, OTHER_CASE = 6, MAKER = 3 };

static struct fixture *f;

static void before(void)
{
	f = fixture_open();
}

static void after(void)
{
	fixture_close(f);
}

/* One that is being sent; `digest` tells contents apart. */
static int64_t start(int64_t student, int kind, const char *digest)
{
	struct ctx *ctx = fixture_ctx(f);
	Xueji__V1__AttachmentFacts facts = XUEJI__V1__ATTACHMENT_FACTS__INIT;
	facts.document_no = "HU-4711";
	facts.issuer = "粤海派出所";
	facts.sha256.data = (uint8_t *)digest;
	facts.sha256.len = strlen(digest);
	struct attachment_row row = {
		.student = student, .kind = kind, .size = 1000, .facts = &facts, .made_by = MAKER};
	ck_assert_int_eq(attachment_insert(ctx, &row), OK);
	return row.id;
}

static int64_t complete(int64_t student, int kind, const char *digest)
{
	int64_t id = start(student, kind, digest);
	ck_assert_int_eq(attachment_complete(fixture_ctx(f), id, FILE_TYPE_JPEG), OK);
	return id;
}

static void expect(enum err err, enum err expected, enum reason reason)
{
	ck_assert_int_eq(err, expected);
	ck_assert_int_eq(fixture_ctx(f)->failure.reason, reason);
}

START_TEST(what_was_stated_comes_back)
{
	struct attachment_row row;
	int64_t id = start(CHILD, ATTACHMENT_HOUSEHOLD_PAGE, "digest");
	fixture_commit(f);
	ck_assert_int_eq(attachment_get(fixture_ctx(f), id, &row), OK);
	ck_assert_int_eq(row.student, CHILD);
	ck_assert_int_eq(row.kind, ATTACHMENT_HOUSEHOLD_PAGE);
	ck_assert_int_eq(row.state, ATTACHMENT_BEING_SENT);
	ck_assert_int_eq(row.size, 1000);
	ck_assert_int_eq(row.made_by, MAKER);
	ck_assert_int_eq(row.made_us, f->now_us);
	ck_assert_str_eq(row.facts->document_no, "HU-4711");
	ck_assert_str_eq(row.facts->issuer, "粤海派出所");
	ck_assert_mem_eq(row.facts->sha256.data, "digest", 6);
}
END_TEST

START_TEST(equal_contents_have_one_name_and_different_ones_two)
{
	struct attachment_row a, b, c;
	struct ctx *ctx = fixture_ctx(f);
	ck_assert_int_eq(attachment_get(ctx, start(CHILD, 1, "same"), &a), OK);
	ck_assert_int_eq(attachment_get(ctx, start(OTHER_CHILD, 2, "same"), &b), OK);
	ck_assert_int_eq(attachment_get(ctx, start(CHILD, 1, "other"), &c), OK);
	ck_assert_mem_eq(a.content, b.content, BLIND_SIZE);
	ck_assert_mem_ne(a.content, c.content, BLIND_SIZE);
}
END_TEST

START_TEST(kinds_are_told_of_complete_attachments_of_the_child)
{
	uint32_t kinds;
	struct ctx *ctx = fixture_ctx(f);
	int64_t ids[] = {complete(CHILD, ATTACHMENT_HOUSEHOLD_PAGE, "a"),
		complete(CHILD, ATTACHMENT_POLICE_RECEIPT, "b"),
		complete(CHILD, ATTACHMENT_HOUSEHOLD_PAGE, "c")};
	ck_assert_int_eq(attachment_kinds(ctx, CHILD, ids, 3, &kinds), OK);
	ck_assert_uint_eq(kinds, ATTACHMENT_BIT(ATTACHMENT_HOUSEHOLD_PAGE) |
					 ATTACHMENT_BIT(ATTACHMENT_POLICE_RECEIPT));
	ck_assert_int_eq(attachment_kinds(ctx, CHILD, ids, 0, &kinds), OK);
	ck_assert_uint_eq(kinds, 0);
}
END_TEST

START_TEST(an_attachment_of_another_child_or_one_half_sent_is_no_proof)
{
	uint32_t kinds;
	struct ctx *ctx = fixture_ctx(f);
	int64_t good = complete(CHILD, 1, "a"), sent = start(CHILD, 1, "b"),
		foreign = complete(OTHER_CHILD, 1, "c"), dropped = complete(CHILD, 1, "d");
	ck_assert_int_eq(attachment_drop(ctx, dropped), OK);
	expect(attachment_kinds(ctx, CHILD, (int64_t[]){good, sent}, 2, &kinds), ERR_PRECONDITION,
		REASON_ATTACHMENT_NOT_COMPLETE);
	expect(attachment_kinds(ctx, CHILD, (int64_t[]){good, foreign}, 2, &kinds), ERR_NOT_FOUND,
		REASON_NO_SUCH_ATTACHMENT);
	expect(attachment_kinds(ctx, CHILD, &dropped, 1, &kinds), ERR_NOT_FOUND,
		REASON_NO_SUCH_ATTACHMENT);
	expect(attachment_kinds(ctx, CHILD, (int64_t[]){999}, 1, &kinds), ERR_NOT_FOUND,
		REASON_NO_SUCH_ATTACHMENT);
}
END_TEST

static bool is_relied_on(int64_t id)
{
	bool is_relied;
	ck_assert_int_eq(attachment_is_relied_on(fixture_ctx(f), id, &is_relied), OK);
	return is_relied;
}

START_TEST(who_relies_on_an_attachment_is_known)
{
	int64_t a = complete(CHILD, 1, "a"), b = complete(CHILD, 2, "b"), *ids;
	size_t n;
	struct ctx *ctx = fixture_ctx(f);
	ck_assert(!is_relied_on(a));
	ck_assert_int_eq(attachment_rely(ctx, ATTACHMENT_OF_CASE, CASE, (int64_t[]){a, b}, 2), OK);
	ck_assert_int_eq(
		attachment_rely(ctx, ATTACHMENT_OF_RECORD, CHILD, (int64_t[]){b, b}, 2), OK);
	ck_assert(is_relied_on(a) && is_relied_on(b));
	ck_assert_int_eq(attachment_relied_on(ctx, ATTACHMENT_OF_CASE, CASE, &ids, &n), OK);
	ck_assert_uint_eq(n, 2);
	ck_assert_int_eq(ids[0], a);
	ck_assert_int_eq(ids[1], b);
	/* The case is changed: another proof, then none. */
	ck_assert_int_eq(attachment_rely(ctx, ATTACHMENT_OF_CASE, CASE, &b, 1), OK);
	ck_assert(!is_relied_on(a));
	ck_assert_int_eq(attachment_rely(ctx, ATTACHMENT_OF_CASE, CASE, NULL, 0), OK);
	ck_assert(is_relied_on(b)); /* the photo of the record */
	ck_assert_int_eq(attachment_relied_on(ctx, ATTACHMENT_OF_CASE, OTHER_CASE, &ids, &n), OK);
	ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(a_dropped_attachment_is_not_there_any_more)
{
	struct attachment_row row;
	int64_t n, id = complete(CHILD, 1, "a");
	struct ctx *ctx = fixture_ctx(f);
	ck_assert_int_eq(attachment_count(ctx, CHILD, &n), OK);
	ck_assert_int_eq(n, 1);
	ck_assert_int_eq(attachment_drop(ctx, id), OK);
	ck_assert_int_eq(attachment_count(ctx, CHILD, &n), OK);
	ck_assert_int_eq(n, 0);
	expect(attachment_get(ctx, id, &row), ERR_NOT_FOUND, REASON_NO_SUCH_ATTACHMENT);
	ck_assert_int_eq(attachment_drop(ctx, id), ERR_NOT_FOUND);
	ck_assert_int_eq(attachment_complete(ctx, id, FILE_TYPE_JPEG), ERR_NOT_FOUND);
}
END_TEST

START_TEST(with_a_record_go_all_of_its_attachments)
{
	int64_t a = complete(CHILD, 1, "a"), n;
	struct ctx *ctx = fixture_ctx(f);
	start(CHILD, 2, "b");
	int64_t foreign = complete(OTHER_CHILD, 1, "a");
	ck_assert_int_eq(attachment_rely(ctx, ATTACHMENT_OF_CASE, CASE, &a, 1), OK);
	ck_assert_int_eq(attachment_rely(ctx, ATTACHMENT_OF_CASE, OTHER_CASE, &foreign, 1), OK);
	ck_assert_int_eq(attachment_drop_all(ctx, CHILD), OK);
	ck_assert_int_eq(attachment_count(ctx, CHILD, &n), OK);
	ck_assert_int_eq(n, 0);
	ck_assert(!is_relied_on(a));
	ck_assert(is_relied_on(foreign));
}
END_TEST

START_TEST(a_list_goes_on_behind_its_last_row)
{
	struct attachment_row *rows;
	size_t n;
	struct ctx *ctx = fixture_ctx(f);
	int64_t a = complete(CHILD, 1, "a"), b = start(CHILD, 2, "b");
	complete(OTHER_CHILD, 1, "c");
	int64_t d = complete(CHILD, 3, "d");
	ck_assert_int_eq(attachment_list(ctx, CHILD, 0, 2, &rows, &n), OK);
	ck_assert_uint_eq(n, 2);
	ck_assert_int_eq(rows[0].id, a);
	ck_assert_int_eq(rows[1].id, b);
	ck_assert_int_eq(attachment_list(ctx, CHILD, b, 2, &rows, &n), OK);
	ck_assert_uint_eq(n, 1);
	ck_assert_int_eq(rows[0].id, d);
}
END_TEST

SUITE_WITH("attachment_store", before, after, what_was_stated_comes_back,
	equal_contents_have_one_name_and_different_ones_two,
	kinds_are_told_of_complete_attachments_of_the_child,
	an_attachment_of_another_child_or_one_half_sent_is_no_proof,
	who_relies_on_an_attachment_is_known, a_dropped_attachment_is_not_there_any_more,
	with_a_record_go_all_of_its_attachments, a_list_goes_on_behind_its_last_row)
