#include "server/rpc/reflection.h"

#include <grpc/reflection/v1/reflection.pb-c.h>
#include <grpc/status.h>
#include <string.h>

#include "server/rpc/engine.h"
#include "server/rpc/protoset.h"

#define ASKED(word)  GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_##word
#define ANSWER(word) GRPC__REFLECTION__V1__SERVER_REFLECTION_RESPONSE__MESSAGE_RESPONSE_##word

struct answer {
	struct ctx *ctx;
	const struct methods *methods;
	const struct protoset *set;
	Grpc__Reflection__V1__ServerReflectionResponse *out;
};

static void refuse(struct answer *answer, int code, const char *text)
{
	struct arena *arena = answer->ctx->arena;
	Grpc__Reflection__V1__ErrorResponse *error =
		arena_one(arena, Grpc__Reflection__V1__ErrorResponse);
	grpc__reflection__v1__error_response__init(error);
	error->error_code = code;
	error->error_message = arena_strdup(arena, text);
	answer->out->error_response = error;
	answer->out->message_response_case = ANSWER(ERROR_RESPONSE);
}

static void list_services(struct answer *answer)
{
	struct arena *arena = answer->ctx->arena;
	const struct service *const *served;
	size_t n = methods_services(answer->methods, &served);
	Grpc__Reflection__V1__ListServiceResponse *list =
		arena_one(arena, Grpc__Reflection__V1__ListServiceResponse);
	grpc__reflection__v1__list_service_response__init(list);
	list->service = arena_array(arena, Grpc__Reflection__V1__ServiceResponse *, n);
	for (size_t i = 0; i < n; i++) {
		list->service[i] = arena_one(arena, Grpc__Reflection__V1__ServiceResponse);
		grpc__reflection__v1__service_response__init(list->service[i]);
		list->service[i]->name = arena_strdup(arena, served[i]->descriptor->name);
	}
	list->n_service = n;
	answer->out->list_services_response = list;
	answer->out->message_response_case = ANSWER(LIST_SERVICES_RESPONSE);
}

/* ---- files, with all that they import ---- */

static bool holds(const Grpc__Reflection__V1__FileDescriptorResponse *files, const uint8_t *bytes)
{
	for (size_t i = 0; i < files->n_file_descriptor_proto; i++)
		if (files->file_descriptor_proto[i].data == bytes)
			return true;
	return false;
}

static void add_file(const struct protoset *set, const struct protoset_file *file,
	Grpc__Reflection__V1__FileDescriptorResponse *files)
{
	if (file == NULL || holds(files, file->bytes))
		return;
	files->file_descriptor_proto[files->n_file_descriptor_proto++] =
		(ProtobufCBinaryData){.len = file->size, .data = (uint8_t *)file->bytes};
	for (size_t i = 0; i < file->file->n_dependency; i++)
		add_file(set, protoset_by_name(set, file->file->dependency[i]), files);
}

static void send_file(struct answer *answer, const struct protoset_file *file)
{
	struct arena *arena = answer->ctx->arena;
	Grpc__Reflection__V1__FileDescriptorResponse *files;
	if (file == NULL) {
		refuse(answer, GRPC_STATUS_NOT_FOUND, "not found");
		return;
	}
	files = arena_one(arena, Grpc__Reflection__V1__FileDescriptorResponse);
	grpc__reflection__v1__file_descriptor_response__init(files);
	files->file_descriptor_proto =
		arena_array(arena, ProtobufCBinaryData, protoset_count(answer->set));
	add_file(answer->set, file, files);
	answer->out->file_descriptor_response = files;
	answer->out->message_response_case = ANSWER(FILE_DESCRIPTOR_RESPONSE);
}

static void answer_request(
	struct answer *answer, const Grpc__Reflection__V1__ServerReflectionRequest *in)
{
	switch (in->message_request_case) {
	case ASKED(LIST_SERVICES):
		list_services(answer);
		return;
	case ASKED(FILE_BY_FILENAME):
		send_file(answer, protoset_by_name(answer->set, in->file_by_filename));
		return;
	case ASKED(FILE_CONTAINING_SYMBOL):
		send_file(answer, protoset_by_symbol(answer->set, in->file_containing_symbol));
		return;
	case ASKED(FILE_CONTAINING_EXTENSION):
	case ASKED(ALL_EXTENSION_NUMBERS_OF_TYPE):
		refuse(answer, GRPC_STATUS_NOT_FOUND, "the contract has no extensions");
		return;
	default:
		refuse(answer, GRPC_STATUS_INVALID_ARGUMENT, "nothing was asked");
		return;
	}
}

static enum err tell(struct ctx *ctx, struct stream *stream, const void *request, void *item)
{
	const Grpc__Reflection__V1__ServerReflectionRequest *in = request;
	const struct rpc_server *server = engine_of(ctx);
	struct answer answer = {
		.ctx = ctx,
		.methods = server->methods,
		.set = methods_protoset(server->methods),
		.out = item,
	};
	if (in == NULL) {
		stream->step = STREAM_END;
		return OK;
	}
	stream->step = STREAM_ITEM;
	answer.out->valid_host = in->host;
	answer.out->original_request = (Grpc__Reflection__V1__ServerReflectionRequest *)in;
	answer_request(&answer, in);
	return OK;
}

static const struct method methods[] = {
	{.name = "ServerReflectionInfo",
		.who = WHO_PUBLIC,
		.scope = SCOPE_REGISTRY,
		.mode = METHOD_READ,
		.purpose_en = "ask which methods there are",
		.purpose_zh = "查询接口定义",
		.next = tell},
};
const struct service reflection_service =
	SERVICE(grpc__reflection__v1__server_reflection__descriptor, methods);

/* The same messages under another name: nothing else sets v1alpha apart. */
static const ProtobufCMethodDescriptor alpha_method = {"ServerReflectionInfo",
	&grpc__reflection__v1__server_reflection_request__descriptor,
	&grpc__reflection__v1__server_reflection_response__descriptor};
static const unsigned alpha_index[] = {0};
static const ProtobufCServiceDescriptor alpha = {
	.magic = PROTOBUF_C__SERVICE_DESCRIPTOR_MAGIC,
	.name = "grpc.reflection.v1alpha.ServerReflection",
	.short_name = "ServerReflection",
	.c_name = "",
	.package = "grpc.reflection.v1alpha",
	.n_methods = 1,
	.methods = &alpha_method,
	.method_indices_by_name = alpha_index,
};
const struct service reflection_alpha_service = SERVICE(alpha, methods);
