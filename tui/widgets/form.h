/* A form: a table of fields, what is typed into them, and what is wrong with it.
 *
 * A field is named as the request names it, so a form fills in a request (form_fill) and is filled
 * from a reply (form_take) by itself, and the faults of a refusal find their fields (form_faults),
 * all at once. Up, Down, Tab, Enter move between fields; Enter in the last one, and Ctrl-S
 * anywhere, submit. A field with choices is turned with Left and Right, or takes a choice's value,
 * the beginning of one, or its label, and nothing else. */
#pragma once

#include "domain/codes.h"
#include "tui/app.h"
#include "tui/widgets/line.h"

struct form_choice {
	const char *value; /* what the request carries */
	const char *label; /* N_("boy") */
};

struct form_field {
	const char *name;  /* "old_password", "items.birth_date" */
	const char *label; /* N_("Password") */
	const struct sentence
		*title;   /* in its place, of what is named in both languages; or NULL */
	const char *hint; /* N_("2026-09-01"): beside the field while one is in it; NULL: none */
	int max;          /* characters; 0: 200 */
	int width;        /* cells; 0: what is left */
	bool is_secret;
	bool is_required;                  /* marked, and asked for before anything is sent */
	const struct form_choice *choices; /* ends with zeros; NULL: free text */
	bool is_numbered;  /* shown and typed are 1, 2, 3 for them, at most 10, not their values */
	bool takes_others; /* its choices are the usual ones; any text does */
	bool has_codes; /* choices are those of a code set: by code, by label, or Left and Right */
	enum code_set codes;
};

struct form_value {
	struct line line;
	char *fault;   /* NULL: none */
	bool is_typed; /* a key changed it, since what is_changed says */
};

struct form {
	const struct form_field *fields;
	size_t n;
	struct form_value *values;
	size_t focus, top;
	bool is_changed;
	bool is_kept_apart; /* the page keeps it by itself: no draft is made of it */
	char *general;      /* faults of what is no field here */
};

enum form_answer { FORM_IGNORED, FORM_TAKEN, FORM_SUBMIT };

/* `fields` is not copied. */
void form_init(struct form *form, const struct form_field *fields, size_t n);
void form_free(struct form *form); /* leaves nothing of it in memory */

/* What the request carries: of a numbered choice its value. */
const char *form_text(const struct form *form, const char *name);
void form_set(struct form *form, const char *name, const char *text);
void form_focus(struct form *form, const char *name);
bool form_is_changed(const struct form *form); /* since form_init, form_take or form_draft_take */

/* Into a request on the stack, whose strings it borrows; inner messages must be there. */
void form_fill(const struct form *form, ProtobufCMessage *request);
void form_take(struct form *form, const ProtobufCMessage *message);
/* Marks required fields that are empty, and what is none of the choices; true: nothing is marked.
 * A code that was there and that nobody typed is the server's to judge: old records have some. Who
 * leaves a field in which he typed something that is none is told at once. */
bool form_check(struct form *form, struct app *app);
/* Puts the faults of a reply beside their fields and goes to the first; those of an earlier one
 * go. `prefix` is cut from the faults' fields: "students[0]."; "" for none. */
void form_faults(
	struct form *form, struct app *app, const struct client_reply *reply, const char *prefix);

/* One fault, beside its field, which must be cleared first; the first of a field stays. Of what is
 * no field here it stands below the form. */
void form_clear_faults(struct form *form);
void form_fault(struct form *form, const char *name, const char *text);

enum form_answer form_key(struct form *form, struct app *app, struct key key);
void form_draw(struct form *form, struct app *app, struct area area);

/* Drafts (tui/app.h): all that is not secret. True: there was one. */
void form_draft_put(const struct form *form, struct app *app, const char *key);
bool form_draft_take(struct form *form, struct app *app, const char *key);
/* The fields that were typed into, emptied ones too, as lines of the arena; "" for none. And such
 * lines put in again, as if they had been typed. */
const char *form_typed(const struct form *form, struct app *app);
void form_typed_take(struct form *form, struct app *app, const char *lines);
