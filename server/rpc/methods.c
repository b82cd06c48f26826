#include "server/rpc/methods.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/arena.h"
#include "domain/roles.h"
#include "server/rpc/health.h"
#include "server/rpc/protoset.h"
#include "server/rpc/reflection.h"

struct methods {
	struct arena *arena;
	struct protoset *protoset;
	const struct service **services;
	size_t n_services;
	struct method_entry *entries;
	size_t n_entries;
	bool with_reflection;
};

struct build {
	struct methods *methods;
	char *why;
};

/* ---- what a row must say ---- */

static bool has_no_who(const struct method_entry *entry)
{
	return entry->method->who == 0;
}

static bool has_unknown_who(const struct method_entry *entry)
{
	return (entry->method->who & ~(ROLES_ALL | WHO_PUBLIC | WHO_SIGNED_IN)) != 0;
}

static bool has_no_scope(const struct method_entry *entry)
{
	return entry->method->scope == SCOPE_UNSET || entry->method->scope > SCOPE_EACH;
}

static bool has_no_mode(const struct method_entry *entry)
{
	return entry->method->mode < METHOD_READ || entry->method->mode > METHOD_WRITE;
}

static bool has_no_purpose(const struct method_entry *entry)
{
	const struct method *method = entry->method;
	return method->purpose_en == NULL || *method->purpose_en == '\0' ||
	       method->purpose_zh == NULL || *method->purpose_zh == '\0';
}

static bool needs_place(const struct method_entry *entry)
{
	enum scope scope = entry->method->scope;
	return scope == SCOPE_SUBTREE || scope == SCOPE_UNIT || scope == SCOPE_MANAGED;
}

static bool has_no_place(const struct method_entry *entry)
{
	return needs_place(entry) && entry->method->place == NULL;
}

static bool is_public_within_scope(const struct method_entry *entry)
{
	return entry->method->who & WHO_PUBLIC && needs_place(entry);
}

static bool has_no_run(const struct method_entry *entry)
{
	return entry->kind == METHOD_UNARY && entry->method->run == NULL;
}

static bool has_no_next(const struct method_entry *entry)
{
	return entry->kind != METHOD_UNARY && entry->method->next == NULL;
}

static bool has_the_other(const struct method_entry *entry)
{
	return entry->kind == METHOD_UNARY ? entry->method->next != NULL
					   : entry->method->run != NULL;
}

static bool is_stream_that_writes(const struct method_entry *entry)
{
	return entry->kind != METHOD_UNARY &&
	       (entry->method->mode != METHOD_READ || entry->method->prepare != NULL);
}

static bool is_countersigned_unread(const struct method_entry *entry)
{
	return entry->method->countersign != NULL && entry->method->mode != METHOD_AUDITED;
}

/* Only what is about the session itself has no object. */
static bool is_errand_without_object(const struct method_entry *entry)
{
	return entry->method->errands != 0 && entry->method->errand_object == NULL &&
	       entry->method->scope != SCOPE_SELF;
}

static const struct {
	bool (*is_broken)(const struct method_entry *entry);
	const char *what;
} rules[] = {
	{has_no_who, "names nobody who may call it (.who)"},
	{has_unknown_who, "names unknown roles (.who)"},
	{has_no_scope, "has no scope (.scope)"},
	{has_no_mode, "has no mode (.mode)"},
	{has_no_purpose, "has no purpose in both languages (.purpose_en, .purpose_zh)"},
	{has_no_place, "has a scope that needs a place (.place)"},
	{is_public_within_scope, "is public, so it cannot have the scope of a place"},
	{has_no_run, "is unary and has no handler (.run)"},
	{has_no_next, "streams and has no handler for its items (.next)"},
	{has_the_other, "has a handler of the other kind (.run for unary, .next for streams)"},
	{is_countersigned_unread, "is countersigned, so its mode must be METHOD_AUDITED"},
	{is_errand_without_object, "serves tickets and does not say to what (.errand_object)"},
	{is_stream_that_writes, "streams, so its mode must be METHOD_READ, without .prepare"},
};

static bool check_row(struct build *build, const struct method_entry *entry)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (rules[i].is_broken(entry))
			return why_set(build->why, "the method %s %s", entry->path, rules[i].what);
	return true;
}

/* ---- tables, descriptors and descriptor set against each other ---- */

static const struct method *find_row(const struct service *service, const char *name, size_t *n_out)
{
	const struct method *found = NULL;
	*n_out = 0;
	for (size_t i = 0; i < service->n_methods; i++)
		if (strcmp(service->methods[i].name, name) == 0) {
			found = &service->methods[i];
			++*n_out;
		}
	return found;
}

static bool find_kind(const Google__Protobuf__MethodDescriptorProto *method, enum method_kind *out)
{
	*out = method->server_streaming ? (method->client_streaming ? METHOD_BIDI : METHOD_STREAM)
					: METHOD_UNARY;
	return method->server_streaming || !method->client_streaming;
}

