#include "tui/words.h"

#include <string.h>

#include "domain/attachment_kind.h"

static const char *const grades[] = {N_("no grade"), N_("Grade 1"), N_("Grade 2"), N_("Grade 3"),
	N_("Grade 4"), N_("Grade 5"), N_("Grade 6"), N_("Grade 7"), N_("Grade 8"), N_("Grade 9"),
	N_("Grade 10"), N_("Grade 11"), N_("Grade 12")};

const char *words_class(struct app *app, int grade, int class_number)
{
	const char *text = _(grades[grade > 0 && grade <= 12 ? grade : 0]);
	return class_number > 0 ? app_print(app, _("%s (%d)"), text, class_number) : text;
}

const char *words_status(Xueji__V1__StudentStatus status)
{
	static const char *const words[] = {N_("unknown"), N_("pending"), N_("enrolled"),
		N_("suspended"), N_("abroad"), N_("dropped out"), N_("left"), N_("withdrawn"),
		N_("graduated"), N_("completed"), N_("partial"), N_("deceased"), N_("deleted"),
		N_("gone to another province")};
	unsigned at = status;
	return _(words[at < sizeof words / sizeof *words ? at : 0]);
}

const char *words_number_kind(Xueji__V1__StudentNumberKind kind)
{
	static const char *const words[] = {N_("no number"), N_("temporary"), N_("formal"),
		N_("formal, without ID number"), N_("former or other")};
	unsigned at = kind;
	return _(words[at < sizeof words / sizeof *words ? at : 0]);
}

const char *words_tier(Xueji__V1__Tier tier)
{
	static const char *const words[] = {
		N_("unit"), N_("nation"), N_("province"), N_("city"), N_("county"), N_("school")};
	unsigned at = tier;
	return _(words[at < sizeof words / sizeof *words ? at : 0]);
}

const char *words_role(Xueji__V1__Role role)
{
	static const char *const words[] = {N_("no role"), N_("registrar"), N_("approver"),
		N_("officer"), N_("security administrator"), N_("auditor"),
		N_("system administrator")};
	unsigned at = role;
	return _(words[at < sizeof words / sizeof *words ? at : 0]);
}

const char *words_roles(struct app *app, const Xueji__V1__Role *roles, size_t n)
{
	const char *text = "";
	for (size_t i = 0; i < n; i++)
		text = app_print(app, "%s%s%s", text, i > 0 ? ", " : "", words_role(roles[i]));
	return text;
}

const char *words_operator_state(const Xueji__V1__Operator *one)
{
	static const char *const words[] = {
		N_("unknown"), N_("in use"), N_("sealed"), N_("idle, sealed")};
	unsigned at = one->state;
	if (one->state == XUEJI__V1__OPERATOR_STATE__OPERATOR_STATE_ACTIVE &&
		one->must_change_password)
		return _("one-time pw");
	return _(words[at < sizeof words / sizeof *words ? at : 0]);
}

const char *words_session_place(const Xueji__V1__Session *session)
{
	return session->is_current        ? _("this one")
	       : session->is_known_device ? _("known console")
					  : _("console used for the first time");
}

const char *words_session(struct app *app, const Xueji__V1__Session *session)
{
	return app_print(app, _(" since %s  last used %s  %s"), app_instant(app, session->started),
		app_instant(app, session->last_used), words_session_place(session));
}

const char *words_case_type(Xueji__V1__CaseType type)
{
	static const char *const words[] = {N_("case"), N_("registration"), N_("key data"),
		N_("transfer"), N_("status"), N_("problem"), N_("enrolment"), N_("graduation")};
	unsigned at = type;
	return _(words[at < sizeof words / sizeof *words ? at : 0]);
}

const char *words_case_kind(const Xueji__V1__Case *one)
{
	return one->status_change != 0 ? one->title : words_case_type(one->type);
}

const char *words_ground(Xueji__V1__RefusalGround ground)
{
	static const char *const words[] = {"", N_("it is no pupil of ours"),
		N_("the guardian denies having asked for it"),
		N_("the data differ from the record")};
	unsigned at = ground;
	return at > 0 && at < sizeof words / sizeof *words ? _(words[at]) : "";
}

const char *words_late(struct app *app, int left)
{
	return left == -1 ? _("1 workday late") : app_print(app, _("%d workdays late"), -left);
}

const char *words_due(struct app *app, const char *due_date, bool is_overdue, int left)
{
	if (strlen(due_date) != strlen("2026-11-25"))
		return "-";
	const char *day = due_date + strlen("2026-");
	if (is_overdue)
		return app_print(app, "%s !! %s", day, words_late(app, left));
	return left == 1 ? app_print(app, _("%s, 1 workday left"), day)
			 : app_print(app, _("%s, %d workdays left"), day, left);
}

const char *words_school(const struct app *app, const Xueji__V1__UnitName *school)
{
	static const char bureau[] = "教育局"; /* as some write the county's own name */
	const char *county = app_who(app)->unit_name;
	size_t n = strlen(county), tail = sizeof bureau - 1;
	if (school == NULL)
		return "-";
	if (n > tail && strcmp(county + n - tail, bureau) == 0)
		n -= tail;
	bool is_within = app_who(app)->tier == XUEJI__V1__TIER__TIER_COUNTY && n > 0 &&
			 strncmp(school->name, county, n) == 0 && school->name[n] != '\0';
	return school->name + (is_within ? n : 0);
}

bool words_is_mine(const struct app *app, const char *unit)
{
	const Xueji__V1__WhoAmIResponse *who = app_who(app);
	for (size_t i = 0; i < who->n_duties; i++)
		if (strcmp(who->duties[i]->unit_id, unit) == 0)
			return true;
	return false;
}

bool words_is_our_move(struct app *app, Xueji__V1__CaseParty turn, const Xueji__V1__UnitName *unit,
	const char **why_out)
{
	*why_out = turn == 0 ? _("It is closed; nothing can be decided any more.")
			     : app_print(app, _("It is the move of %s."),
				       unit != NULL ? unit->name : "-");
	return turn != 0 && unit != NULL && words_is_mine(app, unit->id);
}

bool words_may(struct app *app, Xueji__V1__CaseEvent event, const Xueji__V1__CaseEvent *moves,
	size_t n_moves, const Xueji__V1__UnitName *turn_unit, const char **why_out)
{
	for (size_t i = 0; event != 0 && i < n_moves; i++)
		if (moves[i] == event)
			return true;
	*why_out =
		turn_unit == NULL ? _("It is closed; nothing can be decided any more.")
		: !words_is_mine(app, turn_unit->id)
			? app_print(app, _("It is the move of %s."), turn_unit->name)
		: n_moves > 0
			? _("This is not for you to do now; what is stands at the foot.")
			: _("It is our move, but another person's: no one signs what he entered.");
	return false;
}

const char *words_attachment(const struct app *app, Xueji__V1__AttachmentKind kind)
{
	const struct attachment_kind_row *row = attachment_kind_row((int)kind);
	return row != NULL ? sentence_in(&row->title, app_lang(app)) : "-";
}
