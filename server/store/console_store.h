/* What consoles keep for their operators: where one was, drafts of forms, settings of one's own.
 * All but the settings is sealed; all is the operator's alone. Results lie in the arena. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/ctx.h"

enum { PLACE_MOST = 4096, DRAFT_MOST = 65536, DRAFTS_MOST = 50 };

struct console_place {
	const void *place; /* NULL: nothing is kept */
	size_t size;
	int64_t saved_us;
	int language, look, lean; /* as in xueji.v1.Preferences */
};
enum err console_place_get(
	struct ctx *ctx, int64_t operator_id, struct console_place *out) MUST_CHECK;
/* size 0 forgets it. */
enum err console_place_set(
	struct ctx *ctx, int64_t operator_id, const void *place, size_t size) MUST_CHECK;
/* Language, look and lean of `from`. */
enum err console_preferences_set(
	struct ctx *ctx, int64_t operator_id, const struct console_place *from) MUST_CHECK;

struct draft {
	int64_t id, unit; /* the operator's home: of console_drafts_old only */
	const char *key, *title;
	const void *content; /* NULL in lists */
	size_t size;
	int64_t saved_us;
};
/* Newest first. */
enum err console_draft_list(
	struct ctx *ctx, int64_t operator_id, struct draft **drafts_out, size_t *n_out) MUST_CHECK;
/* ERR_NOT_FOUND without a reason when there is none. */
enum err console_draft_get(
	struct ctx *ctx, int64_t operator_id, const char *key, struct draft *out) MUST_CHECK;
/* Key, title, content and size; in place of the one with this key. TOO_MANY_DRAFTS for one more
 * than DRAFTS_MOST. */
enum err console_draft_save(
	struct ctx *ctx, int64_t operator_id, const struct draft *draft) MUST_CHECK;
enum err console_draft_drop(struct ctx *ctx, int64_t operator_id, const char *key) MUST_CHECK;

/* The operator has gone: all but his settings goes too. */
enum err console_forget(struct ctx *ctx, int64_t operator_id) MUST_CHECK;
/* Drafts that nobody has touched since an instant, oldest first, behind `after` (NULL: from the
 * beginning); only id, unit and saved_us are filled in. */
enum err console_drafts_old(struct ctx *ctx, int64_t before_us, const struct draft *after,
	size_t limit, struct draft **drafts_out, size_t *n_out) MUST_CHECK;
enum err console_draft_purge(struct ctx *ctx, int64_t id) MUST_CHECK;
/* Places kept before an instant, at most `limit` of them. */
enum err console_places_purge(
	struct ctx *ctx, int64_t before_us, int64_t limit, int64_t *purged_out) MUST_CHECK;
