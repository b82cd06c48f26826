/* Applying for new values of controlled items (R40, R41): what stays empty stays as it is. Proofs
 * are files of the child, named by their numbers in the list below the form. The subject is the
 * child's id. */
#include "tui/screens/key_data.h"

#include <string.h>
#include <xueji/v1/cases.pb-c.h>

#include "tui/app.h"
#include "tui/item_text.h"
#include "tui/proofs.h"
#include "tui/screens/case.h"
#include "tui/widgets/item_form.h"

#define SAVE "xueji.v1.Cases/SaveKeyDataChange"

struct key_data {
	struct item_form form;
	char student[40];
	struct proofs proofs;
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
	item_form_init(&k->form, lead, 1, wants, false);
	strncpy(k->student, subject, sizeof k->student - 1);
	proofs_ask(app, k->student);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct key_data *k = state;
	if (reply->call == k->saving) {
		k->saving = 0;
		form_faults(&k->form.form, app, reply, "");
	}
	if (reply->outcome != CLIENT_OK || proofs_loaded(&k->proofs, reply))
		return;
	const Xueji__V1__GetCaseResponse *in = (const void *)reply->message;
	k->form.form.is_changed = false;
	app_say(app, TONE_DONE, _("Handed to the approver."));
	app_back(app);
	app_open(app, &case_screen, in->summary->id);
}

static void submit(struct app *app, void *state)
{
	struct key_data *k = state;
	Xueji__V1__SaveKeyDataChangeRequest request = XUEJI__V1__SAVE_KEY_DATA_CHANGE_REQUEST__INIT;
	Xueji__V1__StudentItems items = XUEJI__V1__STUDENT_ITEMS__INIT;
	char *ids[PROOFS_MOST];
	size_t n;
	if (k->saving != 0 || !form_check(&k->form.form, app) ||
		!proofs_pick(app, &k->proofs, form_text(&k->form.form, "proofs"), ids, &n))
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

static void draw(struct app *app, void *state, struct area area)
{
	struct key_data *k = state;
	int rows = (int)k->form.form.n + 3;
	form_draw(&k->form.form, app, area_rows(area, 0, rows));
	proofs_draw(app, &k->proofs, area_rows(area, rows, area.rows - rows));
}

static bool on_key(struct app *app, void *state, struct key key)
{
	return form_key(&((struct key_data *)state)->form.form, app, key) != FORM_IGNORED;
}

static struct form *form_of(void *state)
{
	return &((struct key_data *)state)->form.form;
}

static void close_key_data(struct app *app, void *state)
{
	struct key_data *k = state;
	(void)app;
	item_form_free(&k->form);
	proofs_free(&k->proofs);
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
	.form = form_of,
	.close = close_key_data,
	.actions = actions,
};
