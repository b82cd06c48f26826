/* An error as gRPC clients expect it: a code, a text, and google.rpc.Status in the trailer
 * grpc-status-details-bin. */
#pragma once

#include <stddef.h>

#include "server/ctx.h"

struct status {
	int code;         /* enum grpc_status_code */
	const char *text; /* for a person, in the call's language */
	void *details;    /* google.rpc.Status, packed; NULL for OK */
	size_t details_size;
};

/* What the ctx's failure says, from its arena. Details: ErrorInfo (the reason's word), BadRequest
 * (all field faults that fit), RetryInfo, LocalizedMessage, RequestInfo (the call's number). They
 * stay within what clients accept as metadata (8 KiB, encoded); faults left out are counted in
 * ErrorInfo's metadata "faults". */
struct status status_make(struct ctx *ctx, enum err err);
