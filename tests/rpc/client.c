#include "tests/rpc/client.h"

#include <grpc/byte_buffer.h>
#include <grpc/byte_buffer_reader.h>
#include <grpc/grpc_security.h>
#include <grpc/support/alloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tests/support/suite.h"

struct client {
	grpc_channel *channel;
};

struct client_call {
	grpc_completion_queue *queue;
	grpc_call *call;
	grpc_metadata_array initial, trailing;
	grpc_status_code code;
	grpc_slice text;
	grpc_byte_buffer *received;
	grpc_slice bytes;
	bool is_half_closed;
	char status_tag, initial_tag, send_tag, read_tag;
};

static gpr_timespec in_ms(int ms)
{
	return gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_millis(ms, GPR_TIMESPAN));
}

struct client *client_new(const char *address, const struct client_options *options)
{
	struct client *client = memory_new(sizeof *client);
	grpc_ssl_pem_key_cert_pair pair = {options->key, options->certificate};
	grpc_channel_credentials *creds = grpc_ssl_credentials_create(
		options->ca, options->key != NULL ? &pair : NULL, NULL, NULL);
	grpc_arg args[] = {
		{.type = GRPC_ARG_STRING,
			.key = GRPC_SSL_TARGET_NAME_OVERRIDE_ARG,
			.value.string = "localhost"},
		{.type = GRPC_ARG_INTEGER, .key = GRPC_ARG_HTTP2_BDP_PROBE, .value.integer = 0},
		{.type = GRPC_ARG_INTEGER,
			.key = GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL,
			.value.integer = 1},
		{.type = GRPC_ARG_INTEGER,
			.key = GRPC_ARG_MIN_RECONNECT_BACKOFF_MS,
			.value.integer = 100},
		{.type = GRPC_ARG_INTEGER,
			.key = GRPC_ARG_MAX_RECONNECT_BACKOFF_MS,
			.value.integer = 200},
	};
	ck_assert_ptr_nonnull(creds);
	client->channel = grpc_channel_create(
		address, creds, &(grpc_channel_args){sizeof args / sizeof *args, args});
	grpc_channel_credentials_release(creds);
	ck_assert_ptr_nonnull(client->channel);
	return client;
}

void client_free(struct client *client)
{
	grpc_channel_destroy(client->channel);
	free(client);
}

/* ---- calls ---- */

static void add(grpc_metadata *metadata, size_t *n, const char *key, const char *value)
{
	if (value == NULL)
		return;
	metadata[(*n)++] = (grpc_metadata){.key = grpc_slice_from_static_string(key),
		.value = grpc_slice_from_copied_string(value)};
}

static void start(struct client_call *call, const grpc_op *ops, size_t n, void *tag)
{
	ck_assert_int_eq(grpc_call_start_batch(call->call, ops, n, tag, NULL), GRPC_CALL_OK);
}

static bool await(struct client_call *call, void *tag)
{
	grpc_event event = grpc_completion_queue_pluck(
		call->queue, tag, gpr_inf_future(GPR_CLOCK_MONOTONIC), NULL);
	return event.success != 0;
}

static void begin(struct client_call *call, const struct call_options *options)
{
	grpc_metadata metadata[8];
	size_t n = 0;
	char bearer[256];
	snprintf(bearer, sizeof bearer, "Bearer %s", options->token ? options->token : "");
	add(metadata, &n, "authorization", options->token ? bearer : NULL);
	add(metadata, &n, "idempotency-key", options->key);
	add(metadata, &n, "xueji-lang", options->lang);
	add(metadata, &n, "grpc-internal-encoding-request", options->gzip ? "gzip" : NULL);
	if (options->extra_key != NULL)
		add(metadata, &n, options->extra_key, options->extra_value);
	grpc_op status = {.op = GRPC_OP_RECV_STATUS_ON_CLIENT};
	status.data.recv_status_on_client.trailing_metadata = &call->trailing;
	status.data.recv_status_on_client.status = &call->code;
	status.data.recv_status_on_client.status_details = &call->text;
	start(call, &status, 1, &call->status_tag);
	grpc_op initial[2] = {{.op = GRPC_OP_SEND_INITIAL_METADATA,
				      .flags = GRPC_INITIAL_METADATA_WAIT_FOR_READY},
		{.op = GRPC_OP_RECV_INITIAL_METADATA}};
	initial[0].data.send_initial_metadata.metadata = metadata;
	initial[0].data.send_initial_metadata.count = n;
	initial[1].data.recv_initial_metadata.recv_initial_metadata = &call->initial;
	start(call, initial, 2, &call->initial_tag);
	for (size_t i = 0; i < n; i++)
		grpc_slice_unref(metadata[i].value);
}

struct client_call *client_open(
	struct client *client, const char *path, const struct call_options *options)
{
	static const struct call_options none = {0};
	struct client_call *call = memory_new(sizeof *call);
	if (options == NULL)
		options = &none;
	call->queue = grpc_completion_queue_create_for_pluck(NULL);
	call->text = call->bytes = grpc_empty_slice();
	grpc_metadata_array_init(&call->initial);
	grpc_metadata_array_init(&call->trailing);
	grpc_slice method = grpc_slice_from_copied_string(path);
	call->call = grpc_channel_create_call(client->channel, NULL, GRPC_PROPAGATE_DEFAULTS,
		call->queue, method, NULL,
		in_ms(options->deadline_ms != 0 ? options->deadline_ms : 20000), NULL);
	grpc_slice_unref(method);
	begin(call, options);
	return call;
}

