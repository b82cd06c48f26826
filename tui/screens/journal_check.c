/* Whether the journal is whole: the server recomputes its chain piece by piece, and this page asks
 * for one piece after another. A head that was noted at an earlier time shows as well whether the
 * journal was cut off or made anew since. */
#include "tui/screens/journal_check.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <xueji/v1/journal.pb-c.h>

#include "tui/app.h"
#include "tui/widgets/form.h"
#include "tui/widgets/pane.h"

enum { HASH = 32, FORM_ROWS = 4, LABELS = 10 };

struct journal_check {
	struct form form;
	Xueji__V1__VerifyJournalResponse *reply; /* of the last piece; NULL: none came yet */
	uint64_t call;                           /* under way */
	int64_t checked;                         /* entries so far */
	int64_t known_seq;
	uint8_t known_hash[HASH];
	bool has_known;
};

static const struct form_field fields[] = {
	{.name = "known_seq",
		.label = N_("Entry noted"),
		.max = 18,
		.width = 20,
		.hint = N_("from an earlier check; may be empty")},
	{.name = "known_hash", .label = N_("Its mark"), .max = 64, .width = 64},
};

static void open_check(struct app *app, void *state, const char *subject)
{
	(void)app;
	(void)subject;
	form_init(&((struct journal_check *)state)->form, fields, sizeof fields / sizeof *fields);
}

/* ---- marks: hashes in hexadecimal digits */

static bool read_hash(const char *text, uint8_t out[HASH])
{
	unsigned byte;
	if (strlen(text) != 2 * (size_t)HASH)
		return false;
	for (size_t i = 0; i < HASH; i++) {
		if (!isxdigit((unsigned char)text[2 * i]) ||
			sscanf(text + 2 * i, "%2x", &byte) != 1 ||
			!isxdigit((unsigned char)text[2 * i + 1]))
			return false;
		out[i] = (uint8_t)byte;
	}
	return true;
}

static const char *print_hash(struct app *app, const ProtobufCBinaryData *hash)
{
	const char *text = "";
	for (size_t i = 0; i < hash->len && i < HASH; i++)
		text = app_print(app, "%s%02x", text, hash->data[i]);
	return text;
}

/* ---- asking */

static void ask(struct app *app, struct journal_check *c, int64_t from)
{
	Xueji__V1__VerifyJournalRequest request = XUEJI__V1__VERIFY_JOURNAL_REQUEST__INIT;
	request.from_seq = from;
	if (c->has_known) {
		request.known_seq = c->known_seq;
		request.known_hash = (ProtobufCBinaryData){HASH, c->known_hash};
	}
	c->call = app_request(app, "xueji.v1.Journal/VerifyJournal", &request.base);
}

static void start(struct app *app, void *state)
{
	struct journal_check *c = state;
	const char *seq = form_text(&c->form, "known_seq");
	const char *mark = form_text(&c->form, "known_hash");
	long long number = 0;
	int n = 0;
	if (c->call != 0)
		return;
	c->has_known = seq[0] != '\0' || mark[0] != '\0';
	if (c->has_known && (sscanf(seq, "%lld%n", &number, &n) != 1 || seq[n] != '\0' ||
				    number < 1 || !read_hash(mark, c->known_hash))) {
		app_say(app, TONE_WRONG,
			_("Type both as they were noted: the entry's number, and 64 digits."));
		return;
	}
	c->known_seq = number;
	c->checked = 0;
	app_drop(c->reply);
	c->reply = NULL;
	ask(app, c, 1);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct journal_check *c = state;
	c->call = 0;
	if (reply->outcome != CLIENT_OK)
		return;
	app_drop(c->reply);
	c->reply = app_keep(reply->message);
	c->checked += c->reply->checked_count;
	if (c->reply->fault == XUEJI__V1__JOURNAL_FAULT__JOURNAL_FAULT_UNSPECIFIED &&
		c->reply->next_seq > 0)
		ask(app, c, c->reply->next_seq);
}

/* ---- drawing and keys */

static void draw_result(struct app *app, const struct journal_check *c, struct area area)
{
	struct pane pane = pane_begin(area, LABELS);
	const Xueji__V1__VerifyJournalResponse *in = c->reply;
	draw_rule(area, pane.row++);
	pane_row(&pane, N_("Checked"),
		app_print(app, _("%s of %s entries"), app_number(app, c->checked),
			app_number(app, in->head_seq)));
	if (in->fault != XUEJI__V1__JOURNAL_FAULT__JOURNAL_FAULT_UNSPECIFIED) {
		pane_text(&pane, STYLE_LATE,
			app_print(app, _("!! Entry %s: %s"), app_number(app, in->fault_seq),
				in->sentence));
		return;
	}
	if (c->call != 0)
		return;
	pane_text(&pane, STYLE_GOOD, _("+ The journal is whole and unaltered."));
	pane.row++;
	pane_row(&pane, N_("Entry"), app_print(app, "%lld", (long long)in->head_seq));
	pane_row(&pane, N_("Its mark"), print_hash(app, &in->head_hash));
	pane.row++;
	pane_text(&pane, STYLE_PLAIN,
		_("Note these two on paper. Typed above the next time, they show whether the "
		  "journal was cut off or made anew."));
}

static void draw(struct app *app, void *state, struct area area)
{
	struct journal_check *c = state;
	form_draw(&c->form, app, area_rows(area, 0, FORM_ROWS));
	if (c->reply != NULL)
		draw_result(app, c, area_rows(area, FORM_ROWS, area.rows - FORM_ROWS));
}

static bool on_key(struct app *app, void *state, struct key key)
{
	struct journal_check *c = state;
	enum form_answer answer = form_key(&c->form, app, key);
	if (answer == FORM_SUBMIT)
		start(app, c);
	return answer != FORM_IGNORED;
}

static void close_check(struct app *app, void *state)
{
	struct journal_check *c = state;
	(void)app;
	form_free(&c->form);
	app_drop(c->reply);
}

static const struct action actions[] = {
	{VERB_SUBMIT, .what = N_("verify"), .run = start,
		.help = N_("reads the whole journal; leaving the page stops it")},
	{0},
};

const struct screen journal_check_screen = {
	.name = "journal-check",
	.title = N_("Verify the journal"),
	.need = "xueji.v1.Journal/VerifyJournal",
	.is_command = true,
	.state_size = sizeof(struct journal_check),
	.open = open_check,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.close = close_check,
	.actions = actions,
};
