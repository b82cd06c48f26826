/* A new password: at the first sign-in instead of everything else, later when one likes. */
#include "tui/screens/password.h"

#include <string.h>

#include "tui/app_session.h"
#include "tui/app_state.h"
#include "tui/widgets/form.h"

struct password {
	struct form form;
	bool is_first; /* the one-time password must go before anything else */
};

static const struct form_field fields[] = {
	{.name = "old_password",
		.label = N_("Present password"),
		.max = 128,
		.width = 30,
		.is_secret = true,
		.is_required = true},
	{.name = "new_password",
		.label = N_("New password"),
		.max = 128,
		.width = 30,
		.is_secret = true,
		.is_required = true},
	{.name = "again",
		.label = N_("Once more"),
		.max = 128,
		.width = 30,
		.is_secret = true,
		.is_required = true},
};

static void open_password(struct app *app, void *state, const char *subject)
{
	struct password *p = state;
	(void)app;
	p->is_first = strcmp(subject, "first") == 0;
	form_init(&p->form, fields, sizeof fields / sizeof *fields);
}

static void submit(struct app *app, struct password *p)
{
	Xueji__V1__ChangePasswordRequest request = XUEJI__V1__CHANGE_PASSWORD_REQUEST__INIT;
	if (!form_check(&p->form, app))
		return;
	if (strcmp(form_text(&p->form, "new_password"), form_text(&p->form, "again")) != 0) {
		app_say(app, TONE_WRONG, _("The two new passwords differ; type them again."));
		form_set(&p->form, "new_password", "");
		form_set(&p->form, "again", "");
		form_focus(&p->form, "new_password");
		return;
	}
	form_fill(&p->form, &request.base);
	app_request(app, "xueji.v1.Sessions/ChangePassword", &request.base);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct password *p = state;
	if (reply->outcome != CLIENT_OK) {
		form_faults(&p->form, app, reply, "");
		return;
	}
	app_say(app, TONE_DONE, _("The password is changed."));
	if (p->is_first)
		app_ask_who(app); /* what comes next is known from that */
	else
		app_back(app);
}

static void draw(struct app *app, void *state, struct area area)
{
	struct password *p = state;
	if (p->is_first)
		draw_text(area, 2, 4, STYLE_WARN,
			_("Your password serves once. Set your own before anything else."));
	struct area text = area_cols(area_rows(area, 11, 4), 4, area.cols - 8);
	form_draw(&p->form, app, area_cols(area_rows(area, 4, 6), 2, area.cols - 2));
	draw_wrapped(text, 0, STYLE_PLAIN,
		_("Three kinds of characters of four (small letters, capitals, digits, others), or "
		  "a "
		  "long sentence; not your name, no 1234, none of the last five."));
}

static bool on_key(struct app *app, void *state, struct key key)
{
	struct password *p = state;
	enum form_answer answer = form_key(&p->form, app, key);
	if (answer == FORM_SUBMIT)
		submit(app, p);
	return answer != FORM_IGNORED;
}

static void close_password(struct app *app, void *state)
{
	(void)app;
	form_free(&((struct password *)state)->form);
}

const struct screen password_screen = {
	.name = "password",
	.title = N_("Change password"),
	.is_command = true,
	.state_size = sizeof(struct password),
	.open = open_password,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.close = close_password,
};
