/* One operator: account, certificate, postings, open sessions, and what a security administrator
 * may do about them. The subject is the operator's id. */
#include "tui/screens/operator.h"

#include <string.h>
#include <xueji/v1/operators.pb-c.h>

#include "common/date.h"
#include "tui/app.h"
#include "tui/screens/operator_form.h"
#include "tui/widgets/pane.h"
#include "tui/words.h"

#define OPERATORS "xueji.v1.Operators/"
enum { LABELS = 14, REASON_MAX = 200, POSTINGS = 32, DAY = 16 };
enum reset { RESET_PASSWORD, RESET_FACTOR, RESET_SESSIONS, RESET_COUNT };

struct one {
	char id[40];
	Xueji__V1__Operator *reply;            /* NULL: not here yet */
	Xueji__V1__ListSessionsResponse *open; /* NULL: not here, or not for him to see */
	bool with_ended;                       /* postings that are over */
	/* What was chosen and waits for a Yes. */
	enum reset reset;
	char posting[40], last_day[DAY], reason[REASON_MAX * 4 + 1];
	void (*with_posting)(struct app *app, struct one *o, const Xueji__V1__Posting *posting);
};

static void ask_sessions(struct app *app, struct one *o)
{
	Xueji__V1__ListOperatorSessionsRequest request =
		XUEJI__V1__LIST_OPERATOR_SESSIONS_REQUEST__INIT;
	request.operator_id = o->id;
	if (app_may(app, OPERATORS "ListOperatorSessions"))
		app_request(app, OPERATORS "ListOperatorSessions", &request.base);
}

static void ask(struct app *app, struct one *o)
{
	Xueji__V1__GetOperatorRequest request = XUEJI__V1__GET_OPERATOR_REQUEST__INIT;
	request.id = o->id;
	app_request(app, OPERATORS "GetOperator", &request.base);
	ask_sessions(app, o);
}

static void open_one(struct app *app, void *state, const char *subject)
{
	struct one *o = state;
	strncpy(o->id, subject, sizeof o->id - 1);
	ask(app, o);
}

/* ---- replies */

static void take(struct app *app, struct one *o, const Xueji__V1__Operator *in)
{
	if (o->reply != NULL && in->rev != o->reply->rev)
		app_say(app, TONE_DONE, _("Done; it holds from the next call on."));
	app_drop(o->reply);
	o->reply = app_keep(in);
	app_title(app, in->full_name);
}

static void take_password(
	struct app *app, struct one *o, const Xueji__V1__ResetPasswordResponse *in)
{
	take(app, o, in->operator_);
	ask_sessions(app, o);
	app_show(app, _("One-time password, shown this once"),
		app_print(app, _("%s\n\nFor %s (%s). It serves until %s, for one sign-in."),
			in->one_time_password, in->operator_->full_name, in->operator_->name,
			app_instant(app, in->one_time_password_expires)));
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct one *o = state;
	if (reply->outcome != CLIENT_OK)
		return;
	const ProtobufCMessageDescriptor *what = reply->message->descriptor;
	if (what == &xueji__v1__operator__descriptor) {
		take(app, o, (const void *)reply->message);
	} else if (what == &xueji__v1__reset_password_response__descriptor) {
		take_password(app, o, (const void *)reply->message);
	} else if (what == &xueji__v1__list_sessions_response__descriptor) {
		app_drop(o->open);
		o->open = app_keep(reply->message);
	} else {
		const Xueji__V1__EndOperatorSessionsResponse *in = (const void *)reply->message;
		app_say(app, TONE_DONE, _("%d sessions ended."), in->ended);
		ask_sessions(app, o);
	}
}

/* ---- drawing */

static const char *today(char out[DATE_TEXT_SIZE], struct app *app)
{
	date_format(date_of_instant(app_now_us(app)), out);
	return out;
}

static bool is_over(struct app *app, const Xueji__V1__Posting *posting)
{
	char day[DATE_TEXT_SIZE];
	return posting->last_day[0] != '\0' && strcmp(posting->last_day, today(day, app)) < 0;
}

static bool is_to_come(struct app *app, const Xueji__V1__Posting *posting)
{
	char day[DATE_TEXT_SIZE];
	return strcmp(posting->first_day, today(day, app)) > 0;
}