static bool add_method(struct build *build, const struct service *service,
	const Google__Protobuf__MethodDescriptorProto *proto)
{
	struct methods *methods = build->methods;
	struct method_entry *entry = &methods->entries[methods->n_entries++];
	size_t rows;
	entry->path = arena_printf(methods->arena, "%s/%s", service->descriptor->name, proto->name);
	entry->service = service;
	entry->method = find_row(service, proto->name, &rows);
	if (rows != 1)
		return why_set(build->why, "the method %s has %s in its service's table",
			entry->path, rows == 0 ? "no row" : "more than one row");
	if (!find_kind(proto, &entry->kind))
		return why_set(build->why, "the method %s %s", entry->path,
			"streams requests alone, which this server does not do");
	if (protobuf_c_service_descriptor_get_method_by_name(service->descriptor, proto->name) ==
		NULL)
		return why_set(build->why, "the method %s %s", entry->path,
			"stands in the descriptor set but not in the service's descriptor");
	return check_row(build, entry);
}

static bool add_service(struct build *build, const struct service *service)
{
	struct methods *methods = build->methods;
	const char *name = service->descriptor->name;
	const Google__Protobuf__ServiceDescriptorProto *proto =
		protoset_service(methods->protoset, name);
	if (proto == NULL || proto->n_method != service->descriptor->n_methods)
		return why_set(build->why, "the service %s %s", name,
			proto == NULL ? "is not in the descriptor set"
				      : "has other methods in the descriptor set");
	for (size_t i = 0; i < proto->n_method; i++)
		if (!add_method(build, service, proto->method[i]))
			return false;
	for (size_t i = 0; i < service->n_methods; i++) {
		const char *row = service->methods[i].name;
		if (protobuf_c_service_descriptor_get_method_by_name(service->descriptor, row) ==
			NULL)
			return why_set(build->why, "the service %s has no method for its row %s",
				name, row);
	}
	return true;
}

static bool is_served(const struct methods *methods, const char *package, const char *name)
{
	char full[256];
	snprintf(full, sizeof full, "%s.%s", package, name);
	if (!methods->with_reflection && strncmp(full, "grpc.reflection.", 16) == 0)
		return true; /* not wanted */
	return methods_has_service(methods, full);
}

/* What the .proto files promise must be served. */
static bool check_promises(struct build *build)
{
	const struct methods *methods = build->methods;
	for (size_t i = 0; i < protoset_count(methods->protoset); i++) {
		const Google__Protobuf__FileDescriptorProto *file =
			protoset_at(methods->protoset, i)->file;
		for (size_t j = 0; j < file->n_service; j++)
			if (!is_served(methods, file->package, file->service[j]->name))
				return why_set(build->why, "the service %s of %s is not served",
					file->service[j]->name, file->name);
	}
	return true;
}

/* ---- the table ---- */

static void collect_services(struct methods *methods, const struct method_set *set)
{
	size_t n_methods = 0;
	methods->services =
		arena_array(methods->arena, const struct service *, set->n_services + 3);
	for (size_t i = 0; i < set->n_services; i++)
		methods->services[methods->n_services++] = set->services[i];
	methods->services[methods->n_services++] = &health_service;
	if (methods->with_reflection) {
		methods->services[methods->n_services++] = &reflection_service;
		methods->services[methods->n_services++] = &reflection_alpha_service;
	}
	for (size_t i = 0; i < methods->n_services; i++)
		n_methods += methods->services[i]->descriptor->n_methods;
	methods->entries = arena_array(methods->arena, struct method_entry, n_methods);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(
		((const struct method_entry *)a)->path, ((const struct method_entry *)b)->path);
}

static bool fill(struct build *build, const struct method_set *set)
{
	struct methods *methods = build->methods;
	methods->protoset = protoset_parse(set->protoset, set->protoset_size);
	if (methods->protoset == NULL)
		return why_set(build->why, "the descriptor set cannot be decoded");
	collect_services(methods, set);
	for (size_t i = 0; i < methods->n_services; i++)
		if (!add_service(build, methods->services[i]))
			return false;
	if (!check_promises(build))
		return false;
	qsort(methods->entries, methods->n_entries, sizeof *methods->entries, by_path);
	return true;
}

struct methods *methods_build(const struct method_set *set, bool with_reflection, char why[256])
{
	struct arena *arena = arena_new(0);
	struct methods *methods = arena_one(arena, struct methods);
	methods->arena = arena;
	methods->with_reflection = with_reflection;
	if (fill(&(struct build){methods, why}, set))
		return methods;
	methods_free(methods);
	return NULL;
}

void methods_free(struct methods *methods)
{
	if (methods == NULL)
		return;
	protoset_free(methods->protoset);
	arena_free(methods->arena);
}

/* ---- looking up ---- */

static int compare(const char *path, size_t size, const char *with)
{
	int order = strncmp(path, with, size);
	return order != 0 ? order : with[size] == '\0' ? 0 : -1;
}

const struct method_entry *methods_find(
	const struct methods *methods, const char *path, size_t size)
{
	size_t low = 0, high = methods->n_entries;
	if (size == 0 || path[0] != '/')
		return NULL;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = compare(path + 1, size - 1, methods->entries[middle].path);
		if (order == 0)
			return &methods->entries[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

bool methods_has_service(const struct methods *methods, const char *name)
{
	for (size_t i = 0; i < methods->n_services; i++)
		if (strcmp(methods->services[i]->descriptor->name, name) == 0)
			return true;
	return false;
}

size_t methods_count(const struct methods *methods)
{
	return methods->n_entries;
}

const struct method_entry *methods_at(const struct methods *methods, size_t i)
{
	return &methods->entries[i];
}

const struct protoset *methods_protoset(const struct methods *methods)
{
	return methods->protoset;
}

size_t methods_services(const struct methods *methods, const struct service *const **out)
{
	*out = methods->services;
	return methods->n_services;
}
