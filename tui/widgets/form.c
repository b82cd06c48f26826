#include "tui/widgets/form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "common/text.h"
#include "tui/widgets/form_choice.h"
#include "tui/widgets/message.h"

void form_init(struct form *form, const struct form_field *fields, size_t n)
{
	*form = (struct form){.fields = fields, .n = n};
	form->values = memory_array(n, sizeof *form->values);
	for (size_t i = 0; i < n; i++) {
		form->values[i].line.max = fields[i].max > 0 ? fields[i].max : 200;
		form->values[i].line.is_secret = fields[i].is_secret;
	}
}

static void clear_faults(struct form *form)
{
	for (size_t i = 0; i < form->n; i++) {
		free(form->values[i].fault);
		form->values[i].fault = NULL;
	}
	free(form->general);
	form->general = NULL;
}

void form_free(struct form *form)
{
	clear_faults(form);
	for (size_t i = 0; i < form->n; i++)
		line_wipe(&form->values[i].line);
	free(form->values);
	*form = (struct form){0};
}

static size_t find(const struct form *form, const char *name)
{
	size_t i = 0;
	while (i < form->n && strcmp(form->fields[i].name, name) != 0)
		i++;
	return i;
}

const char *form_text(const struct form *form, const char *name)
{
	size_t i = find(form, name);
	return i < form->n ? form_choice_carried(&form->fields[i], form->values[i].line.text) : "";
}

void form_set(struct form *form, const char *name, const char *text)
{
	size_t i = find(form, name);
	if (i < form->n)
		line_set(&form->values[i].line, form_choice_shown(&form->fields[i], text));
}

void form_focus(struct form *form, const char *name)
{
	size_t i = find(form, name);
	form->focus = i < form->n ? i : form->focus;
}

bool form_is_changed(const struct form *form)
{
	return form->is_changed;
}

void form_fill(const struct form *form, ProtobufCMessage *request)
{
	for (size_t i = 0; i < form->n; i++)
		message_set(request, form->fields[i].name,
			form_choice_carried(&form->fields[i], form->values[i].line.text));
}

void form_take(struct form *form, const ProtobufCMessage *message)
{
	char text[LINE_SIZE];
	for (size_t i = 0; i < form->n; i++) {
		message_print(message, form->fields[i].name, text, sizeof text);
		line_set(&form->values[i].line, form_choice_shown(&form->fields[i], text));
		form->values[i].is_typed = false;
	}
	form->is_changed = false;
}

/* ---- faults */

static void set_fault(char **fault, const char *text)
{
	if (*fault != NULL)
		return; /* the first says enough */
	*fault = memory_text(text);
}

static void focus_first_fault(struct form *form)
{
	for (size_t i = form->n; i-- > 0;)
		if (form->values[i].fault != NULL)
			form->focus = i;
}

void form_clear_faults(struct form *form)
{
	clear_faults(form);
}

void form_fault(struct form *form, const char *name, const char *text)
{
	size_t at = find(form, name);
	set_fault(at < form->n ? &form->values[at].fault : &form->general, text);
	focus_first_fault(form);
}

/* What was typed into a field is none of its choices. */
static bool mark_unknown(struct form *form, size_t i)
{
	const struct form_field *field = &form->fields[i];
	struct form_value *value = &form->values[i];
	bool is_ours = value->is_typed || !field->has_codes;
	if (!is_ours || form_choice_is_known(field, value->line.text))
		return false;
	bool is_listed = !field->has_codes || code_set_is_short(field->codes);
	set_fault(&value->fault, is_listed ? _("is none of those below; Left and Right turn")
					   : _("is not in the list; type a code or its name, or "
					       "turn with Left and Right"));
	return true;
}

bool form_check(struct form *form, struct app *app)
{
	bool is_whole = true, is_known = true;
	clear_faults(form);
	for (size_t i = 0; i < form->n; i++) {
		struct form_value *value = &form->values[i];
		form_choice_settle(&form->fields[i], &value->line);
		if (form->fields[i].is_required && text_is_blank(value->line.text)) {
			set_fault(&value->fault, _("is required"));
			is_whole = false;
		} else if (mark_unknown(form, i)) {
			is_known = false;
		}
	}
	if (!is_known)
		app_say(app, TONE_WRONG, _("Correct what is marked."));
	else if (!is_whole)
		app_say(app, TONE_WRONG, _("Fill in what is marked."));
	focus_first_fault(form);
	return is_whole && is_known;
}

