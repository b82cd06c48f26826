/* How a change of a child's items stands in the journal: the summary names the revision that came
 * of it and the items ("rev 5: phone, postcode"), never a value; the sealed part holds the former
 * values of these items as a StudentItems, which undoes the change. What others changed since a
 * revision, and a child's history, are read from there. */
#pragma once

#include "domain/items.h"
#include "server/store/journal_store.h"
#include "server/store/student_record.h"

/* Notes what differs between the two, of which `after` is stored. */
void student_note(struct ctx *ctx, enum action action, const struct student_record *before,
	const struct student_record *after);

/* A note, read back. */
struct student_change {
	int64_t rev; /* the revision that came of it */
	enum item items[ITEM_COUNT];
	size_t n;
};
/* False when the entry is no such note. */
bool student_note_read(const char *summary, struct student_change *out);

/* The names of the items that were changed since revision `rev`, for a sentence in the caller's
 * language: "phone, postcode"; "" when the journal does not tell. */
enum err student_changed_since(
	struct ctx *ctx, int64_t student, int64_t rev, const char **names_out) MUST_CHECK;
