/* Changing the ordinary items of a child's record (R40). Only what was changed is sent, so nothing
 * that a colleague changed meanwhile is put back. The subject is the child's id. */
#include "tui/screens/student_edit.h"

#include <string.h>
#include <xueji/v1/students.pb-c.h>

#include "tui/app.h"
#include "tui/item_text.h"
#include "tui/widgets/item_form.h"

#define UPDATE "xueji.v1.Students/UpdateStudent"

struct edit {
	struct item_form form;
	char id[40];
	Xueji__V1__GetStudentResponse *before; /* NULL: not here yet */
};

static bool wants(enum item item)
{
	return !item_row(item)->is_controlled && item != ITEM_GRADE && item != ITEM_CLASS_NAME &&
	       item != ITEM_PHOTO;
}

static void open_edit(struct app *app, void *state, const char *subject)
{
	struct edit *e = state;
	Xueji__V1__GetStudentRequest request = XUEJI__V1__GET_STUDENT_REQUEST__INIT;
	item_form_init(&e->form, NULL, 0, wants, false);
	strncpy(e->id, subject, sizeof e->id - 1);
	request.student_id = e->id;
	app_request(app, "xueji.v1.Students/GetStudent", &request.base);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct edit *e = state;
	form_faults(&e->form.form, app, reply, "");
	if (reply->outcome != CLIENT_OK)
		return;
	if (reply->message->descriptor == &xueji__v1__update_student_response__descriptor) {
		const Xueji__V1__UpdateStudentResponse *in = (const void *)reply->message;
		app_say(app, TONE_DONE, _("%zu items changed."), in->n_changed_items);
		e->form.form.is_changed = false;
		app_back(app);
		return;
	}
	app_drop(e->before);
	e->before = app_keep(reply->message);
	item_form_take(&e->form, e->before->items);
	app_title(app, e->before->student->name);
}

/* Leaves in `items` what differs, and in `cleared` the words of what was emptied. */
static size_t pick_changes(
	const struct edit *e, Xueji__V1__StudentItems *items, char *cleared[ITEM_COUNT])
{
	size_t n_cleared = 0;
	for (enum item item = 0; item < ITEM_COUNT; item++) {
		if (e->form.names[item][0] == '\0')
			continue;
		const char *now = form_text(&e->form.form, e->form.names[item]);
		const char *before = item_value(e->before->items, item);
		if (strcmp(now, before) == 0)
			item_put(items, item, "");
		else if (now[0] == '\0')
			cleared[n_cleared++] = (char *)(uintptr_t)item_row(item)->word;
	}
	return n_cleared;
}

static void save(struct app *app, void *state)
{
	struct edit *e = state;
	Xueji__V1__UpdateStudentRequest request = XUEJI__V1__UPDATE_STUDENT_REQUEST__INIT;
	Xueji__V1__StudentItems items = XUEJI__V1__STUDENT_ITEMS__INIT;
	char *cleared[ITEM_COUNT];
	if (e->before == NULL || !form_check(&e->form.form, app))
		return;
	request.items = &items;
	form_fill(&e->form.form, &request.base);
	request.clear_items = cleared;
	request.n_clear_items = pick_changes(e, &items, cleared);
	request.student_id = e->id;
	request.rev = e->before->student->rev;
	app_request(app, UPDATE, &request.base);
}

static void draw(struct app *app, void *state, struct area area)
{
	form_draw(&((struct edit *)state)->form.form, app, area);
}

static bool on_key(struct app *app, void *state, struct key key)
{
	return form_key(&((struct edit *)state)->form.form, app, key) != FORM_IGNORED;
}

static struct form *form_of(void *state)
{
	return &((struct edit *)state)->form.form;
}

static void close_edit(struct app *app, void *state)
{
	struct edit *e = state;
	(void)app;
	item_form_free(&e->form);
	app_drop(e->before);
}

static const struct action actions[] = {
	{VERB_SUBMIT, .what = N_("save"), .run = save, .need = UPDATE},
	{0},
};

const struct screen student_edit_screen = {
	.name = "edit",
	.title = N_("Edit"),
	.need = UPDATE,
	.state_size = sizeof(struct edit),
	.open = open_edit,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.form = form_of,
	.close = close_edit,
	.actions = actions,
};
