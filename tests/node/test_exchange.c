#include "server/node/exchange.h"

#include <sys/stat.h>
#include <unistd.h>

#include "server/store/policy_cache.h"
#include "server/store/unit_tree.h"
#include "tests/office/office.h"

static struct student_record child;
static struct list list;

static void set_up(void)
{
	office_open();
	child = pupil("陈小明");
	list = made_list(PARCEL_LIST_G_NUMBERS);
}

static Xueji__V1__Verdict numbered(void)
{
	return verdict_of(1, RESULT(NUMBERED), g_of(&child));
}

static const char *parcel_reason(int64_t number)
{
	struct peer peer;
	struct parcel_row row;
	ck_assert_int_eq(peer_named(office_ctx(), "nation", &peer), OK);
	ck_assert_int_eq(parcel_numbered(office_ctx(), peer.id, true, number, &row), OK);
	ck_assert_int_eq(row.state, row.reason[0] != '\0' ? PARCEL_REFUSED : PARCEL_TAKEN);
	return row.reason;
}

START_TEST(many_verdicts_are_taken_in_by_bounded_steps_and_go_on_after_a_restart)
{
	enum { MANY = 450 };
	Xueji__V1__Verdict *many = arena_array(office->arena, Xueji__V1__Verdict, MANY);
	for (int i = 0; i < MANY; i++)
		many[i] = i == MANY - 1 ? numbered() : verdict_of(i + 100, RESULT(FAILED), "");
	struct bytes bytes = answer_of(&nation, ++sent, &list, many, MANY, true);
	arrives(bytes);
	bool again;
	ck_assert_int_eq(exchange_take_step(office_ctx(), &again), OK);
	office_commit();
	ck_assert_int_eq(list_now(list.id).refused, 200);
	/* A step that is not committed was never taken. */
	ck_assert_int_eq(exchange_take_step(office_ctx(), &again), OK);
	struct ctx *ctx = office_ctx();
	unit_tree_unpin(ctx->units);
	policies_unpin(ctx->policies);
	house_rollback(office);
	house_restart(office);
	ck_assert_int_eq(list_now(list.id).refused, 200);
	ck_assert_int_eq(work(exchange_take_step), 2);
	ck_assert_int_eq(list_now(list.id).refused, MANY - 1);
	ck_assert_int_eq(list_now(list.id).state, LIST_ANSWERED);
	ck_assert_str_eq(number_now(child.row.id), g_of(&child));
	free(bytes.at);
}
END_TEST

START_TEST(verdicts_on_a_list_that_was_never_sent_are_refused_whole)
{
	Xueji__V1__Verdict verdict = numbered();
	answered(NULL, &verdict, 1, true);
	ck_assert_str_eq(parcel_reason(1), "NO_SUCH_PARCEL");
	answered(&list, &verdict, 1, true);
	ck_assert_str_eq(parcel_reason(2), "");
	ck_assert_str_eq(number_now(child.row.id), g_of(&child));
}
END_TEST

START_TEST(verdicts_out_of_order_wait_for_the_first)
{
	Xueji__V1__Verdict verdict = numbered();
	struct bytes first = answer_of(&nation, 1, &list, &verdict, 1, false);
	struct bytes second = answer_of(&nation, 2, &list, NULL, 0, true);
	arrives(second);
	ck_assert_int_eq(work(exchange_take_step), 0);
	ck_assert_int_eq(list_now(list.id).state, LIST_MADE);
	arrives(first);
	ck_assert_int_eq(work(exchange_take_step), 1); /* small ones share a step */
	ck_assert_int_eq(list_now(list.id).settled, 1);
	ck_assert_int_eq(list_now(list.id).state, LIST_ANSWERED);
	free(first.at);
	free(second.at);
}
END_TEST

START_TEST(another_nodes_verdicts_on_this_list_are_refused)
{
	Xueji__V1__Verdict verdict = numbered();
	struct bytes bytes = answer_of(&police, 1, &list, &verdict, 1, true);
	arrives(bytes);
	work(exchange_take_step);
	ck_assert_int_eq(number_now(child.row.id)[0], 'L');
	ck_assert_int_eq(list_now(list.id).settled, 0);
	free(bytes.at);
}
END_TEST