static void draw_account(struct app *app, const Xueji__V1__Operator *one, struct pane *pane)
{
	pane_pair(pane, N_("User"), one->name, N_("Own name"), one->full_name);
	pane_pair(pane, N_("Unit"), one->unit_name, N_("Telephone"), one->phone);
	pane_pair(pane, N_("State"), words_operator_state(one), N_("Second factor"),
		one->has_second_factor ? _("set up") : _("none"));
	pane_pair(pane, N_("Certificate"), one->certificate_no, N_("Certified to"),
		app_date(app, one->certificate_until, false));
	pane_pair(pane, N_("Last sign-in"), app_instant(app, one->last_sign_in), N_("Created"),
		app_instant(app, one->created));
}

static const char *days(struct app *app, const Xueji__V1__Posting *posting)
{
	return posting->last_day[0] == '\0'
		       ? app_print(app, _("from %s on"), posting->first_day)
		       : app_print(app, "%s - %s", posting->first_day, posting->last_day);
}

static void draw_posting(
	struct app *app, const Xueji__V1__Posting *posting, size_t number, struct pane *pane)
{
	bool over = is_over(app, posting), coming = is_to_come(app, posting);
	pane_text(pane, over ? STYLE_GREY : STYLE_PLAIN,
		app_print(app, " %zu %s %s  %s  %s", number,
			over     ? "x"
			: coming ? "."
				 : "+",
			posting->unit_name, words_roles(app, posting->roles, posting->n_roles),
			days(app, posting)));
	if (posting->deputy_id[0] != '\0')
		pane_text(pane, STYLE_PLAIN,
			app_print(app, _("     deputy: %s (%s)  %s - %s"),
				posting->deputy_full_name, posting->deputy_name,
				posting->deputy_first_day, posting->deputy_last_day));
}

static void draw_postings(struct app *app, const struct one *o, struct pane *pane)
{
	size_t n_over = 0;
	pane_head(pane, _("Postings"));
	for (size_t i = 0; i < o->reply->n_postings; i++) {
		bool over = is_over(app, o->reply->postings[i]);
		n_over += over;
		if (!over || o->with_ended)
			draw_posting(app, o->reply->postings[i], i + 1, pane);
	}
	if (o->reply->n_postings == n_over)
		pane_text(pane, STYLE_WARN, _(" ! none in force: he cannot sign in"));
	if (n_over > 0 && !o->with_ended)
		pane_text(pane, STYLE_PLAIN, app_print(app, _(" and %zu that are over"), n_over));
}

static void draw_sessions(
	struct app *app, const Xueji__V1__ListSessionsResponse *open, struct pane *pane)
{
	pane_head(pane, _("Open sessions"));
	for (size_t i = 0; i < open->n_sessions; i++)
		pane_text(pane, STYLE_PLAIN, words_session(app, open->sessions[i]));
	if (open->n_sessions == 0)
		pane_text(pane, STYLE_PLAIN, _(" none"));
}

static void draw(struct app *app, void *state, struct area area)
{
	const struct one *o = state;
	struct pane pane = pane_begin(area, LABELS);
	if (o->reply == NULL)
		return;
	draw_account(app, o->reply, &pane);
	pane.row++;
	draw_postings(app, o, &pane);
	pane.row++;
	if (o->open != NULL)
		draw_sessions(app, o->open, &pane);
}

static void close_one(struct app *app, void *state)
{
	struct one *o = state;
	(void)app;
	app_drop(o->reply);
	app_drop(o->open);
}

/* ---- whether it can be done */

static bool is_here(struct app *app, void *state, const char **why_out)
{
	(void)app;
	*why_out = _("The account is not here yet.");
	return ((const struct one *)state)->reply != NULL;
}

static bool can_change(struct app *app, void *state, const char **why_out)
{
	const struct one *o = state;
	if (!is_here(app, state, why_out))
		return false;
	*why_out = _("Nobody changes his own account; a colleague or the tier above does.");
	return strcmp(o->id, app_who(app)->operator_id) != 0;
}

static size_t live_postings(struct app *app, const struct one *o, size_t at[POSTINGS])
{
	size_t n = 0;
	for (size_t i = 0; i < o->reply->n_postings && n < POSTINGS; i++)
		if (!is_over(app, o->reply->postings[i]))
			at[n++] = i;
	return n;
}

static bool has_posting(struct app *app, void *state, const char **why_out)
{
	size_t at[POSTINGS];
	if (!can_change(app, state, why_out))
		return false;
	*why_out = _("He has no posting that is in force or to come.");
	return live_postings(app, state, at) > 0;
}

