#include "server/ctx.h"

#include <stdio.h>
#include <string.h>

#include "common/date.h"
#include "common/log.h"
#include "domain/term.h"
#include "domain/working_days.h"

enum { FAULTS_KEPT = 100, HOOKS_COMPARED = 64 };

void ctx_forgive(struct ctx *ctx)
{
	ctx->failure = (struct failure){.err = OK};
	ctx->failure.last_fault = &ctx->failure.faults;
}

void ctx_restart(struct ctx *ctx)
{
	ctx_forgive(ctx);
	ctx->notes = NULL;
	ctx->last_note = &ctx->notes;
	ctx->hooks = NULL;
	ctx->last_hook = &ctx->hooks;
	ctx->gather = NULL;
	ctx->undone = 0;
}

void ctx_init(struct ctx *ctx, const struct app *app, struct arena *arena)
{
	*ctx = (struct ctx){.app = app, .arena = arena};
	ctx->now_us = app->world.now_us(app->world.arg);
	ctx_restart(ctx);
}

static void copy_args(struct ctx *ctx, const char **to, const char *const from[])
{
	for (size_t i = 0; i < 3 && from[i] != NULL; i++)
		to[i] = arena_strdup(ctx->arena, from[i]);
}

enum err ctx_fail_args(struct ctx *ctx, enum reason reason, const char *const args[])
{
	ctx->failure.reason = reason;
	ctx->failure.err = reason_row(reason)->err;
	memset(ctx->failure.args, 0, sizeof ctx->failure.args);
	copy_args(ctx, ctx->failure.args, args);
	return ctx->failure.err;
}

enum err ctx_broken(struct ctx *ctx, enum err err, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	const char *text = arena_vprintf(ctx->arena, format, args);
	va_end(args);
	char quoted[1024];
	log_error("call.broken", "call=%lld method=%s why=%s", (long long)ctx->call_id,
		ctx->method ? ctx->method : "-", log_quote(text, quoted, sizeof quoted));
	const char *number = arena_printf(ctx->arena, "%lld", (long long)ctx->call_id);
	return ctx_fail(ctx, err == ERR_UNAVAILABLE ? REASON_NOT_STORED : REASON_INTERNAL, number);
}

void ctx_fault_args(
	struct ctx *ctx, const char *field, enum reason reason, const char *const args[])
{
	if (ctx->failure.n_faults++ >= FAULTS_KEPT)
		return;
	struct fault *fault = arena_one(ctx->arena, struct fault);
	fault->field = arena_strdup(ctx->arena, field);
	fault->reason = reason;
	copy_args(ctx, fault->args, args);
	*ctx->failure.last_fault = fault;
	ctx->failure.last_fault = &fault->next;
}

enum err ctx_faults(struct ctx *ctx)
{
	const struct fault *first = ctx->failure.faults;
	if (first == NULL)
		return OK;
	return ctx_fail_args(ctx, first->reason, first->args);
}

static size_t fill(char *out, const char *text, const char *const args[], enum lang lang)
{
	char told[TERM_TOLD];
	size_t n = 0;
	for (; *text != '\0'; text++) {
		if (text[0] == '{' && text[1] >= '0' && text[1] <= '2' && text[2] == '}') {
			const char *arg = args[text[1] - '0'];
			arg = arg != NULL ? term_told(arg, lang, told) : "";
			size_t size = strlen(arg);
			if (out != NULL)
				memcpy(out + n, arg, size);
			n += size;
			text += 2;
		} else {
			if (out != NULL)
				out[n] = *text;
			n++;
		}
	}
	return n;
}

const char *ctx_sentence(struct ctx *ctx, const struct sentence *sentence, const char *const args[])
{
	const char *text = sentence_in(sentence, ctx->lang);
	char *out = arena_alloc(ctx->arena, fill(NULL, text, args, ctx->lang) + 1);
	fill(out, text, args, ctx->lang);
	return out;
}

void ctx_journal(struct ctx *ctx, const struct note *note)
{
	struct note *copy = arena_dup(ctx->arena, note, sizeof *note);
	copy->next = NULL;
	copy->for_operator = ctx->actor.for_operator;
	copy->entity = arena_strdup(ctx->arena, note->entity);
	copy->summary = arena_strdup(ctx->arena, note->summary);
	if (note->sealed != NULL)
		copy->sealed = arena_dup(ctx->arena, note->sealed, note->sealed_size);
	*ctx->last_note = copy;
	ctx->last_note = &copy->next;
}

void ctx_on_commit(struct ctx *ctx, commit_fn *run, void *arg)
{
	struct commit_hook *hook = arena_one(ctx->arena, struct commit_hook);
	hook->run = run;
	hook->arg = arg;
	*ctx->last_hook = hook;
	ctx->last_hook = &hook->next;
}

const struct calendar *ctx_calendar(const struct ctx *ctx)
{
	return ctx->app->calendar != NULL ? ctx->app->calendar : &calendar_published;
}

void ctx_on_commit_once(struct ctx *ctx, commit_fn *run, const void *arg, size_t size)
{
	const struct commit_hook *hook = ctx->hooks;
	for (int i = 0; hook != NULL && i < HOOKS_COMPARED; i++, hook = hook->next)
		if (hook->run == run && memcmp(hook->arg, arg, size) == 0)
			return;
	ctx_on_commit(ctx, run, arena_dup(ctx->arena, arg, size));
}

int32_t ctx_today(const struct ctx *ctx)
{
	return date_of_instant(ctx->now_us);
}

void ctx_random(const struct ctx *ctx, void *bytes, size_t size)
{
	ctx->app->world.random(ctx->app->world.arg, bytes, size);
}
