/* Setting up a second factor: the server's secret goes into a device, and a code from it comes
 * back. */
#include "tui/screens/second_factor.h"

#include <string.h>

#include "tui/app_session.h"
#include "tui/app_state.h"
#include "tui/widgets/form.h"

struct second_factor {
	struct form form;
	Xueji__V1__EnrolSecondFactorResponse *secret;
	uint64_t enrolling;
	bool is_first;
};

static const struct form_field fields[] = {
	{.name = "code",
		.label = N_("Code"),
		.max = 6,
		.width = 8,
		.is_required = true,
		.hint = N_("six digits that the device shows now")},
};

static void open_second_factor(struct app *app, void *state, const char *subject)
{
	struct second_factor *f = state;
	Xueji__V1__EnrolSecondFactorRequest request = XUEJI__V1__ENROL_SECOND_FACTOR_REQUEST__INIT;
	f->is_first = strcmp(subject, "first") == 0;
	form_init(&f->form, fields, 1);
	f->enrolling = app_request(app, "xueji.v1.Sessions/EnrolSecondFactor", &request.base);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct second_factor *f = state;
	if (reply->call == f->enrolling) {
		if (reply->outcome == CLIENT_OK)
			f->secret = app_keep(reply->message);
	} else if (reply->outcome != CLIENT_OK) {
		form_faults(&f->form, app, reply, "");
		form_set(&f->form, "code", "");
	} else {
		app_say(app, TONE_DONE,
			_("The second factor is set up; the next sign-in asks for it."));
		if (f->is_first)
			app_ask_who(app);
		else
			app_back(app);
	}
}

static void draw(struct app *app, void *state, struct area area)
{
	struct second_factor *f = state;
	struct area body = area_cols(area, 4, area.cols - 8);
	int row = draw_wrapped(body, 2, STYLE_PLAIN,
		_("Type this secret into the device or app that makes your codes (TOTP, 6 digits, "
		  "30 "
		  "seconds), then the code that it shows. The secret is shown this once."));
	if (f->secret == NULL)
		return;
	draw_text(body, row + 1, 2, STYLE_HEAD, f->secret->secret);
	draw_wrapped(area_cols(body, 2, body.cols), row + 3, STYLE_GREY, f->secret->uri);
	form_draw(&f->form, app, area_cols(area_rows(area, row + 7, 3), 2, area.cols - 2));
}

static bool on_key(struct app *app, void *state, struct key key)
{
	struct second_factor *f = state;
	Xueji__V1__ConfirmSecondFactorRequest request =
		XUEJI__V1__CONFIRM_SECOND_FACTOR_REQUEST__INIT;
	enum form_answer answer = form_key(&f->form, app, key);
	if (answer == FORM_SUBMIT && form_check(&f->form, app)) {
		form_fill(&f->form, &request.base);
		app_request(app, "xueji.v1.Sessions/ConfirmSecondFactor", &request.base);
	}
	return answer != FORM_IGNORED;
}

static void close_second_factor(struct app *app, void *state)
{
	struct second_factor *f = state;
	(void)app;
	app_drop(f->secret);
	form_free(&f->form);
}

const struct screen second_factor_screen = {
	.name = "second-factor",
	.title = N_("Second factor"),
	.is_command = true,
	.state_size = sizeof(struct second_factor),
	.open = open_second_factor,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.close = close_second_factor,
};
