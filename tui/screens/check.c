/* Whether an identity document has a record anywhere (R7, R16). Outside one's units the answer is
 * yes, nearly or no, and where to turn; the server counts the questions and records them. */
#include "tui/screens/check.h"

#include <xueji/v1/students.pb-c.h>

#include "tui/app.h"
#include "tui/screens/student.h"
#include "tui/widgets/form.h"
#include "tui/widgets/pane.h"
#include "tui/words.h"

struct check {
	struct form form;
	Xueji__V1__CheckIdentityResponse *reply; /* NULL: nothing was asked yet */
};

static const struct form_field fields[] = {
	{.name = "id_type",
		.label = N_("ID type"),
		.width = 24,
		.has_codes = true,
		.codes = CODES_ID_TYPE,
		.is_required = true},
	{.name = "id_number",
		.label = N_("ID number"),
		.max = 30,
		.width = 24,
		.is_required = true},
	{.name = "name",
		.label = N_("Name"),
		.max = 50,
		.width = 24,
		.hint = N_("without it the answer does not say where")},
	{.name = "sex", .label = N_("Sex"), .width = 8, .has_codes = true, .codes = CODES_SEX},
	{.name = "birth_date",
		.label = N_("Born"),
		.max = 10,
		.width = 12,
		.hint = N_("2018-09-01")},
};
enum { N_FIELDS = sizeof fields / sizeof *fields };

static void open_check(struct app *app, void *state, const char *subject)
{
	struct check *c = state;
	(void)app;
	(void)subject;
	form_init(&c->form, fields, N_FIELDS);
	form_set(&c->form, "id_type", "1");
	form_focus(&c->form, "id_number");
}

static void submit(struct app *app, struct check *c)
{
	Xueji__V1__CheckIdentityRequest request = XUEJI__V1__CHECK_IDENTITY_REQUEST__INIT;
	if (!form_check(&c->form, app))
		return;
	form_fill(&c->form, &request.base);
	app_request(app, "xueji.v1.Students/CheckIdentity", &request.base);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct check *c = state;
	app_drop(c->reply);
	c->reply = NULL;
	form_faults(&c->form, app, reply, "");
	if (reply->outcome == CLIENT_OK)
		c->reply = app_keep(reply->message);
}

static const char *match_words(Xueji__V1__IdentityMatch match)
{
	static const char *const words[] = {N_("unknown"), N_("no record"),
		N_("nearly: something is there, but not the same"), N_("there is a record")};
	unsigned at = match;
	return _(words[at < sizeof words / sizeof *words ? at : 0]);
}

static void draw_answer(
	struct app *app, const Xueji__V1__CheckIdentityResponse *reply, struct area area)
{
	struct pane pane = pane_begin(area, 12);
	const char *place = "";
	draw_rule(area, pane.row++);
	pane_row(&pane, N_("Answer"), match_words(reply->match));
	for (size_t i = 0; i < reply->n_path; i++)
		place = app_print(app, "%s%s ", place, reply->path[i]->name);
	if (reply->n_path > 0) {
		pane_row(&pane, N_("Place"), place);
		pane_row(&pane, N_("Student no."), words_number_kind(reply->student_no_kind));
	}
	pane_row(&pane, N_("What to do"), reply->advice);
}

static void draw(struct app *app, void *state, struct area area)
{
	struct check *c = state;
	draw_wrapped(area_cols(area_rows(area, 0, 2), 1, area.cols - 2), 0, STYLE_PLAIN,
		_("Asks the whole registry. Each question is counted and recorded."));
	form_draw(&c->form, app, area_rows(area, 3, N_FIELDS + 3));
	if (c->reply != NULL && area.rows > N_FIELDS + 8)
		draw_answer(app, c->reply, area_rows(area, N_FIELDS + 6, area.rows - N_FIELDS - 6));
}

static bool on_key(struct app *app, void *state, struct key key)
{
	struct check *c = state;
	enum form_answer answer = form_key(&c->form, app, key);
	if (answer == FORM_SUBMIT)
		submit(app, c);
	return answer != FORM_IGNORED;
}

static bool is_known(struct app *app, void *state, const char **why_out)
{
	const struct check *c = state;
	(void)app;
	*why_out = _("No child within your units was found.");
	return c->reply != NULL && c->reply->student_id[0] != '\0';
}

static void open_child(struct app *app, void *state)
{
	app_open(app, &student_screen, ((struct check *)state)->reply->student_id);
}

static void close_check(struct app *app, void *state)
{
	struct check *c = state;
	(void)app;
	form_free(&c->form);
	app_drop(c->reply);
}

static const struct action actions[] = {
	{VERB_SEARCH, .what = N_("open the file"), .can = is_known, .run = open_child},
	{0},
};

const struct screen check_screen = {
	.name = "check",
	.title = N_("Record elsewhere?"),
	.need = "xueji.v1.Students/CheckIdentity",
	.is_command = true,
	.state_size = sizeof(struct check),
	.open = open_check,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.close = close_check,
	.actions = actions,
};