bool client_send(struct client_call *call, const void *bytes, size_t size)
{
	grpc_slice slice = grpc_slice_from_copied_buffer(bytes, size);
	grpc_byte_buffer *buffer = grpc_raw_byte_buffer_create(&slice, 1);
	grpc_op op = {.op = GRPC_OP_SEND_MESSAGE};
	op.data.send_message.send_message = buffer;
	start(call, &op, 1, &call->send_tag);
	bool ok = await(call, &call->send_tag);
	grpc_byte_buffer_destroy(buffer);
	grpc_slice_unref(slice);
	return ok;
}

bool client_send_message(struct client_call *call, const void *message)
{
	size_t size = protobuf_c_message_get_packed_size(message);
	uint8_t *bytes = memory_new(size + 1);
	protobuf_c_message_pack(message, bytes);
	bool ok = client_send(call, bytes, size);
	free(bytes);
	return ok;
}

void client_half_close(struct client_call *call)
{
	grpc_op op = {.op = GRPC_OP_SEND_CLOSE_FROM_CLIENT};
	if (call->is_half_closed)
		return;
	call->is_half_closed = true;
	start(call, &op, 1, &call->send_tag);
	await(call, &call->send_tag);
}

bool client_read(struct client_call *call, const uint8_t **bytes_out, size_t *size_out)
{
	grpc_op op = {.op = GRPC_OP_RECV_MESSAGE};
	grpc_byte_buffer *buffer = NULL;
	grpc_byte_buffer_reader reader;
	op.data.recv_message.recv_message = &buffer;
	start(call, &op, 1, &call->read_tag);
	await(call, &call->read_tag);
	if (buffer == NULL)
		return false;
	grpc_slice_unref(call->bytes);
	ck_assert_int_ne(grpc_byte_buffer_reader_init(&reader, buffer), 0);
	call->bytes = grpc_byte_buffer_reader_readall(&reader);
	grpc_byte_buffer_reader_destroy(&reader);
	grpc_byte_buffer_destroy(buffer);
	*bytes_out = GRPC_SLICE_START_PTR(call->bytes);
	*size_out = GRPC_SLICE_LENGTH(call->bytes);
	return true;
}

void client_cancel(struct client_call *call)
{
	grpc_call_cancel(call->call, NULL);
}

/* ---- the end ---- */

static void *unpack_detail(const Google__Protobuf__Any *any, const ProtobufCMessageDescriptor *type)
{
	const char *name = strrchr(any->type_url, '/');
	if (name == NULL || strcmp(name + 1, type->name) != 0)
		return NULL;
	return protobuf_c_message_unpack(type, NULL, any->value.len, any->value.data);
}

static void read_details(struct client_call *call, struct answer *out)
{
	for (size_t i = 0; i < call->trailing.count; i++) {
		const grpc_metadata *entry = &call->trailing.metadata[i];
		if (grpc_slice_str_cmp(entry->key, "grpc-status-details-bin") == 0)
			out->status =
				google__rpc__status__unpack(NULL, GRPC_SLICE_LENGTH(entry->value),
					GRPC_SLICE_START_PTR(entry->value));
	}
	for (size_t i = 0; out->status != NULL && i < out->status->n_details; i++) {
		const Google__Protobuf__Any *any = out->status->details[i];
		void *found;
		if ((found = unpack_detail(any, &google__rpc__error_info__descriptor)) != NULL)
			out->info = found;
		if ((found = unpack_detail(any, &google__rpc__bad_request__descriptor)) != NULL)
			out->bad = found;
		if ((found = unpack_detail(any, &google__rpc__retry_info__descriptor)) != NULL)
			out->retry = found;
	}
}

void client_finish(struct client_call *call, struct answer *out)
{
	const uint8_t *bytes;
	size_t size;
	memset(out, 0, sizeof *out);
	client_half_close(call);
	while (client_read(call, &bytes, &size)) {
		if (out->bytes != NULL)
			continue;
		out->bytes = memory_new(size + 1);
		out->size = size;
		memcpy(out->bytes, bytes, size);
	}
	await(call, &call->initial_tag);
	await(call, &call->status_tag);
	out->code = call->code;
	out->text = grpc_slice_to_c_string(call->text);
	read_details(call, out);
	grpc_slice_unref(call->text);
	grpc_slice_unref(call->bytes);
	grpc_metadata_array_destroy(&call->initial);
	grpc_metadata_array_destroy(&call->trailing);
	grpc_call_unref(call->call);
	grpc_completion_queue_shutdown(call->queue);
	grpc_completion_queue_destroy(call->queue);
	free(call);
}

static void free_message(void *message)
{
	if (message != NULL)
		protobuf_c_message_free_unpacked(message, NULL);
}

void answer_free(struct answer *answer)
{
	gpr_free(answer->text);
	free(answer->bytes);
	free_message(answer->status);
	free_message(answer->info);
	free_message(answer->bad);
	free_message(answer->retry);
}

void client_unary_bytes(struct client *client, const char *path, const void *bytes, size_t size,
	const struct call_options *options, struct answer *out)
{
	struct client_call *call = client_open(client, path, options);
	client_send(call, bytes, size);
	client_finish(call, out);
}

void client_unary(struct client *client, const char *path, const void *message,
	const struct call_options *options, struct answer *out)
{
	struct client_call *call = client_open(client, path, options);
	client_send_message(call, message);
	client_finish(call, out);
}
