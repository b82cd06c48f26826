/* For -DXUEJI_SANITIZE_THREADS=ON, which includes it everywhere. The gRPC core is not built with
 * the sanitizer, so it does not see that a thread which takes an event off a queue comes after the
 * one that put it there; all that a call hands from thread to thread goes that way. It is told
 * here. */
#pragma once

#include <grpc/grpc.h>

void __tsan_acquire(void *address);
void __tsan_release(void *address);

static inline grpc_call_error told_start_batch(
	grpc_call *call, const grpc_op *ops, size_t n, void *tag, void *reserved)
{
	__tsan_release(tag);
	return grpc_call_start_batch(call, ops, n, tag, reserved);
}

static inline grpc_call_error told_request_call(grpc_server *server, grpc_call **call,
	grpc_call_details *details, grpc_metadata_array *metadata, grpc_completion_queue *bound,
	grpc_completion_queue *notified, void *tag)
{
	__tsan_release(tag);
	return grpc_server_request_call(server, call, details, metadata, bound, notified, tag);
}

static inline void told_shutdown(grpc_server *server, grpc_completion_queue *queue, void *tag)
{
	__tsan_release(tag);
	grpc_server_shutdown_and_notify(server, queue, tag);
}

static inline grpc_event told_next(
	grpc_completion_queue *queue, gpr_timespec deadline, void *reserved)
{
	grpc_event event = grpc_completion_queue_next(queue, deadline, reserved);
	if (event.type == GRPC_OP_COMPLETE)
		__tsan_acquire(event.tag);
	return event;
}

static inline grpc_event told_pluck(
	grpc_completion_queue *queue, void *tag, gpr_timespec deadline, void *reserved)
{
	grpc_event event = grpc_completion_queue_pluck(queue, tag, deadline, reserved);
	__tsan_acquire(tag);
	return event;
}

#define grpc_call_start_batch           told_start_batch
#define grpc_server_request_call        told_request_call
#define grpc_server_shutdown_and_notify told_shutdown
#define grpc_completion_queue_next      told_next
#define grpc_completion_queue_pluck     told_pluck
