/* Health and reflection, as their own clients ask. */
#include <google/protobuf/descriptor.pb-c.h>
#include <grpc/health/v1/health.pb-c.h>
#include <grpc/reflection/v1/reflection.pb-c.h>
#include <pthread.h>
#include <string.h>

#include "tests/rpc/expect_stream.h"

#define STATUS(word) GRPC__HEALTH__V1__HEALTH_CHECK_RESPONSE__SERVING_STATUS__##word

/* ---- health ---- */

static int status_in(const uint8_t *bytes, size_t size)
{
	Grpc__Health__V1__HealthCheckResponse *reply =
		grpc__health__v1__health_check_response__unpack(NULL, size, bytes);
	ck_assert_ptr_nonnull(reply);
	int status = reply->status;
	grpc__health__v1__health_check_response__free_unpacked(reply, NULL);
	return status;
}

START_TEST(health_is_told_for_the_server_and_each_service)
{
	static const char *const names[] = {"", "xueji.trial.v1.Trial", "grpc.health.v1.Health"};
	Grpc__Health__V1__HealthCheckRequest request = GRPC__HEALTH__V1__HEALTH_CHECK_REQUEST__INIT;
	struct answer answer;
	begin();
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		request.service = (char *)names[i];
		client_unary(client, "/grpc.health.v1.Health/Check", &request, NULL, &answer);
		assert_code(&answer, GRPC_STATUS_OK, NULL);
		ck_assert_int_eq(status_in(answer.bytes, answer.size), STATUS(SERVING));
		answer_free(&answer);
	}
	request.service = (char *)"xueji.trial.v1.Other";
	client_unary(client, "/grpc.health.v1.Health/Check", &request, NULL, &answer);
	assert_code(&answer, GRPC_STATUS_NOT_FOUND, "NO_SUCH_SERVICE");
	answer_free(&answer);
}
END_TEST

static struct client_call *watch_health(const char *service)
{
	Grpc__Health__V1__HealthCheckRequest request = GRPC__HEALTH__V1__HEALTH_CHECK_REQUEST__INIT;
	struct client_call *call = client_open(client, "/grpc.health.v1.Health/Watch", NULL);
	request.service = (char *)service;
	client_send_message(call, &request);
	client_half_close(call);
	return call;
}

static int read_status(struct client_call *call)
{
	const uint8_t *bytes;
	size_t size;
	ck_assert(client_read(call, &bytes, &size));
	return status_in(bytes, size);
}

static void *stop(void *arg)
{
	rpc_stop(arg, 3000);
	return NULL;
}

START_TEST(who_watches_health_hears_of_the_stop)
{
	pthread_t stopper;
	begin();
	struct client_call *call = watch_health(""), *unknown = watch_health("nothing");
	ck_assert_int_eq(read_status(call), STATUS(SERVING));
	ck_assert_int_eq(read_status(unknown), STATUS(SERVICE_UNKNOWN));
	AWAIT(rpc_stats(trial->server).parked == 2);
	pthread_create(&stopper, NULL, stop, trial->server);
	trial->server = NULL;
	ck_assert_int_eq(read_status(call), STATUS(NOT_SERVING));
	assert_end(call, GRPC_STATUS_UNAVAILABLE, "STOPPING");
	assert_end(unknown, GRPC_STATUS_UNAVAILABLE, "STOPPING");
	pthread_join(stopper, NULL);
}
END_TEST

/* ---- reflection ---- */

static Grpc__Reflection__V1__ServerReflectionResponse *ask(
	struct client_call *call, const Grpc__Reflection__V1__ServerReflectionRequest *request)
{
	const uint8_t *bytes;
	size_t size;
	ck_assert(client_send_message(call, request));
	ck_assert(client_read(call, &bytes, &size));
	Grpc__Reflection__V1__ServerReflectionResponse *reply =
		grpc__reflection__v1__server_reflection_response__unpack(NULL, size, bytes);
	ck_assert_ptr_nonnull(reply);
	return reply;
}

#define ASKED(word)  GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_##word
#define ANSWER(word) GRPC__REFLECTION__V1__SERVER_REFLECTION_RESPONSE__MESSAGE_RESPONSE_##word

static Grpc__Reflection__V1__ServerReflectionResponse *ask_symbol(
	struct client_call *call, const char *symbol)
{
	Grpc__Reflection__V1__ServerReflectionRequest request =
		GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__INIT;
	request.message_request_case = ASKED(FILE_CONTAINING_SYMBOL);
	request.file_containing_symbol = (char *)symbol;
	return ask(call, &request);
}

