#include "tests/calls/whole.h"

#include <stdio.h>
#include <string.h>

#include "server/store/checks.h"
#include "server/store/dump.h"
#include "server/store/journal_store.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_tree.h"

static void read_with(struct house *house, struct ctx *ctx)
{
	ctx_init(ctx, &house->fixture->app, house->arena);
	ctx->db = house->reader;
	ctx->lang = LANG_EN;
}

char *whole_dump(struct house *house)
{
	struct ctx ctx;
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	read_with(house, &ctx);
	ck_assert_int_eq(dump_write(&ctx, out), OK);
	fclose(out);
	char *kept = arena_strdup(house->arena, text);
	free(text);
	return kept;
}

static void fault(void *arg, const char *check, const char *sentence)
{
	(void)arg;
	ck_abort_msg("%s: %s", check, sentence);
}

void whole_check(struct house *house)
{
	struct ctx ctx;
	int64_t n;
	read_with(house, &ctx);
	ck_assert_int_eq(checks_run(&ctx, fault, NULL, &n), OK);
}

void whole_is(struct house *house, const char *dump)
{
	const char *now = whole_dump(house), *was = dump;
	while (*now != '\0' || *was != '\0') {
		size_t n = strcspn(now, "\n"), m = strcspn(was, "\n");
		ck_assert_msg(n == m && strncmp(now, was, n) == 0, "was \"%.*s\", is \"%.*s\"",
			(int)m, was, (int)n, now);
		now += n + (now[n] != '\0');
		was += m + (was[m] != '\0');
	}
}

struct ctx *whole_write(struct house *house)
{
	struct ctx *ctx = house_write(house);
	if (ctx->units == NULL) {
		ctx->units = unit_tree_pin(house->fixture->app.units);
		ctx->policies = policies_pin(house->fixture->app.policies);
	}
	return ctx;
}

static void let_go(struct house *house)
{
	struct ctx *ctx = &house->fixture->ctx;
	unit_tree_unpin(ctx->units);
	policies_unpin(ctx->policies);
	ctx->units = NULL;
	ctx->policies = NULL;
}

void whole_commit(struct house *house)
{
	ck_assert_int_eq(journal_write_notes(&house->fixture->ctx), OK);
	let_go(house);
	house_commit(house);
}

void whole_rollback(struct house *house)
{
	let_go(house);
	house_rollback(house);
}
