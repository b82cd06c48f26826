#include "tui/import_pipe.h"

#include <string.h>

#include "tests/support/suite.h"
#include "tests/tui/fake_client.h"

#define ROWS "xueji.v1.Imports/ImportRows"

static struct client *client;
static struct import_pipe *pipe;
static int64_t told; /* rows */

static uint64_t send_rows(void *arg, const Xueji__V1__ImportRowsRequest *request)
{
	return client_call(arg, ROWS, &request->base);
}

static void setup(void)
{
	client = fake_client_new();
	pipe = import_pipe_new("7", 1, send_rows, client);
	told = 0;
}

static void teardown(void)
{
	import_pipe_free(pipe);
	client_close(client);
}

/* The server takes so many rows of the next call. */
static void takes(size_t n)
{
	Xueji__V1__RowVerdict verdict = XUEJI__V1__ROW_VERDICT__INIT, *verdicts[PIPE_ROWS];
	Xueji__V1__Import import = XUEJI__V1__IMPORT__INIT;
	Xueji__V1__ImportRowsResponse reply = XUEJI__V1__IMPORT_ROWS_RESPONSE__INIT;
	for (size_t i = 0; i < n; i++)
		verdicts[i] = &verdict;
	reply.import = &import;
	reply.verdicts = verdicts;
	reply.n_verdicts = n;
	fake_answer_next(client, ROWS, &reply.base);
}

static void refuses(const char *reason)
{
	fake_refuse_next(client, ROWS, reason, "no", NULL);
}

/* Of a reply that has come. False: it has failed, and is *failed. */
static bool takes_reply(struct client_reply *reply, struct client_reply *failed)
{
	const Xueji__V1__ImportRowsResponse *in = (const void *)reply->message;
	enum pipe_step step = import_pipe_take(pipe, reply);
	told += step == PIPE_TAKEN ? (int64_t)in->n_verdicts : 0;
	if (step == PIPE_FAILED)
		*failed = *reply;
	else
		client_reply_free(reply);
	return step != PIPE_FAILED;
}

static bool waits(struct client_reply *failed)
{
	struct client_reply reply;
	client_wait(client, import_pipe_call(pipe, 0), &reply);
	return takes_reply(&reply, failed);
}

static void put(int64_t at)
{
	Xueji__V1__ImportRow *row = arena_one(import_pipe_arena(pipe), Xueji__V1__ImportRow);
	xueji__v1__import_row__init(row);
	row->row = at;
	import_pipe_put(pipe, row);
}

static bool puts_rows(int64_t from, int64_t to, struct client_reply *failed)
{
	bool is_good = true;
	for (int64_t at = from; is_good && at <= to; at++) {
		put(at);
		while (is_good && import_pipe_is_full(pipe))
			is_good = waits(failed);
	}
	if (is_good)
		import_pipe_flush(pipe);
	while (is_good && import_pipe_call(pipe, 0) != 0)
		is_good = waits(failed);
	return is_good;
}

static const Xueji__V1__ImportRowsRequest *last_call(void)
{
	return fake_request(client, ROWS);
}

START_TEST(each_call_names_the_row_that_it_goes_behind)
{
	struct client_reply failed;
	takes(200), takes(200), takes(50);
	ck_assert(puts_rows(2, 451, &failed));
	ck_assert_int_eq(told, 450);
	ck_assert_uint_eq(fake_calls(client, ROWS), 3);
	ck_assert_int_eq(last_call()->after_row, 401);
	ck_assert_str_eq(last_call()->import_id, "7");
	ck_assert_uint_eq(last_call()->n_rows, 50);
}
END_TEST

START_TEST(more_calls_than_may_be_on_their_way_wait_for_the_first)
{
	struct client_reply failed;
	for (int i = 0; i < 12; i++)
		takes(200);
	ck_assert(puts_rows(2, 12 * 200 + 1, &failed));
	ck_assert_int_eq(told, 12 * 200);
	ck_assert_uint_eq(fake_calls(client, ROWS), 12);
}
END_TEST

START_TEST(what_was_overtaken_is_sent_again_with_all_behind_it)
{
	struct client_reply failed;
	refuses("ROWS_NOT_NEXT"), refuses("ROWS_NOT_NEXT"), refuses("ROWS_NOT_NEXT");
	takes(200), takes(200), takes(10);
	ck_assert(puts_rows(2, 411, &failed));
	ck_assert_int_eq(told, 410);
	ck_assert_uint_eq(fake_calls(client, ROWS), 6);
	ck_assert_int_eq(last_call()->after_row, 401);
}
END_TEST

