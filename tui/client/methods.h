/* The methods that a client can call, made by the build from the .proto files: protobuf-c's
 * descriptors alone do not say what streams. */
#pragma once

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>

struct client_method {
	const char *path; /* "xueji.v1.Units/GetUnit" */
	const ProtobufCMessageDescriptor *request, *reply;
	bool is_stream; /* gives items */
	/* Its reply holds a secret, so the server does not keep it for a repetition: sent twice it
	 * is done twice. */
	bool is_secret;
};

struct client_methods {
	const struct client_method *rows; /* by path */
	size_t n;
};

/* Those of the contract. */
extern const struct client_methods client_methods;

/* By path; NULL: none. */
const struct client_method *client_method(const struct client_methods *methods, const char *path);
