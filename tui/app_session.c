#include "tui/app_session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xueji/v1/console.pb-c.h>

#include "common/memory.h"
#include "tui/app_forms.h"
#include "tui/app_place.h"
#include "tui/app_state.h"
#include "tui/screens/password.h"
#include "tui/screens/second_factor.h"
#include "tui/screens/sign_in.h"

#define SIGN_IN "xueji.v1.Sessions/SignIn"
#define WHO     "xueji.v1.Sessions/WhoAmI"

bool app_may(const struct app *app, const char *method)
{
	if (method == NULL)
		return true;
	for (size_t i = 0; app->who != NULL && i < app->who->n_methods; i++)
		if (strcmp(app->who->methods[i], method) == 0)
			return true;
	return false;
}

static void replace(char **text, const char *with)
{
	if (*text != NULL)
		explicit_bzero(*text, strlen(*text));
	free(*text);
	*text = memory_text(with);
}

static void told_nothing(struct app *app, const struct client_reply *reply)
{
	(void)app;
	(void)reply;
}

bool app_is_signing_in(const struct app *app)
{
	for (size_t i = 0; i < app->n_pending; i++)
		if (app->pending[i].call != 0 && (strcmp(app->pending[i].method, SIGN_IN) == 0 ||
							 strcmp(app->pending[i].method, WHO) == 0))
			return true;
	return false;
}

void app_sign_out(struct app *app)
{
	Xueji__V1__SignOutRequest request = XUEJI__V1__SIGN_OUT_REQUEST__INIT;
	if (app->token != NULL)
		app_call(app, "xueji.v1.Sessions/SignOut", &request.base, told_nothing);
}

void app_signed_in(struct app *app, const char *user, const Xueji__V1__SignInResponse *session)
{
	if (app->is_locked)
		app_sign_out(app); /* the session that was behind the lock */
	snprintf(app->user, sizeof app->user, "%s", user);
	app->session++;
	replace(&app->token, session->session_token);
	replace(&app->device, session->device);
	client_set_token(app->client, app->token);
	app_ask_who(app);
}

/* What must be put right before anything else; true when there is something. */
static bool open_duty(struct app *app)
{
	const Xueji__V1__WhoAmIResponse *who = app->who;
	if (!who->must_change_password && !who->must_enrol_second_factor)
		return false;
	app->module = 0;
	struct level *top = app_top(app);
	const struct screen *duty =
		who->must_change_password ? &password_screen : &second_factor_screen;
	if (top != NULL && top->screen != duty)
		app_back(app);
	if (app_top(app) == NULL)
		app_open(app, duty, "first");
	return true;
}

static void come_back(struct app *app)
{
	while (app->stacks[0].n > 0)
		app_close_level(app, app->stacks[0].levels[--app->stacks[0].n]);
	app->is_session_lost = app->is_locked = false;
	app_resume_calls(app);
}

/* Language and look as he kept them; what he did not keep stays as it is. */
static void told_preferences(struct app *app, const struct client_reply *reply)
{
	if (reply->outcome != CLIENT_OK)
		return;
	const Xueji__V1__Preferences *kept = (const void *)reply->message;
	if (kept->language == XUEJI__V1__CONSOLE_LANGUAGE__CONSOLE_LANGUAGE_ZH)
		app_set_lang(app, LANG_ZH);
	else if (kept->language == XUEJI__V1__CONSOLE_LANGUAGE__CONSOLE_LANGUAGE_EN)
		app_set_lang(app, LANG_EN);
	if (kept->lean != XUEJI__V1__CONSOLE_LEAN__CONSOLE_LEAN_UNSPECIFIED)
		app->is_lean = kept->lean == XUEJI__V1__CONSOLE_LEAN__CONSOLE_LEAN_ON;
}

static void ask_preferences(struct app *app)
{
	Xueji__V1__GetPreferencesRequest request = XUEJI__V1__GET_PREFERENCES_REQUEST__INIT;
	if (app_may(app, "xueji.v1.Console/GetPreferences"))
		app_call(app, "xueji.v1.Console/GetPreferences", &request.base, told_preferences);
}

static void told_who(struct app *app, const struct client_reply *reply)
{
	if (reply->outcome != CLIENT_OK)
		return;
	Xueji__V1__WhoAmIResponse *who = app_keep(reply->message);
	bool is_same = app->who != NULL && strcmp(app->who->operator_id, who->operator_id) == 0;
	app_drop(app->who);
	app->who = who;
	if (who->now != NULL)
		app_server_time(app, who->now->seconds * 1000000 + who->now->nanos / 1000);
	if (!is_same) { /* another person sees nothing of what was open */
		for (int i = 1; i < MODULES; i++)
			while (app->stacks[i].n > 0)
				app_close_level(app, app->stacks[i].levels[--app->stacks[i].n]);
		app_drop_calls(app, NULL);
	}
	if (open_duty(app))
		return;
	if (!is_same)
		ask_preferences(app);
	come_back(app);
	const struct screen *first = app_first_module(app);
	if (app->came_from > 0 && app->stacks[app->came_from].n > 0)
		app->module = app->came_from;
	else if (first != NULL)
		app_switch(app, first->digit);
	if (!is_same)
		app_place_ask(app);
}

void app_ask_who(struct app *app)
{
	Xueji__V1__WhoAmIRequest request = XUEJI__V1__WHO_AM_IREQUEST__INIT;
	app_call(app, WHO, &request.base, told_who);
}

static void open_door(struct app *app, const char *how)
{
	overlay_close(app);
	app->n_held = 0;
	app->came_from = app->module;
	app->module = 0;
	if (app->stacks[0].n == 0)
		app_open(app, &sign_in_screen, how);
}

void app_session_ended(struct app *app)
{
	if (app->is_session_lost || app->is_locked)
		return;
	app->is_session_lost = true;
	open_door(app, "again");
}

void app_lock(struct app *app)
{
	if (app->who == NULL || app->is_locked || app->stacks[0].n > 0)
		return;
	app_forms_keep(app); /* the session may end before he is back */
	app->is_locked = true;
	app->message[0] = '\0';
	open_door(app, "locked");
}