static void assert_lists(const char *path)
{
	Grpc__Reflection__V1__ServerReflectionRequest request =
		GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__INIT;
	struct client_call *call = client_open(client, path, NULL);
	request.message_request_case = ASKED(LIST_SERVICES);
	request.list_services = (char *)"";
	Grpc__Reflection__V1__ServerReflectionResponse *reply = ask(call, &request);
	ck_assert_int_eq(reply->message_response_case, ANSWER(LIST_SERVICES_RESPONSE));
	ck_assert_uint_eq(reply->list_services_response->n_service, 4);
	ck_assert_str_eq(reply->list_services_response->service[0]->name, "xueji.trial.v1.Trial");
	grpc__reflection__v1__server_reflection_response__free_unpacked(reply, NULL);
	assert_end(call, GRPC_STATUS_OK, NULL);
}

START_TEST(reflection_lists_the_services_under_both_names)
{
	begin();
	assert_lists("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo");
	assert_lists("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo");
}
END_TEST

static const char *file_name(const ProtobufCBinaryData *bytes, char name[64])
{
	Google__Protobuf__FileDescriptorProto *file =
		google__protobuf__file_descriptor_proto__unpack(NULL, bytes->len, bytes->data);
	ck_assert_ptr_nonnull(file);
	strncpy(name, file->name, 63);
	google__protobuf__file_descriptor_proto__free_unpacked(file, NULL);
	return name;
}

START_TEST(reflection_gives_the_file_of_a_symbol)
{
	static const char *const symbols[] = {"xueji.trial.v1.Trial", "xueji.trial.v1.Trial.Echo",
		"xueji.trial.v1.Form", "xueji.trial.v1.Form.Colour", "xueji.trial.v1.Form.Guardian",
		"xueji.trial.v1.Form.Guardian.address"};
	char name[64] = "";
	begin();
	struct client_call *call = client_open(
		client, "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", NULL);
	for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
		Grpc__Reflection__V1__ServerReflectionResponse *reply =
			ask_symbol(call, symbols[i]);
		ck_assert_msg(reply->message_response_case == ANSWER(FILE_DESCRIPTOR_RESPONSE),
			"%s", symbols[i]);
		ck_assert_str_eq(
			file_name(&reply->file_descriptor_response->file_descriptor_proto[0], name),
			"trial.proto");
		grpc__reflection__v1__server_reflection_response__free_unpacked(reply, NULL);
	}
	assert_end(call, GRPC_STATUS_OK, NULL);
}
END_TEST

START_TEST(reflection_says_what_it_does_not_know)
{
	static const char *const symbols[] = {"", "xueji", "xueji.trial.v1", "xueji.trial.v1.",
		"xueji.trial.v1.Tria", "xueji.trial.v1.Trial.Nothing", "xueji.trial.v1.Form.x.y"};
	begin();
	struct client_call *call = client_open(
		client, "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", NULL);
	for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
		Grpc__Reflection__V1__ServerReflectionResponse *reply =
			ask_symbol(call, symbols[i]);
		ck_assert_msg(
			reply->message_response_case == ANSWER(ERROR_RESPONSE), "%s", symbols[i]);
		ck_assert_int_eq(reply->error_response->error_code, GRPC_STATUS_NOT_FOUND);
		ck_assert_str_eq(reply->original_request->file_containing_symbol, symbols[i]);
		grpc__reflection__v1__server_reflection_response__free_unpacked(reply, NULL);
	}
	assert_end(call, GRPC_STATUS_OK, NULL);
}
END_TEST

START_TEST(reflection_is_off_unless_asked_for)
{
	struct answer answer;
	trial->config.reflection = false;
	begin();
	client_unary_bytes(client, "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", "",
		0, NULL, &answer);
	assert_code(&answer, GRPC_STATUS_UNIMPLEMENTED, NULL);
	answer_free(&answer);
}
END_TEST

SUITE_WITH("standard", before, after, health_is_told_for_the_server_and_each_service,
	who_watches_health_hears_of_the_stop, reflection_lists_the_services_under_both_names,
	reflection_gives_the_file_of_a_symbol, reflection_says_what_it_does_not_know,
	reflection_is_off_unless_asked_for)