void form_faults(
	struct form *form, struct app *app, const struct client_reply *reply, const char *prefix)
{
	clear_faults(form);
	for (size_t i = 0; i < reply->n_faults; i++) {
		const struct client_fault *fault = &reply->faults[i];
		size_t cut =
			strncmp(fault->field, prefix, strlen(prefix)) == 0 ? strlen(prefix) : 0;
		size_t at = find(form, fault->field + cut);
		if (at < form->n)
			set_fault(&form->values[at].fault, fault->text);
		else
			set_fault(
				&form->general, app_print(app, "%s %s", fault->field, fault->text));
	}
	focus_first_fault(form);
	if (reply->n_faults > 0 && form->general == NULL)
		app_say(app, TONE_WRONG, _("Correct what is marked.")); /* all faults stand there */
}

/* ---- keys */

static bool move(struct form *form, int by)
{
	form_choice_settle(&form->fields[form->focus], &form->values[form->focus].line);
	if (form->values[form->focus].is_typed)
		mark_unknown(form, form->focus);
	if (by < 0 ? form->focus == 0 : form->focus + 1 >= form->n)
		return false;
	form->focus += (size_t)by;
	return true;
}

static enum form_answer type(struct form *form, struct key key)
{
	struct form_value *value = &form->values[form->focus];
	bool is_turn = (key.code == KEY_LEFT || key.code == KEY_RIGHT) && !key.is_pasted;
	bool is_turned = is_turn && form_choice_turn(&form->fields[form->focus], &value->line,
					    key.code == KEY_RIGHT ? 1 : -1);
	if (!is_turned && !form_choice_pick(&form->fields[form->focus], &value->line, key.code) &&
		!line_key(&value->line, key))
		return FORM_IGNORED;
	form->is_changed = value->is_typed = true;
	free(value->fault);
	value->fault = NULL;
	return FORM_TAKEN;
}

enum form_answer form_key(struct form *form, struct app *app, struct key key)
{
	(void)app;
	if (key.is_pasted)
		return type(form, key);
	switch (key.code) {
	case KEY_UP:
	case KEY_BACKTAB:
		move(form, -1);
		return FORM_TAKEN;
	case KEY_DOWN:
	case KEY_TAB:
		move(form, 1);
		return FORM_TAKEN;
	case KEY_PAGE_UP:
	case KEY_PAGE_DOWN:
		for (int i = 0; i < 10; i++)
			move(form, key.code == KEY_PAGE_UP ? -1 : 1);
		return FORM_TAKEN;
	case KEY_ENTER:
		return move(form, 1) ? FORM_TAKEN : FORM_SUBMIT;
	case CTRL('S'):
		form_choice_settle(&form->fields[form->focus], &form->values[form->focus].line);
		return FORM_SUBMIT;
	default:
		return type(form, key);
	}
}

/* ---- drawing */

static const char *label_of(const struct form_field *field, const struct app *app)
{
	return field->title != NULL ? sentence_in(field->title, app_lang(app)) : _(field->label);
}

static int widest_label(const struct form *form, const struct app *app)
{
	int width = 0;
	for (size_t i = 0; i < form->n; i++) {
		int cells = cells_of(label_of(&form->fields[i], app));
		width = cells > width ? cells : width;
	}
	return width;
}

static int field_width(const struct form_field *field, int room)
{
	int width = field->width > 0 && field->width < room ? field->width : room;
	return width > 1 ? width : 1;
}

/* Behind the field: what is wrong with it, else its choice's label, else its hint; "" for none. */
static const char *note_of(
	const struct form *form, struct app *app, size_t i, enum style *style_out)
{
	const struct form_field *field = &form->fields[i];
	const struct form_value *value = &form->values[i];
	const char *label = form_choice_label(field, value->line.text, app_lang(app));
	*style_out = value->fault != NULL ? STYLE_LATE : label != NULL ? STYLE_PLAIN : STYLE_GREY;
	if (value->fault != NULL)
		return app_print(app, "! %s", value->fault);
	if (label != NULL)
		return label;
	return field->hint != NULL && i == form->focus ? _(field->hint) : "";
}

/* The column in which the note of a field begins. */
static int note_col(const struct form *form, int cols, size_t i, int labels)
{
	int col = labels + 4;
	return col + field_width(&form->fields[i], cols - col - 3) + 3;
}