/* ---- postings */

static void posting_chosen(struct app *app, void *state, size_t chosen, const char *text)
{
	struct one *o = state;
	size_t at[POSTINGS];
	(void)text;
	if (chosen < live_postings(app, o, at))
		o->with_posting(app, o, o->reply->postings[at[chosen]]);
}

/* Does `then` with the posting, after asking which where there are several. */
static void pick_posting(struct app *app, struct one *o,
	void (*then)(struct app *app, struct one *o, const Xueji__V1__Posting *posting))
{
	struct choice choices[POSTINGS];
	size_t at[POSTINGS], n = live_postings(app, o, at);
	o->with_posting = then;
	for (size_t i = 0; i < n; i++) {
		const Xueji__V1__Posting *posting = o->reply->postings[at[i]];
		const char *roles = words_roles(app, posting->roles, posting->n_roles);
		choices[i] = (struct choice){
			app_print(app, "%s  %s", posting->unit_name, roles), 0, false};
	}
	if (n == 1)
		then(app, o, o->reply->postings[at[0]]);
	else
		app_choose(app, _("Which posting?"), choices, n, posting_chosen);
}

static void send_end(struct app *app, void *state)
{
	struct one *o = state;
	Xueji__V1__EndPostingRequest request = XUEJI__V1__END_POSTING_REQUEST__INIT;
	request.operator_id = o->id, request.rev = o->reply->rev;
	request.posting_id = o->posting, request.last_day = o->last_day;
	app_request(app, OPERATORS "EndPosting", &request.base);
}

static void end_day(struct app *app, void *state, const char *text)
{
	struct one *o = state;
	memset(o->last_day, 0, sizeof o->last_day);
	strncpy(o->last_day, text, sizeof o->last_day - 1);
	if (text[0] == '\0')
		app_confirm(app, &(struct question){.done = send_end},
			_("End this posting of %s at once?"), o->reply->full_name);
	else
		send_end(app, o);
}

static void end_posting(struct app *app, struct one *o, const Xueji__V1__Posting *posting)
{
	memset(o->posting, 0, sizeof o->posting);
	strncpy(o->posting, posting->id, sizeof o->posting - 1);
	app_prompt(app, &(struct prompt){.label = app_print(app, _("%s, last day (empty: now):"),
						 posting->unit_name),
				.max = 10,
				.done = end_day});
}

static void end(struct app *app, void *state)
{
	pick_posting(app, state, end_posting);
}

static void deputy_form(struct app *app, struct one *o, const Xueji__V1__Posting *posting)
{
	app_open(app, &operator_form_screen, app_print(app, "deputy %s %s", o->id, posting->id));
}

static void deputy(struct app *app, void *state)
{
	pick_posting(app, state, deputy_form);
}

static void open_form(struct app *app, const struct one *o, const char *kind)
{
	app_open(app, &operator_form_screen, app_print(app, "%s %s", kind, o->id));
}

static void assign(struct app *app, void *state)
{
	open_form(app, state, "post");
}

static void certify(struct app *app, void *state)
{
	open_form(app, state, "certify");
}

static void edit(struct app *app, void *state)
{
	open_form(app, state, "correct");
}

/* ---- sealing, passwords, sessions */

static void send_seal(struct app *app, void *state)
{
	struct one *o = state;
	Xueji__V1__SealOperatorRequest seal = XUEJI__V1__SEAL_OPERATOR_REQUEST__INIT;
	Xueji__V1__UnsealOperatorRequest unseal = XUEJI__V1__UNSEAL_OPERATOR_REQUEST__INIT;
	seal.id = unseal.id = o->id, seal.rev = unseal.rev = o->reply->rev;
	seal.reason = o->reason;
	if (o->reply->state == XUEJI__V1__OPERATOR_STATE__OPERATOR_STATE_ACTIVE)
		app_request(app, OPERATORS "SealOperator", &seal.base);
	else
		app_request(app, OPERATORS "UnsealOperator", &unseal.base);
}

static void seal_reason(struct app *app, void *state, const char *text)
{
	struct one *o = state;
	memset(o->reason, 0, sizeof o->reason);
	strncpy(o->reason, text, sizeof o->reason - 1);
	app_confirm(app, &(struct question){.done = send_seal},
		_("Seal the account of %s? His sessions end."), o->reply->full_name);
}

