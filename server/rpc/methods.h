/* The table of all methods, made at start-up from the services' rows, their protobuf-c descriptors
 * and the embedded descriptor set (which alone knows what streams), compared both ways: what is
 * missing on one side, or says too little about rights, keeps the server from starting. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "common/err.h"
#include "common/why.h"
#include "server/method.h"

/* What is to be served: services and services_count of method.h, and the descriptor set made from
 * their .proto files (xueji_protoset below). Borrowed for as long as the table lives. */
struct method_set {
	const struct service *const *services;
	size_t n_services;
	const uint8_t *protoset;
	size_t protoset_size;
};

/* The program's own set, embedded by the build. */
extern const unsigned char xueji_protoset[];
extern const size_t xueji_protoset_size;

enum method_kind { METHOD_UNARY, METHOD_STREAM, METHOD_BIDI };

struct method_entry {
	const char *path; /* "xueji.v1.Units/GetUnit" */
	const struct service *service;
	const struct method *method;
	enum method_kind kind;
};

struct methods;
/* Of the set's services and the engine's own: health, and reflection if `with_reflection`.
 * NULL and a sentence that names the culprit when they do not match. */
struct methods *methods_build(
	const struct method_set *set, bool with_reflection, char why[WHY_SIZE]) MUST_CHECK;
void methods_free(struct methods *methods);

/* By the path of a call ("/xueji.v1.Units/GetUnit", size bytes, not terminated); NULL: none. */
const struct method_entry *methods_find(
	const struct methods *methods, const char *path, size_t size);
/* True for the full name of a service that is served. */
bool methods_has_service(const struct methods *methods, const char *name);
/* In order of path: 0 … methods_count-1. */
size_t methods_count(const struct methods *methods);
const struct method_entry *methods_at(const struct methods *methods, size_t i);
/* The services, the engine's own at the end; returns how many. */
size_t methods_services(const struct methods *methods, const struct service *const **out);
struct protoset;
const struct protoset *methods_protoset(const struct methods *methods);

/* The matrix of rights as text, a line a method, always in the same order. */
void methods_print(const struct methods *methods, FILE *out);
