#include "server/rpc/status.h"

#include <google/rpc/error_details.pb-c.h>
#include <google/rpc/status.pb-c.h>
#include <grpc/status.h>
#include <string.h>

#include "common/text.h"
#include "tests/support/suite.h"

static struct arena *arena;
static struct ctx ctx;

static int64_t no_time(void *arg)
{
	(void)arg;
	return 0;
}
static const struct app app = {.world = {.now_us = no_time}};

static void before(void)
{
	arena = arena_new(0);
	ctx_init(&ctx, &app, arena);
	ctx.lang = LANG_EN;
	ctx.call_id = 4711;
}

static void after(void)
{
	arena_free(arena);
}

/* The detail of that type; NULL: there is none. To be freed. */
static void *detail(const struct status *status, const ProtobufCMessageDescriptor *type)
{
	Google__Rpc__Status *message =
		google__rpc__status__unpack(NULL, status->details_size, status->details);
	void *found = NULL;
	ck_assert_ptr_nonnull(message);
	ck_assert_int_eq(message->code, status->code);
	ck_assert_str_eq(message->message, status->text);
	for (size_t i = 0; i < message->n_details; i++)
		if (strcmp(strchr(message->details[i]->type_url, '/') + 1, type->name) == 0)
			found = protobuf_c_message_unpack(type, NULL,
				message->details[i]->value.len, message->details[i]->value.data);
	google__rpc__status__free_unpacked(message, NULL);
	return found;
}

static void assert_reason(const struct status *status, const char *reason)
{
	Google__Rpc__ErrorInfo *info = detail(status, &google__rpc__error_info__descriptor);
	ck_assert_str_eq(info->reason, reason);
	ck_assert_str_eq(info->domain, "xueji");
	google__rpc__error_info__free_unpacked(info, NULL);
}

static const struct {
	enum reason reason;
	int code;
} cases[] = {
	{REASON_NO_MESSAGE, GRPC_STATUS_INVALID_ARGUMENT},
	{REASON_NO_SUCH_SERVICE, GRPC_STATUS_NOT_FOUND},
	{REASON_EXISTS, GRPC_STATUS_ALREADY_EXISTS},
	{REASON_STALE, GRPC_STATUS_ABORTED},
	{REASON_OUTSIDE_SCOPE, GRPC_STATUS_PERMISSION_DENIED},
	{REASON_NOT_SIGNED_IN, GRPC_STATUS_UNAUTHENTICATED},
	{REASON_CERTIFICATE_EXPIRED, GRPC_STATUS_FAILED_PRECONDITION},
	{REASON_SERVER_BUSY, GRPC_STATUS_RESOURCE_EXHAUSTED},
	{REASON_CALL_CANCELLED, GRPC_STATUS_CANCELLED},
	{REASON_NO_SUCH_METHOD, GRPC_STATUS_UNIMPLEMENTED},
	{REASON_STOPPING, GRPC_STATUS_UNAVAILABLE},
	{REASON_INTERNAL, GRPC_STATUS_INTERNAL},
};

START_TEST(each_error_has_the_code_that_clients_expect)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		ctx_restart(&ctx);
		enum err err = ctx_fail(&ctx, cases[i].reason, "x");
		struct status status = status_make(&ctx, err);
		ck_assert_int_eq(status.code, cases[i].code);
		assert_reason(&status, reason_row(cases[i].reason)->name);
	}
	ck_assert_int_eq(status_make(&ctx, OK).code, GRPC_STATUS_OK);
	ck_assert_ptr_null(status_make(&ctx, OK).details);
}
END_TEST

START_TEST(an_error_without_a_reason_is_our_fault)
{
	struct status status = status_make(&ctx, ERR_NOT_FOUND);
	ck_assert_int_eq(status.code, GRPC_STATUS_INTERNAL);
	ck_assert_ptr_nonnull(strstr(status.text, "4711"));
}
END_TEST

