#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "domain/roles.h"
#include "tests/rpc/trial.h"

/* How often a WRITE has been applied, for all servers of the process. */
static atomic_llong applied;

static atomic_bool is_held;

void trial_hold(bool hold)
{
	atomic_store(&is_held, hold);
}

static void wait_while_held(void)
{
	while (atomic_load(&is_held))
		nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
}

static enum err echo(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__Trial__V1__EchoRequest *in = request;
	Xueji__Trial__V1__EchoReply *out = reply;
	(void)ctx;
	out->payload = in->payload;
	out->text = in->text;
	return OK;
}

static const struct sql unit_name = {"trial_unit_name", "SELECT name FROM unit WHERE id = $1"};

static enum err place_of_find(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__Trial__V1__FindRequest *in = request;
	(void)ctx;
	*place_out = strtoll(in->unit, NULL, 10);
	return OK;
}

static enum err find(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__Trial__V1__FindRequest *in = request;
	Xueji__Trial__V1__EchoReply *out = reply;
	struct cursor *cursor =
		db_open(ctx, &unit_name, ARGS(arg_int(strtoll(in->unit, NULL, 10))));
	if (cursor_next(cursor))
		out->text = cursor_text(cursor, 0);
	return cursor_close(cursor);
}

static enum err look(struct ctx *ctx, const void *request, void *reply)
{
	ctx_journal(ctx, &(struct note){.action = ACTION_SIGN_IN, .summary = "looked"});
	return echo(ctx, request, reply);
}

static void wake(struct ctx *ctx, void *arg)
{
	(void)arg;
	ctx->app->wake(ctx->app->wake_arg, TOPIC_TRIAL);
}

static enum err put(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__Trial__V1__PutRequest *in = request;
	Xueji__Trial__V1__PutReply *out = reply;
	if (in->wait && ctx->prepared == NULL)
		wait_while_held();
	ctx_journal(ctx, &(struct note){.action = ACTION_SIGN_OUT, .summary = in->key});
	ctx_on_commit(ctx, wake, NULL);
	out->times = atomic_fetch_add(&applied, 1) + 1;
	return OK;
}

static enum err think(struct ctx *ctx, const void *request)
{
	const Xueji__Trial__V1__PutRequest *in = request;
	if (in->wait)
		wait_while_held();
	ctx->prepared = (void *)in;
	return OK;
}

static enum reason reason_named(const char *name)
{
	for (int i = 0; i < REASON_COUNT; i++)
		if (strcmp(reason_row((enum reason)i)->name, name) == 0)
			return (enum reason)i;
	return REASON_INTERNAL;
}

static enum err fail(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__Trial__V1__FailRequest *in = request;
	(void)reply;
	for (int i = 0; i < in->faults; i++)
		ctx_fault(ctx, arena_printf(ctx->arena, "items[%d].name", i),
			reason_named(in->reason), "40");
	if (in->faults > 0)
		return ctx_faults(ctx);
	if (*in->reason == '\0')
		return ERR_NOT_FOUND; /* without saying why: a fault of the program */
	return ctx_fail(ctx, reason_named(in->reason), "argument");
}

static enum err count(struct ctx *ctx, struct stream *stream, const void *request, void *item)
{
	const Xueji__Trial__V1__CountRequest *in = request;
	Xueji__Trial__V1__CountReply *out = item;
	int64_t *n = stream->state;
	if (n == NULL)
		n = stream->state = arena_one(stream->arena, int64_t);
	stream->step = *n < in->to ? STREAM_ITEM : STREAM_END;
	out->number = ++*n;
	out->padding.len = (size_t)in->size;
	out->padding.data = arena_alloc(ctx->arena, (size_t)in->size);
	return OK;
}

static enum err watch(struct ctx *ctx, struct stream *stream, const void *request, void *item)
{
	static const uint64_t topic = TOPIC_TRIAL;
	Xueji__Trial__V1__CountReply *out = item;
	int64_t *said = stream->state, now = atomic_load(&applied);
	(void)ctx;
	(void)request;
	stream->topics = &topic;
	stream->n_topics = 1;
	if (said == NULL) {
		said = stream->state = arena_one(stream->arena, int64_t);
		*said = -1;
	}
	stream->step = now == *said ? STREAM_PARK : STREAM_ITEM;
	out->number = *said = now;
	return OK;
}

static enum err talk(struct ctx *ctx, struct stream *stream, const void *request, void *item)
{
	if (request == NULL) {
		stream->step = STREAM_END;
		return OK;
	}
	stream->step = STREAM_ITEM;
	return echo(ctx, request, item);
}

#define ROW(word, who_may, how)                                                      \
	.name = (word), .who = (who_may), .mode = (how), .purpose_en = "try things", \
	.purpose_zh = "试验"
#define ANYWHERE .scope = SCOPE_REGISTRY

static const struct method methods[] = {
	{ROW("Echo", WHO_PUBLIC, METHOD_READ), ANYWHERE, .run = echo},
	{ROW("EchoSignedIn", WHO_SIGNED_IN, METHOD_READ), ANYWHERE, .run = echo},
	{ROW("Find", ROLE_OFFICER, METHOD_READ), .scope = SCOPE_SUBTREE, .place = place_of_find,
		.run = find},
	{ROW("Look", ROLE_OFFICER, METHOD_AUDITED), ANYWHERE, .run = look},
	{ROW("Put", ROLE_OFFICER, METHOD_WRITE), ANYWHERE, .run = put},
	{ROW("PutSlowly", WHO_PUBLIC, METHOD_WRITE), ANYWHERE, .prepare = think, .run = put},
	{ROW("Fail", WHO_PUBLIC, METHOD_READ), ANYWHERE, .run = fail},
	{ROW("Count", WHO_PUBLIC, METHOD_READ), ANYWHERE, .next = count},
	{ROW("Watch", WHO_PUBLIC, METHOD_READ), ANYWHERE, .next = watch},
	{ROW("Talk", WHO_PUBLIC, METHOD_READ), ANYWHERE, .next = talk},
};
const struct service trial_service = SERVICE(xueji__trial__v1__trial__descriptor, methods);

struct method_set trial_methods(void)
{
	static const struct service *const served[] = {&trial_service};
	return (struct method_set){served, 1, trial_protoset, trial_protoset_size};
}
