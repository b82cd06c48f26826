/* The people of a unit who use the registry: all, those in use, those sealed; with the units below
 * on request. The subject is a unit's id, "" the operator's own; or, from the desk, "UNIT PARTY
 * TYPE KEY", where the key says which of them. */
#include "tui/screens/operators.h"

#include <stdio.h>
#include <string.h>
#include <xueji/v1/operators.pb-c.h>

#include "common/date.h"
#include "tui/app.h"
#include "tui/screens/operator.h"
#include "tui/screens/operator_form.h"
#include "tui/widgets/list.h"
#include "tui/words.h"

enum { PREFIX = 64, WARN_DAYS = 30 };
enum view { ALL, IN_USE, SEALED, IDLE, CERTIFICATES, ONE_TIME, VIEW_COUNT };

struct operators {
	struct list list;
	char unit[40];
	char prefix[PREFIX * 4 + 1]; /* of the filter */
	enum view view;
	Xueji__V1__OperatorOrder order;
	bool with_below;
};

/* ---- rows */

static const char *id_of(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Operator *)row)->id;
}

static const char *name_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Operator *)row)->name;
}

static const char *full_name_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Operator *)row)->full_name;
}

static const char *unit_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Operator *)row)->unit_name;
}

static const char *roles_cell(struct app *app, const void *row)
{
	const Xueji__V1__Operator *one = row;
	const char *text = "";
	for (size_t i = 0; i < one->n_postings; i++) {
		const Xueji__V1__Posting *at = one->postings[i];
		text = app_print(app, "%s%s%s", text, i > 0 ? ", " : "",
			words_roles(app, at->roles, at->n_roles));
	}
	return one->n_postings > 0 ? text : _("! not posted");
}

static enum style roles_style(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Operator *)row)->n_postings > 0 ? STYLE_PLAIN : STYLE_WARN;
}

static const char *state_cell(struct app *app, const void *row)
{
	const Xueji__V1__Operator *one = row;
	(void)app;
	return words_operator_state(one);
}

static enum style state_style(struct app *app, const void *row)
{
	const Xueji__V1__Operator *one = row;
	(void)app;
	return one->state != XUEJI__V1__OPERATOR_STATE__OPERATOR_STATE_ACTIVE ? STYLE_LATE
	       : one->must_change_password                                    ? STYLE_WARN
									      : STYLE_PLAIN;
}

static bool is_expired(struct app *app, const Xueji__V1__Operator *one)
{
	char today[DATE_TEXT_SIZE];
	date_format(date_of_instant(app_now_us(app)), today);
	return one->certificate_until[0] != '\0' && strcmp(one->certificate_until, today) < 0;
}

static const char *certificate_cell(struct app *app, const void *row)
{
	const Xueji__V1__Operator *one = row;
	const char *day = app_date(app, one->certificate_until, false);
	return is_expired(app, one) ? app_print(app, "%s!!", day) : day;
}

static enum style certificate_style(struct app *app, const void *row)
{
	return is_expired(app, row) ? STYLE_LATE : STYLE_PLAIN;
}

static const char *last_cell(struct app *app, const void *row)
{
	return app_instant(app, ((const Xueji__V1__Operator *)row)->last_sign_in);
}

#define OWN_NAME                                                             \
	{                                                                    \
		.title = N_("Own name"), .width = 10, .cell = full_name_cell \
	}
#define ROLES                                                                               \
	{                                                                                   \
		.title = N_("Roles"), .width = 22, .cell = roles_cell, .style = roles_style \
	}
#define STATE                                                                               \
	{                                                                                   \
		.title = N_("State"), .width = 11, .cell = state_cell, .style = state_style \
	}
#define CERTIFIED                                                                   \
	{                                                                           \
		.title = N_("Certified to"), .width = 12, .cell = certificate_cell, \
		.style = certificate_style, .drop = 1                               \
	}
#define LAST                                                                           \
	{                                                                              \
		.title = N_("Last sign-in"), .width = 16, .cell = last_cell, .drop = 2 \
	}

static const struct list_column own_columns[] = {
	{.title = N_("User"), .width = 0, .most = 28, .cell = name_cell},
	OWN_NAME,
	ROLES,
	STATE,
	CERTIFIED,
	LAST,
	{0},
};
static const struct list_column below_columns[] = {
	{.title = N_("User"), .width = 20, .cell = name_cell},
	OWN_NAME,
	{.title = N_("Unit"), .width = 0, .cell = unit_cell},
	ROLES,
	STATE,
	CERTIFIED,
	LAST,
	{0},
};

#define NOBODY N_("There is nobody of this kind here.")
static const struct list_spec own_spec = {
	.columns = own_columns, .rows = "operators", .id = id_of, .empty = NOBODY};
static const struct list_spec below_spec = {
	.columns = below_columns, .rows = "operators", .id = id_of, .empty = NOBODY};

