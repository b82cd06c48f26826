/* Applying for new values of controlled items (R40, R41): what stays empty stays as it is. Proofs
 * are files of the child, named by their numbers in the list below the form. The subject is the
 * child's id. */
#include "tui/screens/key_data.h"

#include <stdlib.h>
#include <string.h>
#include <xueji/v1/attachments.pb-c.h>
#include <xueji/v1/cases.pb-c.h>

#include "tui/app.h"
#include "tui/item_text.h"
#include "tui/screens/case.h"
#include "tui/widgets/item_form.h"
#include "tui/words.h"

#define SAVE "xueji.v1.Cases/SaveKeyDataChange"
enum { PROOFS = 20 };

struct key_data {
	struct item_form form;
	char student[40];
	Xueji__V1__ListAttachmentsResponse *files; /* NULL: not here yet */
	uint64_t saving;
};

static const struct form_field lead[] = {
	{.name = "proofs",
		.label = N_("Proofs"),
		.max = 40,
		.width = 20,
		.hint = N_("numbers of the files below: 1 3")},
};

static bool wants(enum item item)
{
	return item_row(item)->is_controlled;
}

static void open_key_data(struct app *app, void *state, const char *subject)
{
	struct key_data *k = state;
	Xueji__V1__ListAttachmentsRequest request = XUEJI__V1__LIST_ATTACHMENTS_REQUEST__INIT;
	item_form_init(&k->form, app, lead, 1, wants, false);
	strncpy(k->student, subject, sizeof k->student - 1);
	request.student_id = k->student;
	request.page_size = PROOFS;
	app_request(app, "xueji.v1.Attachments/ListAttachments", &request.base);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct key_data *k = state;
	if (reply->call == k->saving) {
		k->saving = 0;
		form_faults(&k->form.form, app, reply, "");
	}
	if (reply->outcome != CLIENT_OK)
		return;
	if (reply->message->descriptor == &xueji__v1__list_attachments_response__descriptor) {
		app_drop(k->files);
		k->files = app_keep(reply->message);
		return;
	}
	const Xueji__V1__GetCaseResponse *in = (const void *)reply->message;
	k->form.form.is_changed = false;
	app_say(app, TONE_DONE, _("Handed to the approver."));
	app_back(app);
	app_open(app, &case_screen, in->summary->id);
}

/* The files whose numbers were typed. False: there is no such number, and it is said. */
static bool pick_proofs(struct app *app, const struct key_data *k, char *ids[PROOFS], size_t *n_out)
{
	const char *at = form_text(&k->form.form, "proofs");
	size_t n_files = k->files != NULL ? k->files->n_attachments : 0;
	char *end;
	for (*n_out = 0; *n_out < PROOFS; at = end) {
		size_t number = strtoull(at, &end, 10);
		if (end == at)
			return true;
		if (number == 0 || number > n_files) {
			app_say(app, TONE_WRONG, _("There is no file number %zu."), number);
			return false;
		}
		ids[(*n_out)++] = k->files->attachments[number - 1]->id;
	}
	return true;
}

static void submit(struct app *app, void *state)
{
	struct key_data *k = state;
	Xueji__V1__SaveKeyDataChangeRequest request = XUEJI__V1__SAVE_KEY_DATA_CHANGE_REQUEST__INIT;
	Xueji__V1__StudentItems items = XUEJI__V1__STUDENT_ITEMS__INIT;
	char *ids[PROOFS];
	size_t n;
	if (k->saving != 0 || !form_check(&k->form.form, app) || !pick_proofs(app, k, ids, &n))
		return;
	request.items = &items;
	for (enum item item = 0; item < ITEM_COUNT; item++)
		if (k->form.names[item][0] != '\0')
			item_put(&items, item, form_text(&k->form.form, k->form.names[item]));
	request.student_id = k->student;
	request.attachment_ids = ids, request.n_attachment_ids = n;
	request.submit = true;
	k->saving = app_request(app, SAVE, &request.base);
}

static void draw_files(struct app *app, const struct key_data *k, struct area area)
{
	draw_rule(area, 0);
	if (k->files == NULL || k->files->n_attachments == 0)
		draw_wrapped(area_cols(area, 1, area.cols - 2), 1, STYLE_WARN,
			_("No file is here yet. Send a scan first: xueji attachment put."));
	for (size_t i = 0; k->files != NULL && i < k->files->n_attachments; i++) {
		const Xueji__V1__Attachment *file = k->files->attachments[i];
		draw_print(area, (int)i + 1, 1, STYLE_PLAIN, "%2zu  %s  %s  %s", i + 1,
			words_attachment(app, file->kind),
			file->facts != NULL ? file->facts->issuer : "",
			app_instant(app, file->made_time));
	}
}

static void draw(struct app *app, void *state, struct area area)
{
	struct key_data *k = state;
	int rows = (int)k->form.form.n + 3;
	form_draw(&k->form.form, app, area_rows(area, 0, rows));
	draw_files(app, k, area_rows(area, rows, area.rows - rows));
}

static bool on_key(struct app *app, void *state, struct key key)
{
	return form_key(&((struct key_data *)state)->form.form, app, key) != FORM_IGNORED;
}

static bool is_dirty(struct app *app, void *state)
{
	(void)app;
	return form_is_changed(&((struct key_data *)state)->form.form);
}

static void close_key_data(struct app *app, void *state)
{
	struct key_data *k = state;
	(void)app;
	item_form_free(&k->form);
	app_drop(k->files);
}

static const struct action actions[] = {
	{VERB_SUBMIT, .run = submit, .need = SAVE, .help = N_("hand it to the approver")},
	{0},
};

const struct screen key_data_screen = {
	.name = "key-data",
	.title = N_("Change of key data"),
	.need = SAVE,
	.state_size = sizeof(struct key_data),
	.open = open_key_data,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.is_dirty = is_dirty,
	.close = close_key_data,
	.actions = actions,
};