static void draw_row(
	const struct form *form, struct app *app, struct area area, int row, size_t i, int labels)
{
	const struct form_field *field = &form->fields[i];
	bool is_focus = i == form->focus;
	int col = labels + 4, width = field_width(field, area.cols - col - 3);
	draw_text(area, row, 0, STYLE_PLAIN, is_focus ? ">" : " ");
	draw_field(area, row, 2, labels, is_focus ? STYLE_HEAD : STYLE_PLAIN, label_of(field, app));
	draw_text(area, row, col - 1, STYLE_PLAIN, "[");
	line_draw(&form->values[i].line, area, row, col, width, is_focus);
	draw_text(area, row, col + width, STYLE_PLAIN, field->is_required ? "]*" : "]");
	enum style style;
	const char *note = note_of(form, app, i, &style);
	int at = note_col(form, area.cols, i, labels);
	if (note[0] != '\0' && area.cols > at)
		draw_field(area, row, at, area.cols - at, style, note);
}

/* Below the fields: of that in which one is the label and the note, where there is no room for all
 * of them in its row, and the choices. */
static void draw_below(const struct form *form, struct app *app, struct area area, int labels)
{
	char text[512];
	enum style style;
	if (form->n == 0)
		return;
	struct area inner = area_cols(area, 2, area.cols - 4);
	const char *note = note_of(form, app, form->focus, &style);
	const char *label = label_of(&form->fields[form->focus], app);
	int row = cells_of(label) > labels ? draw_wrapped(inner, 0, STYLE_HEAD, label) : 0;
	bool is_cut = note_col(form, area.cols, form->focus, labels) + cells_of(note) > area.cols;
	row = is_cut ? draw_wrapped(inner, row, style, note) : row;
	if (form_choice_list(&form->fields[form->focus], app_lang(app), text, sizeof text))
		draw_wrapped(inner, row, STYLE_GREY, text);
}

void form_draw(struct form *form, struct app *app, struct area area)
{
	app_types(app);
	int widest = widest_label(form, app), most = area.cols / 3;
	int labels = widest < most ? widest : most;
	int foot = 2 + (form->general != NULL) + (widest > labels);
	struct area rows = area_rows(area, 0, area.rows - foot);
	size_t height = rows.rows > 0 ? (size_t)rows.rows : 1;
	if (form->focus < form->top)
		form->top = form->focus;
	if (form->focus >= form->top + height)
		form->top = form->focus - height + 1;
	for (size_t i = form->top; i < form->n && i < form->top + height; i++)
		draw_row(form, app, rows, (int)(i - form->top), i, labels);
	size_t shown = form->n - form->top < height ? form->n - form->top : height;
	int room = area.rows - (int)shown - (form->general != NULL);
	draw_below(form, app, area_rows(area, (int)shown, room), labels);
	if (form->general != NULL)
		draw_print(area, area.rows - 1, 2, STYLE_LATE, "! %s", form->general);
}

/* ---- drafts: lines "name=value" */

static const char *add_line(struct app *app, const char *lines, const struct form *form, size_t i)
{
	return app_print(app, "%s%s=%s\n", lines, form->fields[i].name, form->values[i].line.text);
}

static void take_lines(struct form *form, struct app *app, const char *lines)
{
	char *copy = arena_strdup(app_arena(app), lines), *save = NULL;
	for (char *line = strtok_r(copy, "\n", &save); line != NULL;
		line = strtok_r(NULL, "\n", &save)) {
		char *value = strchr(line, '=');
		if (value == NULL)
			continue;
		*value = '\0';
		size_t i = find(form, line);
		if (i == form->n)
			continue;
		line_set(&form->values[i].line, value + 1);
		form->values[i].is_typed = true;
	}
}

void form_draft_put(const struct form *form, struct app *app, const char *key)
{
	const char *text = "";
	for (size_t i = 0; i < form->n; i++)
		if (!form->fields[i].is_secret && form->values[i].line.text[0] != '\0')
			text = add_line(app, text, form, i);
	app_draft_put(app, key, text[0] != '\0' ? text : NULL);
}

bool form_draft_take(struct form *form, struct app *app, const char *key)
{
	const char *draft = app_draft(app, key);
	if (draft == NULL)
		return false;
	take_lines(form, app, draft);
	form->is_changed = false;
	return true;
}

const char *form_typed(const struct form *form, struct app *app)
{
	const char *text = "";
	for (size_t i = 0; i < form->n; i++)
		if (!form->fields[i].is_secret && form->values[i].is_typed)
			text = add_line(app, text, form, i);
	return text;
}

void form_typed_take(struct form *form, struct app *app, const char *lines)
{
	take_lines(form, app, lines);
	form->is_changed = true;
}
