#include "tui/reveal.h"

#include "domain/codes.h"
#include "tui/words.h"

enum { REASON_MAX = 200 };

/* In the order of the contract's enums, from 1. */
static const char *const which[] = {
	N_("the ID number"),
	N_("all student numbers"),
	N_("the family's ID numbers"),
};
static const char *const reasons[] = {
	N_("compare with the document"),
	N_("the police enquire"),
	N_("entry for an examination"),
	N_("aid or a subsidy"),
	N_("a transfer or another change of status"),
	N_("a problem record is being settled"),
	N_("a guardian enquires"),
	N_("another reason"),
};
enum { N_WHICH = sizeof which / sizeof *which, N_REASONS = sizeof reasons / sizeof *reasons };

static void ask_server(struct app *app, void *state, size_t chosen, const char *text)
{
	const struct reveal *reveal = state;
	Xueji__V1__RevealIdentityRequest request = XUEJI__V1__REVEAL_IDENTITY_REQUEST__INIT;
	request.student_id = (char *)(uintptr_t)reveal->student;
	request.numbers = reveal->numbers;
	request.reason = (Xueji__V1__RevealReason)(chosen + 1);
	request.reason_text = (char *)(uintptr_t)text;
	app_request(app, "xueji.v1.Students/RevealIdentity", &request.base);
}

static void ask_why(struct app *app, void *state, size_t chosen, const char *text)
{
	struct choice choices[N_REASONS];
	(void)text;
	((struct reveal *)state)->numbers = (Xueji__V1__RevealedNumbers)(chosen + 1);
	for (size_t i = 0; i < N_REASONS; i++)
		choices[i] = (struct choice){_(reasons[i]), REASON_MAX, true};
	app_choose(app, _("Why? What you say is recorded."), choices, N_REASONS, ask_server);
}

void reveal_ask(struct app *app, void *state)
{
	struct choice choices[N_WHICH];
	(void)state;
	for (size_t i = 0; i < N_WHICH; i++)
		choices[i] = (struct choice){_(which[i]), 0, false};
	app_choose(app, _("Which numbers?"), choices, N_WHICH, ask_why);
}

bool reveal_loaded(struct app *app, const struct client_reply *reply)
{
	if (reply->outcome != CLIENT_OK ||
		reply->message->descriptor != &xueji__v1__reveal_identity_response__descriptor)
		return false;
	const Xueji__V1__RevealIdentityResponse *in = (const void *)reply->message;
	const char *page = in->n_numbers == 0 ? _("There is no such number.") : "";
	for (size_t i = 0; i < in->n_numbers; i++) {
		const Xueji__V1__RevealedNumber *number = in->numbers[i];
		const char *kind = number->kind != 0 ? words_number_kind(number->kind)
						     : code_label(CODES_ID_TYPE, number->id_type,
							       app_lang(app));
		page = app_print(app, "%s%s %s  %s  %s\n", page, number->is_current ? "+" : " ",
			number->number, kind, number->holder_name);
	}
	app_show(app, _("Whole numbers (recorded)"), page);
	return true;
}
