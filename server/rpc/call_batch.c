#include <assert.h>

#include "common/date.h"
#include "server/rpc/call_state.h"
#include "server/rpc/status.h"
#include "server/rpc/wire_buffer.h"

void call_unlist(struct call *call)
{
	if (call->is_listed)
		TAILQ_REMOVE(&call->worker->waiting, call, link);
	call->is_listed = false;
}

static void start(struct call *call, const grpc_op *ops, size_t n, struct tag *tag)
{
	grpc_call_error error = grpc_call_start_batch(call->grpc, ops, n, tag, NULL);
	assert(error == GRPC_CALL_OK);
	(void)error;
}

/* What depends on the peer may take for ever; such a call can be cut off. */
static void start_waiting(struct call *call, const grpc_op *ops, size_t n, enum state state)
{
	call->state = state;
	call->pending++;
	call->since_us = call->worker->now_us;
	TAILQ_INSERT_TAIL(&call->worker->waiting, call, link);
	call->is_listed = true;
	start(call, ops, n, &call->step);
}

void call_post(struct call *call)
{
	start(call, NULL, 0, &call->step);
}

void call_watch(struct call *call)
{
	grpc_op ops[2] = {{.op = GRPC_OP_RECV_CLOSE_ON_SERVER}};
	size_t n = 1;
	if (call->is_watched)
		return;
	ops[0].data.recv_close_on_server.cancelled = &call->is_cancelled;
	if (call->entry->kind != METHOD_UNARY) {
		ops[n++] = (grpc_op){.op = GRPC_OP_SEND_INITIAL_METADATA};
		call->has_begun = true;
	}
	call->is_watched = true;
	call->pending++;
	start(call, ops, n, &call->close);
}

void call_receive(struct call *call)
{
	grpc_op op = {.op = GRPC_OP_RECV_MESSAGE};
	op.data.recv_message.recv_message = &call->received;
	start_waiting(call, &op, 1, RECEIVING);
}

static void pack_message(struct call *call, grpc_op *op, const void *message)
{
	grpc_byte_buffer_destroy(call->sending); /* the last one's batch is done */
	call->sending = wire_buffer_of_message(message);
	*op = (grpc_op){.op = GRPC_OP_SEND_MESSAGE};
	op->data.send_message.send_message = call->sending;
}

void call_send(struct call *call, const void *item)
{
	grpc_op op;
	pack_message(call, &op, item);
	start_waiting(call, &op, 1, STREAMING);
}

static void pack_status(struct call *call, grpc_op *op, enum err err)
{
	struct status status = status_make(&call->run.ctx, err);
	*op = (grpc_op){.op = GRPC_OP_SEND_STATUS_FROM_SERVER};
	op->data.send_status_from_server.status = (grpc_status_code)status.code;
	if (status.details == NULL)
		return;
	call->text = grpc_slice_from_copied_string(status.text);
	call->details_bin = grpc_slice_from_copied_buffer(status.details, status.details_size);
	call->trailer.key = grpc_slice_from_static_string("grpc-status-details-bin");
	call->trailer.value = call->details_bin;
	op->data.send_status_from_server.status_details = &call->text;
	op->data.send_status_from_server.trailing_metadata = &call->trailer;
	op->data.send_status_from_server.trailing_metadata_count = 1;
}

static void pack_reply(struct call *call, grpc_op *op)
{
	struct run *run = &call->run;
	if (run->packed == NULL) {
		pack_message(call, op, run->reply);
		return;
	}
	call->sending = wire_buffer_of_bytes(run->packed, run->packed_size);
	*op = (grpc_op){.op = GRPC_OP_SEND_MESSAGE};
	op->data.send_message.send_message = call->sending;
}

static enum meter_class class_of(const struct call *call)
{
	const struct method *method = call->entry->method;
	if (call->entry->kind != METHOD_UNARY)
		return METER_STREAM;
	if (method->prepare != NULL)
		return METER_SLOW;
	return method->mode == METHOD_WRITE     ? METER_WRITE
	       : method->mode == METHOD_AUDITED ? METER_AUDITED
						: METER_READ;
}

void call_reply(struct call *call, enum err err)
{
	grpc_op ops[4];
	size_t n = 0;
	if (call->entry != NULL) {
		int64_t now_us = clock_monotonic_us();
		meter_note(&call->worker->meter, class_of(call), now_us, now_us - call->arrived_us);
	}
	if (err != OK)
		atomic_fetch_add(&server_of(call)->refused, 1);
	if (atomic_load(&call->is_gone)) {
		call->state = DONE;
		return;
	}
	if (!call->has_begun)
		ops[n++] = (grpc_op){.op = GRPC_OP_SEND_INITIAL_METADATA};
	if (err == OK && call->entry->kind == METHOD_UNARY)
		pack_reply(call, &ops[n++]);
	pack_status(call, &ops[n++], err);
	if (!call->is_watched) {
		ops[n] = (grpc_op){.op = GRPC_OP_RECV_CLOSE_ON_SERVER};
		ops[n++].data.recv_close_on_server.cancelled = &call->is_cancelled;
		call->is_watched = true;
	}
	start_waiting(call, ops, n, REPLYING);
}