START_TEST(a_kind_that_is_not_taken_from_a_node_is_refused)
{
	Xueji__V1__ParcelHeader header = XUEJI__V1__PARCEL_HEADER__INIT;
	header.kind = "list.police";
	header.number = 1;
	struct bytes bytes = node_parcel(office->fixture, &nation, header, NULL, 0);
	arrives(bytes);
	free(bytes.at);
	header.kind = "of.tomorrow";
	header.number = 2;
	bytes = node_parcel(office->fixture, &nation, header, NULL, 0);
	arrives(bytes);
	free(bytes.at);
	ck_assert_int_eq(work(exchange_take_step), 1);
	ck_assert_str_eq(parcel_reason(1), "PARCEL_KIND");
	ck_assert_str_eq(parcel_reason(2), "PARCEL_KIND");
}
END_TEST

START_TEST(an_item_that_is_no_verdict_ends_its_parcel_and_what_was_taken_stands)
{
	Xueji__V1__Verdict good = numbered();
	Xueji__V1__ListRow bad = XUEJI__V1__LIST_ROW__INIT;
	const ProtobufCMessage *const items[] = {&good.base, &bad.base};
	Xueji__V1__ParcelHeader header = XUEJI__V1__PARCEL_HEADER__INIT;
	bad.student_no = "x"; /* field 2 of a verdict is a number */
	header.kind = "verdicts";
	header.number = 1;
	header.answers = 1;
	header.is_last = true;
	struct bytes bytes = node_parcel(office->fixture, &nation, header, items, 2);
	arrives(bytes);
	free(bytes.at);
	work(exchange_take_step);
	ck_assert_str_eq(parcel_reason(1), "PARCEL_BROKEN");
	ck_assert_str_eq(number_now(child.row.id), g_of(&child));
	ck_assert_int_eq(list_now(list.id).settled, 1);
	ck_assert_int_eq(list_now(list.id).state, LIST_MADE);
}
END_TEST

/* ---- the inbox ---- */

static const char *in_inbox(const char *name)
{
	const char *inbox =
		arena_printf(office->arena, "%s/" EXCHANGE_INBOX, office->fixture->directory);
	mkdir(inbox, 0700);
	return arena_printf(office->arena, "%s/%s", inbox, name);
}

static void leave(const char *name, const void *bytes, size_t size)
{
	FILE *file = fopen(in_inbox(name), "w");
	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
	ck_assert_int_eq(fclose(file), 0);
}

static bool is_there(const char *name)
{
	return access(in_inbox(name), F_OK) == 0;
}

START_TEST(what_lies_in_the_inbox_is_taken_in_and_what_is_refused_is_put_aside)
{
	Xueji__V1__Verdict verdict = numbered();
	struct bytes bytes = answer_of(&nation, 1, &list, &verdict, 1, true);
	leave("1.parcel", bytes.at, bytes.size);
	leave("2.parcel", bytes.at, bytes.size - 1);
	leave("3.parcel", bytes.at, bytes.size);
	leave("4.part", bytes.at, bytes.size);
	ck_assert_int_eq(work(exchange_arrival_step), 3);
	ck_assert(!is_there("1.parcel") && !is_there("2.parcel") && !is_there("3.parcel"));
	ck_assert(is_there("2.parcel.refused") && is_there("4.part"));
	work(exchange_take_step);
	ck_assert_str_eq(number_now(child.row.id), g_of(&child));
	free(bytes.at);
}
END_TEST

SUITE_WITH("exchange", set_up, office_close,
	many_verdicts_are_taken_in_by_bounded_steps_and_go_on_after_a_restart,
	verdicts_on_a_list_that_was_never_sent_are_refused_whole,
	verdicts_out_of_order_wait_for_the_first, another_nodes_verdicts_on_this_list_are_refused,
	a_kind_that_is_not_taken_from_a_node_is_refused,
	an_item_that_is_no_verdict_ends_its_parcel_and_what_was_taken_stands,
	what_lies_in_the_inbox_is_taken_in_and_what_is_refused_is_put_aside)
