/* The trial's streams, read and judged. */
#pragma once

#include "tests/rpc/expect.h"

static inline struct client_call *open_stream(const char *method, int64_t to, int size)
{
	struct client_call *call = client_open(client, method, &english);
	Xueji__Trial__V1__CountRequest request = XUEJI__TRIAL__V1__COUNT_REQUEST__INIT;
	request.to = to;
	request.size = size;
	client_send_message(call, &request);
	client_half_close(call);
	return call;
}

/* -1 at the end. */
static inline int64_t read_number(struct client_call *call)
{
	const uint8_t *bytes;
	size_t size;
	if (!client_read(call, &bytes, &size))
		return -1;
	Xueji__Trial__V1__CountReply *reply =
		xueji__trial__v1__count_reply__unpack(NULL, size, bytes);
	int64_t number = reply->number;
	xueji__trial__v1__count_reply__free_unpacked(reply, NULL);
	return number;
}

static inline void assert_end(struct client_call *call, grpc_status_code code, const char *reason)
{
	struct answer answer;
	client_finish(call, &answer);
	assert_code(&answer, code, reason);
	answer_free(&answer);
}
