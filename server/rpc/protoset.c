#include "server/rpc/protoset.h"

#include <string.h>

#include "common/arena.h"

struct protoset {
	Google__Protobuf__FileDescriptorSet *set;
	struct protoset_file *files;
	struct arena *arena;
};

/* The set's wire form is one field 1 a file, so where each begins need not be guessed. */
static bool find_bytes(struct protoset *set, const uint8_t *bytes, size_t size)
{
	size_t at = 0;
	for (size_t i = 0; i < set->set->n_file; i++) {
		uint64_t length = 0;
		if (at == size || bytes[at++] != (1 << 3 | 2))
			return false;
		for (unsigned shift = 0; at < size; shift += 7) {
			length |= (uint64_t)(bytes[at] & 0x7f) << shift;
			if (bytes[at++] < 0x80)
				break;
		}
		if (length > size - at)
			return false;
		set->files[i] = (struct protoset_file){set->set->file[i], bytes + at, length};
		at += length;
	}
	return at == size;
}

struct protoset *protoset_parse(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_new(0);
	struct protoset *set = arena_one(arena, struct protoset);
	set->arena = arena;
	set->set = google__protobuf__file_descriptor_set__unpack(NULL, size, bytes);
	if (set->set != NULL) {
		set->files = arena_array(arena, struct protoset_file, set->set->n_file);
		if (find_bytes(set, bytes, size))
			return set;
	}
	protoset_free(set);
	return NULL;
}

void protoset_free(struct protoset *set)
{
	if (set == NULL)
		return;
	if (set->set != NULL)
		google__protobuf__file_descriptor_set__free_unpacked(set->set, NULL);
	arena_free(set->arena);
}

size_t protoset_count(const struct protoset *set)
{
	return set->set->n_file;
}

const struct protoset_file *protoset_at(const struct protoset *set, size_t i)
{
	return &set->files[i];
}

const struct protoset_file *protoset_by_name(const struct protoset *set, const char *name)
{
	for (size_t i = 0; i < set->set->n_file; i++)
		if (strcmp(set->files[i].file->name, name) == 0)
			return &set->files[i];
	return NULL;
}

/* ---- symbols ---- */

/* True if `symbol` is `name` or starts with "name."; *rest_out is what follows, "" if nothing. */
static bool starts_with(const char *symbol, const char *name, const char **rest_out)
{
	size_t size = strlen(name);
	if (strncmp(symbol, name, size) != 0 || (symbol[size] != '\0' && symbol[size] != '.'))
		return false;
	*rest_out = symbol + size + (symbol[size] == '.');
	return true;
}

bool protoset_is_in_package(
	const struct protoset_file *file, const char *name, const char **rest_out)
{
	const char *package = file->file->package;
	*rest_out = name;
	if (package == NULL || *package == '\0')
		return true;
	return starts_with(name, package, rest_out) && **rest_out != '\0';
}

static bool message_has(const Google__Protobuf__DescriptorProto *message, const char *rest)
{
	const char *more;
	if (*rest == '\0')
		return true;
	for (size_t i = 0; i < message->n_nested_type; i++)
		if (starts_with(rest, message->nested_type[i]->name, &more))
			return message_has(message->nested_type[i], more);
	for (size_t i = 0; i < message->n_enum_type; i++)
		if (strcmp(rest, message->enum_type[i]->name) == 0)
			return true;
	for (size_t i = 0; i < message->n_field; i++)
		if (strcmp(rest, message->field[i]->name) == 0)
			return true;
	return false;
}

static bool service_has(const Google__Protobuf__ServiceDescriptorProto *service, const char *rest)
{
	if (*rest == '\0')
		return true;
	for (size_t i = 0; i < service->n_method; i++)
		if (strcmp(rest, service->method[i]->name) == 0)
			return true;
	return false;
}

static bool file_has(const Google__Protobuf__FileDescriptorProto *file, const char *symbol)
{
	const char *rest;
	for (size_t i = 0; i < file->n_message_type; i++)
		if (starts_with(symbol, file->message_type[i]->name, &rest))
			return message_has(file->message_type[i], rest);
	for (size_t i = 0; i < file->n_service; i++)
		if (starts_with(symbol, file->service[i]->name, &rest))
			return service_has(file->service[i], rest);
	for (size_t i = 0; i < file->n_enum_type; i++)
		if (strcmp(symbol, file->enum_type[i]->name) == 0)
			return true;
	return false;
}

const struct protoset_file *protoset_by_symbol(const struct protoset *set, const char *symbol)
{
	const char *rest;
	for (size_t i = 0; i < set->set->n_file; i++)
		if (protoset_is_in_package(&set->files[i], symbol, &rest) &&
			file_has(set->files[i].file, rest))
			return &set->files[i];
	return NULL;
}

const Google__Protobuf__ServiceDescriptorProto *protoset_service(
	const struct protoset *set, const char *full_name)
{
	const struct protoset_file *file = protoset_by_symbol(set, full_name);
	const char *name;
	if (file == NULL || !protoset_is_in_package(file, full_name, &name))
		return NULL;
	for (size_t i = 0; i < file->file->n_service; i++)
		if (strcmp(file->file->service[i]->name, name) == 0)
			return file->file->service[i];
	return NULL;
}
