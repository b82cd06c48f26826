#include "server/service/student_note.h"

#include <stdlib.h>
#include <string.h>

#include "server/registry/student_items.h"
#include "server/unpack.h"

static const char mark[] = "rev ";

static const char *join(struct ctx *ctx, const char *text, const char *separator, const char *word)
{
	return arena_printf(ctx->arena, "%s%s%s", text, text[0] != '\0' ? separator : "", word);
}

void student_note(struct ctx *ctx, enum action action, const struct student_record *before,
	const struct student_record *after)
{
	enum item items[ITEM_COUNT];
	const char *values[ITEM_COUNT] = {0}, *words = "";
	Xueji__V1__StudentItems former;
	size_t size, n = student_items_differ(before->items, after->items, items);
	for (size_t i = 0; i < n; i++) {
		values[items[i]] = student_item(before->items, items[i]);
		words = join(ctx, words, ", ", item_row(items[i])->word);
	}
	student_items_from_values(values, &former);
	const void *sealed = pack_message(ctx->arena, &former.base, &size);
	ctx_journal(ctx, &(struct note){.action = action,
				 .unit = after->row.school,
				 .entity = "student",
				 .entity_id = after->row.id,
				 .summary = arena_printf(ctx->arena, "%s%lld: %s", mark,
					 (long long)after->row.rev, words),
				 .sealed = sealed,
				 .sealed_size = size});
}

bool student_note_read(const char *summary, struct student_change *out)
{
	char *at, word[64];
	*out = (struct student_change){0};
	if (strncmp(summary, mark, strlen(mark)) != 0)
		return false;
	out->rev = strtoll(summary + strlen(mark), &at, 10);
	while (*at != '\0') {
		at += strspn(at, ":, ");
		size_t size = strcspn(at, ", ");
		if (size == 0 || size >= sizeof word)
			break;
		memcpy(word, at, size);
		word[size] = '\0';
		int item = item_find(word);
		if (item >= 0 && out->n < ITEM_COUNT)
			out->items[out->n++] = (enum item)item;
		at += size;
	}
	return true;
}

enum err student_changed_since(
	struct ctx *ctx, int64_t student, int64_t rev, const char **names_out)
{
	enum { LOOK_BACK = 50 };
	bool is_named[ITEM_COUNT] = {false};
	struct journal_entry *entries;
	struct student_change change;
	size_t n;
	*names_out = "";
	enum err err = journal_of_student(ctx, student, 0, false, LOOK_BACK, &entries, &n);
	for (size_t i = 0; err == OK && i < n; i++)
		if (student_note_read(entries[i].summary, &change) && change.rev > rev)
			for (size_t k = 0; k < change.n; k++)
				is_named[change.items[k]] = true;
	const char *comma = ctx->lang == LANG_EN ? ", " : "、";
	for (int item = 0; item < ITEM_COUNT; item++)
		if (is_named[item])
			*names_out = join(ctx, *names_out, comma,
				sentence_in(&item_row((enum item)item)->name, ctx->lang));
	return err;
}