START_TEST(every_fault_is_sent_with_its_field)
{
	ctx_fault(&ctx, "to[1].name", REASON_TOO_LONG, "40");
	ctx_fault(&ctx, "code", REASON_REQUIRED);
	struct status status = status_make(&ctx, ctx_faults(&ctx));
	ck_assert_str_eq(status.text,
		"to[1].name is longer than 40 characters; shorten it; code is required");
	Google__Rpc__BadRequest *bad = detail(&status, &google__rpc__bad_request__descriptor);
	ck_assert_uint_eq(bad->n_field_violations, 2);
	ck_assert_str_eq(bad->field_violations[0]->field, "to[1].name");
	ck_assert_str_eq(
		bad->field_violations[0]->description, "is longer than 40 characters; shorten it");
	ck_assert_str_eq(bad->field_violations[1]->field, "code");
	google__rpc__bad_request__free_unpacked(bad, NULL);
}
END_TEST

/* 8 KiB of metadata is what clients take: the text grows threefold, the details by a third. */
START_TEST(a_hundred_faults_fit_into_what_clients_accept)
{
	ctx.lang = LANG_ZH;
	for (int i = 0; i < 150; i++)
		ctx_fault(&ctx, arena_printf(arena, "students[%d].guardians[1].name", i),
			REASON_FORBIDDEN_CHARACTER, "U+200B");
	struct status status = status_make(&ctx, ctx_faults(&ctx));
	ck_assert_uint_lt(strlen(status.text) * 3 + status.details_size * 4 / 3, 7500);
	ck_assert(text_is_utf8(status.text, strlen(status.text)));
	ck_assert_int_eq(strcmp(status.text + strlen(status.text) - 3, "…"), 0);
	Google__Rpc__BadRequest *bad = detail(&status, &google__rpc__bad_request__descriptor);
	ck_assert_uint_gt(bad->n_field_violations, 15);
	google__rpc__bad_request__free_unpacked(bad, NULL);
	Google__Rpc__ErrorInfo *info = detail(&status, &google__rpc__error_info__descriptor);
	ck_assert_uint_eq(info->n_metadata, 1);
	ck_assert_str_eq(info->metadata[0]->key, "faults");
	ck_assert_str_eq(info->metadata[0]->value, "150");
	google__rpc__error_info__free_unpacked(info, NULL);
}
END_TEST

START_TEST(the_text_is_in_the_callers_language)
{
	ctx.lang = LANG_ZH;
	struct status status = status_make(&ctx, ctx_fail(&ctx, REASON_NOT_SIGNED_IN));
	ck_assert_str_eq(status.text, "请先登录。");
	Google__Rpc__LocalizedMessage *message =
		detail(&status, &google__rpc__localized_message__descriptor);
	ck_assert_str_eq(message->locale, "zh-CN");
	ck_assert_str_eq(message->message, "请先登录。");
	google__rpc__localized_message__free_unpacked(message, NULL);
}
END_TEST

START_TEST(the_call_has_a_number_and_may_have_a_time_to_wait)
{
	ctx.failure.retry_after_us = 2500000;
	struct status status = status_make(&ctx, ctx_fail(&ctx, REASON_SERVER_BUSY));
	Google__Rpc__RequestInfo *request = detail(&status, &google__rpc__request_info__descriptor);
	Google__Rpc__RetryInfo *retry = detail(&status, &google__rpc__retry_info__descriptor);
	ck_assert_str_eq(request->request_id, "4711");
	ck_assert_int_eq(retry->retry_delay->seconds, 2);
	ck_assert_int_eq(retry->retry_delay->nanos, 500000000);
	google__rpc__request_info__free_unpacked(request, NULL);
	google__rpc__retry_info__free_unpacked(retry, NULL);
}
END_TEST

SUITE_WITH("status", before, after, each_error_has_the_code_that_clients_expect,
	an_error_without_a_reason_is_our_fault, every_fault_is_sent_with_its_field,
	a_hundred_faults_fit_into_what_clients_accept, the_text_is_in_the_callers_language,
	the_call_has_a_number_and_may_have_a_time_to_wait)
