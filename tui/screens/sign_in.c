/* Signing in: at first, when the session has ended, and behind the idle lock. Nothing of what was
 * open is seen until the same person is back. */
#include "tui/screens/sign_in.h"

#include <stdlib.h>
#include <string.h>

#include "tui/app_session.h"
#include "tui/app_state.h"
#include "tui/widgets/form.h"

struct sign_in {
	struct form form;
	const char *why; /* NULL: one signs in for the first time */
	uint64_t call;
};

static const struct form_field fields[] = {
	{.name = "name", .label = N_("User"), .max = 32, .width = 24, .is_required = true},
	{.name = "password",
		.label = N_("Password"),
		.max = 128,
		.width = 24,
		.is_secret = true,
		.is_required = true},
	{.name = "code",
		.label = N_("Code"),
		.max = 6,
		.width = 8,
		.hint = N_("of the second factor; none: leave it empty, Enter")},
};

static void submit(struct app *app, struct sign_in *s);

/* Once: whoever signs in later types it. */
static void use_password(struct app *app, struct sign_in *s)
{
	form_set(&s->form, "password", app->password);
	explicit_bzero(app->password, strlen(app->password));
	free(app->password);
	app->password = NULL;
	submit(app, s);
}

static void open_sign_in(struct app *app, void *state, const char *subject)
{
	struct sign_in *s = state;
	/* who is known to have no second factor is not asked for its code */
	bool has_code = app_who(app) == NULL || app_who(app)->has_second_factor;
	form_init(&s->form, fields, sizeof fields / sizeof *fields - !has_code);
	form_set(&s->form, "name", app->user);
	if (app->user[0] != '\0')
		form_focus(&s->form, "password");
	s->why = strcmp(subject, "locked") == 0 ? N_("Locked. Your password opens it again.")
		 : strcmp(subject, "again") == 0
			 ? N_("The session has ended. Sign in again; nothing is lost.")
			 : NULL;
	if (app->password != NULL)
		use_password(app, s);
}

static void submit(struct app *app, struct sign_in *s)
{
	Xueji__V1__SignInRequest request = XUEJI__V1__SIGN_IN_REQUEST__INIT;
	if (s->call != 0 || !form_check(&s->form, app))
		return;
	form_fill(&s->form, &request.base);
	request.device = app->device != NULL ? app->device : "";
	s->call = app_request(app, "xueji.v1.Sessions/SignIn", &request.base);
}

static void say_last(struct app *app, const Xueji__V1__SignInResponse *session)
{
	if (session->last_sign_in == NULL)
		app_say(app, TONE_PLAIN, _("This is your first sign-in."));
	else
		app_say(app, session->failed_tries > 0 ? TONE_WRONG : TONE_PLAIN,
			session->last_sign_in_here
				? _("Last sign-in %s, here; failed tries since then: %lld")
				: _("Last sign-in %s, at another console; failed tries since then: "
				    "%lld"),
			app_instant(app, session->last_sign_in), (long long)session->failed_tries);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct sign_in *s = state;
	s->call = 0;
	if (reply->outcome == CLIENT_OK) {
		const Xueji__V1__SignInResponse *session = (const void *)reply->message;
		app_signed_in(app, form_text(&s->form, "name"), session);
		say_last(app, session);
	} else {
		form_faults(&s->form, app, reply, "");
		form_focus(&s->form, "password");
	}
	form_set(&s->form, "password", "");
	form_set(&s->form, "code", "");
}

static void draw(struct app *app, void *state, struct area area)
{
	struct sign_in *s = state;
	int top = area.rows > 16 ? 3 : 0;
	const char *why = "";
	draw_text(area, top, 4, STYLE_HEAD, _("Xueji, the registry of school children"));
	draw_text(area, top + 1, 4, STYLE_PLAIN,
		_("For authorised persons only; whatever is done here is recorded."));
	if (s->why != NULL)
		draw_text(area, top + 3, 4, STYLE_WARN, _(s->why));
	form_draw(&s->form, app, area_cols(area_rows(area, top + 5, 7), 2, area.cols - 2));
	if (client_line(app->client, &why) != LINE_UP)
		draw_wrapped(area_cols(area_rows(area, top + 12, 3), 4, area.cols - 5), 0,
			STYLE_LATE, why);
	draw_text(area, area.rows - 1, 4, STYLE_PLAIN, _("F2 Chinese  F3 look  Ctrl-C quit"));
}

static bool on_key(struct app *app, void *state, struct key key)
{
	struct sign_in *s = state;
	if (key.code == CTRL('C') || key.code == CTRL('L'))
		return false;
	enum form_answer answer = form_key(&s->form, app, key);
	if (answer == FORM_SUBMIT)
		submit(app, s);
	return answer != FORM_IGNORED;
}

static void close_sign_in(struct app *app, void *state)
{
	(void)app;
	form_free(&((struct sign_in *)state)->form);
}

const struct screen sign_in_screen = {
	.name = "sign-in",
	.title = N_("Sign in"),
	.state_size = sizeof(struct sign_in),
	.open = open_sign_in,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.close = close_sign_in,
};
