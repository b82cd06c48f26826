#include "tui/problem_words.h"

#include "tui/decide.h"
#include "tui/words.h"

#define WORD(words, at) _(words[(unsigned)(at) < sizeof words / sizeof *words ? (unsigned)(at) : 0])

const char *problem_words_kind(Xueji__V1__ProblemKind kind)
{
	static const char *const words[PROBLEM_KINDS + 1] = {N_("problem"), N_("same ID no."),
		N_("same person"), N_("ID faulty"), N_("ID not found"), N_("name differs"),
		N_("ID replaced"), N_("no ID number"), N_("no pupil"), N_("is elsewhere"),
		N_("lacks record"), N_("incomplete"), N_("perhaps same")};
	return WORD(words, kind);
}

const char *problem_words_answer(Xueji__V1__ProblemAnswer answer)
{
	static const char *const words[] = {
		"-", N_("is right"), N_("amend"), N_("delete"), N_("J number")};
	return answer == 0 ? "-" : WORD(words, answer);
}

const char *problem_words_event(Xueji__V1__CaseEvent event)
{
	static const char *const words[] = {N_("hand down to the school"),
		N_("refer to the province"), N_("maintain: this side is right"),
		N_("give up: this side answers again"), N_("one person"), N_("two persons"),
		N_("found to be true no longer"), N_("found"),
		N_("at another school now, which answers anew")};
	int at = (int)event - XUEJI__V1__CASE_EVENT__CASE_EVENT_DISPATCH;
	if (event == XUEJI__V1__CASE_EVENT__CASE_EVENT_REFUSE)
		return _("send back to the school");
	return at >= 0 && at < (int)(sizeof words / sizeof *words) ? _(words[at])
								   : decide_words(event);
}

const char *problem_words_ground(Xueji__V1__DeleteGround ground)
{
	static const char *const words[] = {N_("no ground"),
		N_("recorded twice; the other record stays"), N_("never came to this school"),
		N_("is at another school, and has a record there"), N_("has dropped out"),
		N_("has gone abroad"), N_("has died")};
	return WORD(words, ground);
}

const char *problem_words_choice(Xueji__V1__GuardianChoice choice)
{
	static const char *const words[] = {N_("has not chosen"), N_("the old record moves here"),
		N_("the old record stays where it is")};
	return WORD(words, choice);
}

const char *problem_words_stage(Xueji__V1__Stage stage)
{
	static const char *const words[] = {
		N_("no stage"), N_("primary"), N_("junior"), N_("senior")};
	return WORD(words, stage);
}

const char *problem_words_letter(Xueji__V1__StudentNumberKind kind)
{
	switch (kind) {
	case XUEJI__V1__STUDENT_NUMBER_KIND__STUDENT_NUMBER_KIND_TEMPORARY:
		return "L";
	case XUEJI__V1__STUDENT_NUMBER_KIND__STUDENT_NUMBER_KIND_FORMAL:
		return "G";
	case XUEJI__V1__STUDENT_NUMBER_KIND__STUDENT_NUMBER_KIND_SUBSTITUTE:
		return "J";
	default:
		return "-";
	}
}

const char *problem_words_turn(const struct app *app, const Xueji__V1__Problem *one)
{
	if (one->turn_unit == NULL || one->turn == 0)
		return "-";
	return words_is_mine(app, one->turn_unit->id) ? _("ours") : one->turn_unit->name;
}

const char *problem_words_left(struct app *app, const Xueji__V1__Problem *one)
{
	if (one->due_date[0] == '\0')
		return "-";
	return app_print(app, "%d%s", one->working_days_left,
		one->is_overdue               ? "!!"
		: one->working_days_left == 0 ? "! "
					      : "  ");
}

enum style problem_left_style(const Xueji__V1__Problem *one)
{
	if (one->is_overdue)
		return STYLE_LATE;
	return one->due_date[0] != '\0' && one->working_days_left == 0 ? STYLE_WARN : STYLE_PLAIN;
}
