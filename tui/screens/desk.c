/* The desk: where one stands after signing in. */
#include "tui/screens/desk.h"

#include "tui/app.h"
#include "tui/widgets/pane.h"
#include "tui/words.h"

static void draw_duties(struct app *app, struct pane *pane)
{
	const Xueji__V1__WhoAmIResponse *who = app_who(app);
	pane_head(pane, _("Postings"));
	for (size_t i = 0; i < who->n_duties; i++) {
		const Xueji__V1__Duty *duty = who->duties[i];
		const char *roles = "";
		for (size_t r = 0; r < duty->n_roles; r++)
			roles = app_print(app, "%s %s", roles, words_role(duty->roles[r]));
		const char *stands_in =
			duty->for_operator_full_name[0] != '\0'
				? app_print(app, _("  for %s"), duty->for_operator_full_name)
				: "";
		pane_text(pane, STYLE_PLAIN,
			app_print(app, "  %s %s%s", duty->unit_name, roles, stands_in));
	}
	pane->row++;
}

static void draw_certificate(struct app *app, struct pane *pane)
{
	const Xueji__V1__WhoAmIResponse *who = app_who(app);
	switch (who->certificate_state) {
	case XUEJI__V1__CERTIFICATE_STATE__CERTIFICATE_STATE_EXPIRING:
		pane_text(pane, STYLE_WARN,
			app_print(app, _("! Your certificate expires on %s; have it renewed."),
				who->certificate_until));
		break;
	case XUEJI__V1__CERTIFICATE_STATE__CERTIFICATE_STATE_EXPIRED:
	case XUEJI__V1__CERTIFICATE_STATE__CERTIFICATE_STATE_MISSING:
		pane_text(pane, STYLE_LATE,
			_("!! Without a valid certificate you can read, not change."));
		break;
	default:
		break;
	}
}

static void draw(struct app *app, void *state, struct area area)
{
	(void)state;
	struct pane pane = pane_begin(area, 20);
	pane.row = 1;
	draw_duties(app, &pane);
	draw_certificate(app, &pane);
	pane.row++;
	pane_head(&pane, _("Pages"));
	for (size_t i = 0; i < screens_count; i++)
		if (screens[i]->digit > 1 && app_may(app, screens[i]->need))
			pane_text(&pane, STYLE_PLAIN,
				app_print(
					app, "  %d  %s", screens[i]->digit, _(screens[i]->title)));
}

const struct screen desk_screen = {
	.name = "desk",
	.title = N_("Desk"),
	.digit = 1,
	.tab = N_("Desk"),
	.is_command = true,
	.draw = draw,
};
