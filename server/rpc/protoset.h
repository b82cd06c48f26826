/* A FileDescriptorSet, parsed once: what streams, and what reflection tells. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <google/protobuf/descriptor.pb-c.h>

struct protoset_file {
	const Google__Protobuf__FileDescriptorProto *file;
	const uint8_t *bytes; /* the file as it stood in the set */
	size_t size;
};

struct protoset;
/* NULL if the bytes are not such a set. They must outlive it. */
struct protoset *protoset_parse(const uint8_t *bytes, size_t size);
void protoset_free(struct protoset *set); /* NULL is fine */

size_t protoset_count(const struct protoset *set);
const struct protoset_file *protoset_at(const struct protoset *set, size_t i);
/* NULL: none. A symbol is the full name of a message, enum, service or method, without a dot in
 * front. */
const struct protoset_file *protoset_by_name(const struct protoset *set, const char *name);
const struct protoset_file *protoset_by_symbol(const struct protoset *set, const char *symbol);
const Google__Protobuf__ServiceDescriptorProto *protoset_service(
	const struct protoset *set, const char *full_name);
/* True if `name` is "package.rest" for the file's package; *rest_out is then the rest. */
bool protoset_is_in_package(
	const struct protoset_file *file, const char *name, const char **rest_out);
