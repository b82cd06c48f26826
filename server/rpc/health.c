#include "server/rpc/health.h"

#include <grpc/health/v1/health.pb-c.h>

#include "server/rpc/engine.h"

#define STATUS(word) GRPC__HEALTH__V1__HEALTH_CHECK_RESPONSE__SERVING_STATUS__##word

static int status_of(const struct ctx *ctx, const char *service)
{
	struct rpc_server *server = engine_of(ctx);
	if (*service != '\0' && !methods_has_service(server->methods, service))
		return STATUS(SERVICE_UNKNOWN);
	return atomic_load(&server->is_stopping) ? STATUS(NOT_SERVING) : STATUS(SERVING);
}

static enum err check(struct ctx *ctx, const void *request, void *reply)
{
	const Grpc__Health__V1__HealthCheckRequest *in = request;
	Grpc__Health__V1__HealthCheckResponse *out = reply;
	int status = status_of(ctx, in->service);
	if (status == STATUS(SERVICE_UNKNOWN))
		return ctx_fail(ctx, REASON_NO_SUCH_SERVICE, in->service);
	out->status = status;
	return OK;
}

/* Says what is new; the last word is kept between items. */
static enum err watch(struct ctx *ctx, struct stream *stream, const void *request, void *item)
{
	static const uint64_t topic = RPC_TOPIC_HEALTH;
	const Grpc__Health__V1__HealthCheckRequest *in = request;
	Grpc__Health__V1__HealthCheckResponse *out = item;
	int status = status_of(ctx, in->service), *last = stream->state;
	if (last == NULL)
		last = stream->state = arena_one(stream->arena, int);
	stream->topics = &topic;
	stream->n_topics = 1;
	stream->step = status == *last ? STREAM_PARK : STREAM_ITEM;
	out->status = *last = status;
	return OK;
}

static const struct method methods[] = {
	{.name = "Check",
		.who = WHO_PUBLIC,
		.scope = SCOPE_REGISTRY,
		.mode = METHOD_READ,
		.purpose_en = "ask whether the server serves",
		.purpose_zh = "查询服务状态",
		.run = check},
	{.name = "Watch",
		.who = WHO_PUBLIC,
		.scope = SCOPE_REGISTRY,
		.mode = METHOD_READ,
		.purpose_en = "be told when the server stops serving",
		.purpose_zh = "订阅服务状态",
		.next = watch},
};
const struct service health_service = SERVICE(grpc__health__v1__health__descriptor, methods);