/* ---- the screen */

static void ask(struct app *app, struct operators *o)
{
	Xueji__V1__ListOperatorsRequest request = XUEJI__V1__LIST_OPERATORS_REQUEST__INIT;
	request.unit_id = o->unit;
	request.whole_subtree = o->with_below;
	char until[DATE_TEXT_SIZE];
	if (o->view == CERTIFICATES) {
		date_format(date_of_instant(app_now_us(app)) + WARN_DAYS, until);
		request.certificate_until = until;
	} else if (o->view == ONE_TIME) {
		request.only_one_time = true;
	} else {
		request.state = (Xueji__V1__OperatorState)o->view;
	}
	request.name_prefix = o->prefix;
	request.order = o->order;
	list_ask(&o->list, app, "xueji.v1.Operators/ListOperators", &request.base);
}

static void open_operators(struct app *app, void *state, const char *subject)
{
	struct operators *o = state;
	char key[40] = "";
	strncpy(o->unit, app_who(app)->unit_id, sizeof o->unit - 1);
	sscanf(subject, "%39s %*s %*s %39s", o->unit, key);
	if (strcmp(key, "operator.idle") == 0)
		o->view = IDLE;
	if (strcmp(key, "operator.certificate") == 0)
		o->view = CERTIFICATES;
	if (strcmp(key, "operator.one_time") == 0)
		o->view = ONE_TIME;
	list_init(&o->list, &own_spec);
	ask(app, o);
}

static void filter(struct app *app, void *state, const char *text)
{
	struct operators *o = state;
	memset(o->prefix, 0, sizeof o->prefix);
	strncpy(o->prefix, text, sizeof o->prefix - 1);
	ask(app, o);
}

static void draw(struct app *app, void *state, struct area area)
{
	static const char *const words[] = {N_("All"), N_("In use"), N_("Sealed"),
		N_("Sealed: not used for long"),
		N_("Certificate none, expired, or up within 30 days"),
		N_("One-time password not used yet")};
	struct operators *o = state;
	int col = draw_text(area, 0, 1, STYLE_HEAD, _(words[o->view]));
	static const char *const orders[] = {
		"", N_("  longest not signed in first"), N_("  by end of the certificate")};
	if (o->with_below)
		col = draw_text(area, 0, col + 2, STYLE_HEAD, _("with the units below"));
	if (o->order != XUEJI__V1__OPERATOR_ORDER__OPERATOR_ORDER_UNSPECIFIED)
		draw_text(area, 0, col, STYLE_HEAD, _(orders[o->order]));
	list_draw(&o->list, app, area_rows(area, 1, area.rows - 1));
}

/* ---- what keys do */

static void open_operator(struct app *app, void *state)
{
	app_open(app, &operator_screen,
		id_of(app, list_current(&((struct operators *)state)->list)));
}

static void new_operator(struct app *app, void *state)
{
	(void)state;
	app_open(app, &operator_form_screen, "create");
}

static void turn_view(struct app *app, void *state)
{
	struct operators *o = state;
	o->view = (o->view + 1) % VIEW_COUNT;
	ask(app, o);
}

static void turn_below(struct app *app, void *state)
{
	struct operators *o = state;
	o->with_below = !o->with_below;
	list_turn(&o->list, o->with_below ? &below_spec : &own_spec);
	ask(app, o);
}

static void turn_order(struct app *app, void *state)
{
	struct operators *o = state;
	o->order = (o->order + 1) % (XUEJI__V1__OPERATOR_ORDER__OPERATOR_ORDER_CERTIFICATE + 1);
	ask(app, o);
}

static const struct action actions[] = {
	{VERB_OPEN, .can = list_has_row, .run = open_operator},
	{VERB_CREATE, .what = N_("new operator"), .run = new_operator,
		.need = "xueji.v1.Operators/CreateOperator",
		.help = N_("an account with a one-time password; postings come after")},
	{VERB_VIEW, .what = N_("in use/sealed..."), .run = turn_view},
	{VERB_MEASURE, .what = N_("with below"), .run = turn_below,
		.help = N_("those of all units below as well")},
	{VERB_SORT, .run = turn_order,
		.help = N_("by name, by last sign-in, by the end of the certificate")},
	{VERB_REFRESH, .run = list_again, .is_quiet = true},
	{0},
};

const struct screen operators_screen = {
	.name = "operators",
	.title = N_("Operators"),
	.digit = 5,
	.tab = N_("Operators"),
	.need = "xueji.v1.Operators/ListOperators",
	.is_command = true,
	.is_for_desk = true,
	.state_size = sizeof(struct operators),
	.open = open_operators,
	.loaded = list_on_reply,
	.draw = draw,
	.on_key = list_on_key,
	.again = list_again,
	.filter = filter,
	.close = list_close,
	.actions = actions,
};
