#include "tui/app_forms.h"

#include <stdlib.h>
#include <string.h>
#include <xueji/v1/console.pb-c.h>

#include "common/memory.h"
#include "common/text.h"
#include "tui/app_state.h"
#include "tui/widgets/form.h"

#define SAVE "xueji.v1.Console/SaveDraft"
#define GET  "xueji.v1.Console/GetDraft"
#define DROP "xueji.v1.Console/DropDraft"

enum { KEY_MOST = 60 /* characters */ };

static void told_nothing(struct app *app, const struct client_reply *reply)
{
	(void)app;
	(void)reply;
}

static struct form *form_of(const struct level *level)
{
	return level->screen->form != NULL ? level->screen->form(level->state) : NULL;
}

bool app_form_is_dirty(const struct level *level)
{
	const struct form *form = form_of(level);
	return form != NULL && form_is_changed(form);
}

/* "edit/9001"; NULL: a subject so long has none. */
static char *key_of(struct app *app, const struct level *level)
{
	const char *key = app_print(app, "%s/%s", level->screen->name, level->subject);
	return text_length(key) <= KEY_MOST ? (char *)(uintptr_t)key : NULL;
}

/* ---- keeping */

void app_form_keep(struct app *app, struct level *level)
{
	Xueji__V1__SaveDraftRequest request = XUEJI__V1__SAVE_DRAFT_REQUEST__INIT;
	if (app->who == NULL || !app_may(app, SAVE) || !app_form_is_dirty(level) ||
		form_of(level)->is_kept_apart)
		return;
	const char *typed = form_typed(form_of(level), app);
	request.key = key_of(app, level);
	request.title = (char *)(uintptr_t)level->screen->title;
	request.content.data = (uint8_t *)(uintptr_t)typed;
	request.content.len = strlen(typed);
	if (request.key == NULL || typed[0] == '\0')
		return;
	app_call(app, SAVE, &request.base, told_nothing);
	level->is_kept = level->is_kept_mine = true;
}

void app_forms_keep(struct app *app)
{
	for (int module = 1; module < MODULES; module++)
		for (size_t i = 0; i < app->stacks[module].n; i++)
			app_form_keep(app, app->stacks[module].levels[i]);
}

/* What was kept and never taken up stays, whatever else is typed and given up there. */
void app_form_settle(struct app *app, struct level *level, bool is_leaving)
{
	Xueji__V1__DropDraftRequest request = XUEJI__V1__DROP_DRAFT_REQUEST__INIT;
	bool is_dirty = app_form_is_dirty(level);
	bool is_sent = level->was_dirty && !is_dirty;
	bool is_given_up = is_leaving && level->is_kept_mine;
	level->was_dirty = is_dirty;
	if (!level->is_kept || !(is_sent || is_given_up))
		return;
	request.key = key_of(app, level);
	app_call(app, DROP, &request.base, told_nothing);
	level->is_kept = level->is_kept_mine = false;
}

/* ---- offering */

static struct level *level_of(struct app *app, const char *key)
{
	for (int module = 1; module < MODULES; module++)
		for (size_t i = app->stacks[module].n; i-- > 0;) {
			struct level *level = app->stacks[module].levels[i];
			const char *own = key_of(app, level);
			if (level->screen->form != NULL && own != NULL && strcmp(own, key) == 0)
				return level;
		}
	return NULL;
}

static void told_draft(struct app *app, const struct client_reply *reply)
{
	if (reply->outcome != CLIENT_OK)
		return;
	const Xueji__V1__GetDraftResponse *in = (const void *)reply->message;
	struct level *level = level_of(app, in->draft->key);
	if (level == NULL || level->is_kept)
		return;
	level->is_kept = true;
	if (level != app_top(app) || app_form_is_dirty(level))
		return; /* it is offered when the page is opened the next time */
	level->offer = memory_text(
		arena_strndup(app->arena, (const char *)in->content.data, in->content.len));
	app_say(app, TONE_PLAIN, _("What was typed here %s is kept: Enter takes it up."),
		app_instant(app, in->draft->saved_time));
}

void app_form_ask(struct app *app, const struct level *level)
{
	Xueji__V1__GetDraftRequest request = XUEJI__V1__GET_DRAFT_REQUEST__INIT;
	if (level->screen->form == NULL || app->who == NULL || !app_may(app, GET))
		return;
	request.key = key_of(app, level);
	if (request.key != NULL)
		app_call(app, GET, &request.base, told_draft);
}

bool app_form_key(struct app *app, struct level *level, struct key key)
{
	if (level->offer == NULL)
		return false;
	bool is_taken = key.code == KEY_ENTER && !key.is_pasted;
	if (is_taken) {
		form_typed_take(form_of(level), app, level->offer);
		level->is_kept_mine = level->was_dirty = true;
	}
	explicit_bzero(level->offer, strlen(level->offer));
	free(level->offer);
	level->offer = NULL;
	return is_taken;
}
