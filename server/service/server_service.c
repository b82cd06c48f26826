/* Service Server. */
#include "server/service/services.h"

#include "domain/roles.h"
#include "server/auth/session_cache.h"
#include "server/service/message.h"
#include "server/status.h"
#include "xueji/v1/server.pb-c.h"

static Xueji__V1__CallClass *class_message(struct ctx *ctx, const struct status_class *from)
{
	Xueji__V1__CallClass *out = arena_one(ctx->arena, Xueji__V1__CallClass);
	xueji__v1__call_class__init(out);
	out->name = (char *)from->name;
	out->calls = from->calls;
	out->p50_us = from->p50_us;
	out->p95_us = from->p95_us;
	out->p99_us = from->p99_us;
	return out;
}

static Xueji__V1__JobStatus *job_message(struct ctx *ctx, const struct status_job *from)
{
	Xueji__V1__JobStatus *out = arena_one(ctx->arena, Xueji__V1__JobStatus);
	xueji__v1__job_status__init(out);
	out->name = (char *)from->name;
	out->last_time = message_time(ctx->arena, from->last_us);
	out->last_took_us = from->took_us;
	out->next_time = message_time(ctx->arena, from->next_us);
	out->last_error = (char *)from->last_error;
	out->last_error_time = message_time(ctx->arena, from->last_error_us);
	return out;
}

static void fill_calls(
	struct ctx *ctx, const struct server_status *status, Xueji__V1__GetStatusResponse *out)
{
	out->calls = status->calls;
	out->refused = status->refused;
	out->cancelled = status->cancelled;
	out->active = status->active;
	out->waiting_streams = status->parked;
	out->window_seconds = status->window_seconds;
	out->classes = arena_array(ctx->arena, Xueji__V1__CallClass *, STATUS_CLASSES);
	for (; out->n_classes < STATUS_CLASSES; out->n_classes++)
		out->classes[out->n_classes] = class_message(ctx, &status->classes[out->n_classes]);
}

static void fill_store(
	struct ctx *ctx, const struct server_status *status, Xueji__V1__GetStatusResponse *out)
{
	out->writer_queue = status->queued;
	out->writer_batches = status->batches;
	out->writer_works = status->works;
	out->writer_failed_commits = status->failed_commits;
	out->wal_bytes = status->wal_bytes;
	out->store_bytes = status->store_bytes;
	out->disk_free_bytes = status->disk_free_bytes;
	out->last_backup_time = message_time(ctx->arena, status->last_backup_us);
	out->certificate_until = message_time(ctx->arena, status->certificate_until_us);
}

static enum err get_status(struct ctx *ctx, const void *request, void *reply)
{
	Xueji__V1__GetStatusResponse *out = reply;
	struct server_status *status = arena_one(ctx->arena, struct server_status);
	(void)request;
	if (ctx->app->status != NULL)
		ctx->app->status(ctx->app->status_arg, ctx->arena, status);
	out->version = (char *)(status->version != NULL ? status->version : "");
	out->started_time = message_time(ctx->arena, status->started_us);
	out->now = message_time(ctx->arena, ctx->now_us);
	out->sessions = (int64_t)session_cache_size(ctx->app->sessions);
	fill_calls(ctx, status, out);
	fill_store(ctx, status, out);
	out->jobs = arena_array(ctx->arena, Xueji__V1__JobStatus *, status->n_jobs);
	for (; out->n_jobs < status->n_jobs; out->n_jobs++)
		out->jobs[out->n_jobs] = job_message(ctx, &status->jobs[out->n_jobs]);
	return OK;
}

static const struct method methods[] = {
	{.name = "GetStatus",
		.who = ROLE_SYSTEM,
		.scope = SCOPE_REGISTRY, /* there is one server, and it has no place */
		.mode = METHOD_READ,
		.purpose_en = "see how the server is doing",
		.purpose_zh = "查看服务器运行状态",
		.run = get_status},
};
const struct service server_service = SERVICE(xueji__v1__server__descriptor, methods);