START_TEST(what_was_taken_in_part_goes_on_behind_it)
{
	struct client_reply failed;
	takes(50), refuses("ROWS_NOT_NEXT");
	takes(150), takes(20);
	ck_assert(puts_rows(2, 221, &failed));
	ck_assert_int_eq(told, 220);
	ck_assert_uint_eq(fake_calls(client, ROWS), 4);
	ck_assert_int_eq(last_call()->after_row, 201);
}
END_TEST

START_TEST(who_is_never_next_is_told_in_the_end)
{
	struct client_reply failed;
	for (int i = 0; i < 10; i++)
		refuses("ROWS_NOT_NEXT");
	ck_assert(!puts_rows(2, 3, &failed));
	ck_assert_str_eq(failed.reason, "ROWS_NOT_NEXT");
	client_reply_free(&failed);
}
END_TEST

START_TEST(an_answer_for_other_rows_than_were_sent_ends_it)
{
	struct client_reply failed;
	takes(3);
	ck_assert(!puts_rows(2, 3, &failed));
	ck_assert_int_eq(failed.outcome, CLIENT_OK);
	ck_assert_int_eq(told, 0);
	client_reply_free(&failed);
}
END_TEST

START_TEST(another_refusal_ends_it)
{
	struct client_reply failed;
	takes(200), refuses("QUOTA_USED");
	ck_assert(!puts_rows(2, 300, &failed));
	ck_assert_int_eq(told, 200);
	ck_assert_str_eq(failed.reason, "QUOTA_USED");
	client_reply_free(&failed);
}
END_TEST

/* The answer of the n-th of those on their way. */
static void answers(size_t n)
{
	struct client_reply reply, failed;
	client_wait(client, import_pipe_call(pipe, n), &reply);
	ck_assert(takes_reply(&reply, &failed));
}

static void fill(void)
{
	for (int64_t at = 2; !import_pipe_is_full(pipe); at++)
		put(at);
}

START_TEST(answers_may_come_in_any_order)
{
	for (int i = 0; i < PIPE_DEPTH; i++)
		takes(PIPE_ROWS);
	fill();
	ck_assert_uint_eq(fake_calls(client, ROWS), PIPE_DEPTH);
	while (import_pipe_call(pipe, 1) != 0) {
		answers(1);
		ck_assert(import_pipe_is_full(pipe)); /* the oldest holds them */
	}
	answers(0);
	ck_assert(!import_pipe_is_full(pipe));
	ck_assert_int_eq(told, PIPE_DEPTH * PIPE_ROWS);
}
END_TEST

START_TEST(what_was_overtaken_goes_again_only_when_all_are_answered)
{
	for (int i = 0; i < PIPE_DEPTH; i++)
		refuses("ROWS_NOT_NEXT");
	fill();
	for (size_t left = PIPE_DEPTH; left > 1; left--) {
		answers(left - 1);
		ck_assert_uint_eq(fake_calls(client, ROWS), PIPE_DEPTH);
	}
	answers(0);
	ck_assert_uint_eq(fake_calls(client, ROWS), 2 * PIPE_DEPTH);
	ck_assert_int_eq(last_call()->after_row, (PIPE_DEPTH - 1) * PIPE_ROWS + 1);
}
END_TEST

START_TEST(an_answer_to_something_else_is_left_alone)
{
	struct client_reply other = {.call = 99, .outcome = CLIENT_OK};
	put(2);
	import_pipe_flush(pipe);
	ck_assert_int_eq(import_pipe_take(pipe, &other), PIPE_NOT_MINE);
}
END_TEST

SUITE_WITH("import_pipe", setup, teardown, each_call_names_the_row_that_it_goes_behind,
	more_calls_than_may_be_on_their_way_wait_for_the_first,
	what_was_overtaken_is_sent_again_with_all_behind_it,
	what_was_taken_in_part_goes_on_behind_it, who_is_never_next_is_told_in_the_end,
	an_answer_for_other_rows_than_were_sent_ends_it, another_refusal_ends_it,
	answers_may_come_in_any_order, what_was_overtaken_goes_again_only_when_all_are_answered,
	an_answer_to_something_else_is_left_alone)