static void seal(struct app *app, void *state)
{
	const struct one *o = state;
	if (o->reply->state == XUEJI__V1__OPERATOR_STATE__OPERATOR_STATE_ACTIVE)
		app_prompt(app, &(struct prompt){.label = _("Why is it sealed:"),
					.max = REASON_MAX,
					.done = seal_reason});
	else
		app_confirm(app, &(struct question){.done = send_seal},
			_("Open the account of %s again?"), o->reply->full_name);
}

static void send_reset(struct app *app, void *state)
{
	struct one *o = state;
	Xueji__V1__ResetPasswordRequest password = XUEJI__V1__RESET_PASSWORD_REQUEST__INIT;
	Xueji__V1__ResetSecondFactorRequest factor = XUEJI__V1__RESET_SECOND_FACTOR_REQUEST__INIT;
	Xueji__V1__EndOperatorSessionsRequest sessions =
		XUEJI__V1__END_OPERATOR_SESSIONS_REQUEST__INIT;
	password.id = factor.id = sessions.operator_id = o->id;
	password.rev = factor.rev = o->reply->rev;
	if (o->reset == RESET_PASSWORD)
		app_request(app, OPERATORS "ResetPassword", &password.base);
	else if (o->reset == RESET_FACTOR)
		app_request(app, OPERATORS "ResetSecondFactor", &factor.base);
	else
		app_request(app, OPERATORS "EndOperatorSessions", &sessions.base);
}

static const char *const resets[RESET_COUNT] = {
	[RESET_PASSWORD] = N_("set a new one-time password; his sessions end"),
	[RESET_FACTOR] = N_("remove the second factor; his sessions end"),
	[RESET_SESSIONS] = N_("end his sessions, no more"),
};

static void reset_chosen(struct app *app, void *state, size_t chosen, const char *text)
{
	struct one *o = state;
	(void)text;
	o->reset = (enum reset)chosen;
	app_confirm(app, &(struct question){.done = send_reset}, _("%s: %s?"), o->reply->full_name,
		_(resets[chosen]));
}

static void reset(struct app *app, void *state)
{
	struct choice choices[RESET_COUNT];
	(void)state;
	for (size_t i = 0; i < RESET_COUNT; i++)
		choices[i] = (struct choice){_(resets[i]), 0, false};
	app_choose(app, _("What shall be done?"), choices, RESET_COUNT, reset_chosen);
}

static void turn_ended(struct app *app, void *state)
{
	struct one *o = state;
	(void)app;
	o->with_ended = !o->with_ended;
}

static void refresh_one(struct app *app, void *state)
{
	ask(app, state);
}

static const struct action actions[] = {
	{VERB_ASSIGN, .what = N_("post"), .can = can_change, .run = assign,
		.need = OPERATORS "AddPosting", .help = N_("a role in a unit, between two days")},
	{VERB_END, .what = N_("end posting"), .can = has_posting, .run = end,
		.need = OPERATORS "EndPosting"},
	{VERB_DEPUTY, .can = has_posting, .run = deputy, .need = OPERATORS "SetDeputy",
		.help = N_("who stands in for him, between two days")},
	{VERB_CERTIFY, .can = can_change, .run = certify, .need = OPERATORS "CertifyOperator"},
	{VERB_RESET, .can = can_change, .run = reset, .need = OPERATORS "ResetPassword",
		.help = N_("a forgotten password, a lost device, sessions that must end")},
	{VERB_SEAL, .what = N_("seal/open"), .can = can_change, .run = seal,
		.need = OPERATORS "SealOperator",
		.help = N_("no sign-in any more; or open it again")},
	{VERB_EDIT, .can = can_change, .run = edit, .need = OPERATORS "UpdateOperator"},
	{VERB_VIEW, .what = N_("with ended"), .can = is_here, .run = turn_ended,
		.help = N_("postings that are over"), .is_quiet = true},
	{VERB_REFRESH, .run = refresh_one, .is_quiet = true},
	{0},
};

const struct screen operator_screen = {
	.name = "operator",
	.title = N_("Operator"),
	.need = OPERATORS "GetOperator",
	.state_size = sizeof(struct one),
	.open = open_one,
	.loaded = loaded,
	.draw = draw,
	.again = refresh_one,
	.close = close_one,
	.actions = actions,
};
