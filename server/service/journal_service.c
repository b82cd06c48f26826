/* Service Journal. */
#include "server/service/services.h"

#include <string.h>

#include "common/date.h"
#include "domain/roles.h"
#include "server/auth/access.h"
#include "server/service/fields.h"
#include "server/service/message.h"
#include "server/service/page.h"
#include "server/settings.h"
#include "server/store/ids.h"
#include "server/store/journal_store.h"
#include "server/store/student_store.h"
#include "server/store/unit_tree.h"
#include "xueji/v1/journal.pb-c.h"

enum {
	WORD_MOST = 60,
	WINDOW = 100000, /* entries that one call looks at where no index leads to the few wanted */
	PIECE = 5000,    /* entries that one call verifies */
	PORTION = 500,   /* of them at a time in memory */
};

/* ---- ListEntries ---- */

static char *id_message(struct ctx *ctx, int64_t id)
{
	return id > 0 ? ids_format(ctx->arena, id) : "";
}

/* What these seal speaks of no child: why a list was to leave, and on a line of its own why not. */
static bool is_of_export(const char *word)
{
	static const enum action exports[] = {
		ACTION_EXPORT_ASKED, ACTION_EXPORT_DECIDED, ACTION_EXPORT_FETCHED};
	for (size_t i = 0; i < sizeof exports / sizeof *exports; i++)
		if (strcmp(action_row(exports[i])->word, word) == 0)
			return true;
	return false;
}

static void show_purpose(
	struct ctx *ctx, const struct journal_entry *from, Xueji__V1__JournalEntry *out)
{
	size_t size;
	char *text = is_of_export(from->action) ? journal_open(ctx, from, &size) : NULL;
	if (text == NULL)
		return;
	out->has_sealed = false;
	out->purpose = strsep(&text, "\n");
	if (text != NULL)
		out->reason = text;
}

static Xueji__V1__JournalEntry *entry_message(struct ctx *ctx, const struct journal_entry *from)
{
	const struct unit_node *unit = unit_tree_get(ctx->units, from->unit);
	const struct action_row *action = action_find(from->action);
	Xueji__V1__JournalEntry *out = arena_one(ctx->arena, Xueji__V1__JournalEntry);
	xueji__v1__journal_entry__init(out);
	out->seq = from->seq;
	out->at = message_time(ctx->arena, from->at_us);
	out->action = (char *)from->action;
	out->action_title =
		(char *)(action != NULL ? sentence_in(&action->title, ctx->lang) : from->action);
	out->actor_id = id_message(ctx, from->actor);
	out->for_operator_id = id_message(ctx, from->for_operator);
	out->unit_id = id_message(ctx, from->unit);
	out->unit_code = unit != NULL ? (char *)unit->code : "";
	out->unit_name = unit != NULL ? (char *)unit->name : "";
	out->entity = (char *)from->entity;
	out->entity_id = id_message(ctx, from->entity_id);
	out->summary = (char *)from->summary;
	out->has_sealed = from->sealed != NULL;
	out->call_id = from->call;
	out->actor_name = (char *)from->actor_name;
	out->for_name = (char *)from->for_name;
	show_purpose(ctx, from, out);
	return out;
}

static enum err read_filter(struct ctx *ctx, const Xueji__V1__ListEntriesRequest *in,
	struct journal_filter *out, struct page *page)
{
	*out = (struct journal_filter){.unit = field_id(ctx, "unit_id", in->unit_id),
		.actor = field_id_or(ctx, "actor_id", in->actor_id, 0),
		.entity = in->entity[0] != '\0' ? in->entity : NULL,
		.entity_id = field_id_or(ctx, "entity_id", in->entity_id, 0),
		.action_prefix = in->action};
	field_line_or_none(ctx, "action", in->action, WORD_MOST);
	field_line_or_none(ctx, "entity", in->entity, WORD_MOST);
	if (in->entity[0] == '\0' && in->entity_id[0] != '\0')
		ctx_fault(ctx, "entity_id", REASON_ONLY_WITH, "entity");
	int32_t from = field_day_or(ctx, "from_day", in->from_day, 0);
	int32_t to = field_day_or(ctx, "to_day", in->to_day, 0);
	out->from_us = from != 0 ? date_start(from) : 0;
	out->to_us = to != 0 ? date_start(to + 1) : 0;
	page_read(ctx, &in->base, page);
	out->before_seq = page->number[0];
	return ctx_faults(ctx);
}

static enum err place_entries(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__V1__ListEntriesRequest *in = request;
	struct journal_filter filter;
	struct page page;
	enum err err = read_filter(ctx, in, &filter, &page);
	*place_out = filter.unit;
	if (err == OK && unit_tree_get(ctx->units, filter.unit) == NULL)
		return ctx_fail(ctx, REASON_NO_SUCH_UNIT, in->unit_id);
	return err;
}

/* Where nothing but time orders what is wanted, a call looks no further back than a window. */
static enum err set_window(struct ctx *ctx, struct journal_filter *filter)
{
	uint8_t hash[DIGEST_SIZE];
	int64_t head;
	if (filter->actor != 0 || filter->entity_id != 0 ||
		unit_tree_get(ctx->units, filter->unit)->tier > TIER_PROVINCE)
		return OK;
	enum err err = journal_head(ctx, &head, hash);
	int64_t below = filter->before_seq > 0 ? filter->before_seq : head + 1;
	filter->from_seq = below > WINDOW ? below - WINDOW : 1;
	return err;
}

static enum err list_entries(struct ctx *ctx, const void *request, void *reply)
{
	Xueji__V1__ListEntriesResponse *out = reply;
	struct journal_filter filter;
	struct journal_entry *entries = NULL;
	struct page page;
	size_t n = 0;
	enum err err = read_filter(ctx, request, &filter, &page);
	if (err == OK)
		err = set_window(ctx, &filter);
	filter.limit = (int64_t)page.size + 1;
	if (err == OK)
		err = journal_list(ctx, &filter, &entries, &n);
	if (err != OK)
		return err;
	out->entries = arena_array(ctx->arena, Xueji__V1__JournalEntry *, page.size);
	while (out->n_entries < n && out->n_entries < page.size) {
		out->entries[out->n_entries] = entry_message(ctx, &entries[out->n_entries]);
		out->n_entries++;
	}
	if (n > page.size)
		out->next_page_token = page_next(&page, entries[page.size - 1].seq, 0, NULL);
	else if (filter.from_seq > 1)
		out->next_page_token = page_next(&page, filter.from_seq, 0, NULL);
	return OK;
}

/* ---- ListAccess ---- */

static enum err read_access(struct ctx *ctx, const Xueji__V1__ListAccessRequest *in,
	struct journal_look_filter *out, struct page *page)
{
	page_read(ctx, &in->base, page);
	*out = (struct journal_look_filter){.unit = field_id(ctx, "unit_id", in->unit_id),
		.actor = field_id_or(ctx, "actor_id", in->actor_id, 0),
		.student = field_id_or(ctx, "student_id", in->student_id, 0),
		.before_seq = page->number[0],
		.limit = (int64_t)page->size + 1};
	int32_t from = field_day_or(ctx, "from_day", in->from_day, 0);
	int32_t to = field_day_or(ctx, "to_day", in->to_day, 0);
	out->from_us = from != 0 ? date_start(from) : 0;
	out->to_us = to != 0 ? date_start(to + 1) : 0;
	return ctx_faults(ctx);
}

static enum err place_access(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__V1__ListAccessRequest *in = request;
	struct journal_look_filter filter;
	struct page page;
	enum err err = read_access(ctx, in, &filter, &page);
	*place_out = filter.unit;
	if (err == OK && unit_tree_get(ctx->units, filter.unit) == NULL)
		return ctx_fail(ctx, REASON_NO_SUCH_UNIT, in->unit_id);
	return err;
}

static char *unit_name_of(struct ctx *ctx, int64_t id)
{
	const struct unit_node *unit = unit_tree_get(ctx->units, id);
	return unit != NULL ? (char *)unit->name : "";
}

/* A child who has left the caller's units, or whose registration was withdrawn, is not named. */
static enum err name_child(struct ctx *ctx, int64_t student, Xueji__V1__AccessEntry *out)
{
	struct student_row row;
	if (student == 0)
		return OK;
	enum err err = student_get(ctx, student, &row);
	if (err == ERR_NOT_FOUND) {
		ctx->failure.err = OK;
		return OK;
	}
	if (err == OK && access_right(ctx, ROLE_OFFICER, SCOPE_SUBTREE, row.school) != NULL)
		out->student_name = (char *)row.name;
	return err;
}

static enum err access_message(
	struct ctx *ctx, const struct journal_look *look, Xueji__V1__AccessEntry **out)
{
	const struct journal_entry *entry = &look->entry;
	const struct action_row *action = action_find(entry->action);
	*out = arena_one(ctx->arena, Xueji__V1__AccessEntry);
	xueji__v1__access_entry__init(*out);
	(*out)->at = message_time(ctx->arena, entry->at_us);
	(*out)->action_title =
		(char *)(action ? sentence_in(&action->title, ctx->lang) : entry->action);
	(*out)->actor_id = id_message(ctx, entry->actor);
	(*out)->actor_name = (char *)entry->actor_name;
	(*out)->actor_unit_name = unit_name_of(ctx, look->actor_home);
	(*out)->for_name = (char *)entry->for_name;
	(*out)->unit_name = unit_name_of(ctx, entry->unit);
	(*out)->entity = (char *)entry->entity;
	(*out)->entity_id = id_message(ctx, entry->entity_id);
	return name_child(ctx, look->student, *out);
}

static enum err list_access(struct ctx *ctx, const void *request, void *reply)
{
	Xueji__V1__ListAccessResponse *out = reply;
	struct journal_look_filter filter;
	struct journal_look *looks = NULL;
	struct page page;
	size_t n = 0;
	uint8_t hash[DIGEST_SIZE];
	int64_t head;
	enum err err = read_access(ctx, request, &filter, &page);
	if (err == OK)
		err = journal_head(ctx, &head, hash);
	if (err != OK)
		return err;
	int64_t below = filter.before_seq > 0 ? filter.before_seq : head + 1;
	bool has_index =
		filter.student != 0 || unit_tree_get(ctx->units, filter.unit)->tier > TIER_PROVINCE;
	if (!has_index && below > WINDOW)
		filter.from_seq = below - WINDOW;
	err = journal_looks(ctx, &filter, &looks, &n);
	out->entries = arena_array(ctx->arena, Xueji__V1__AccessEntry *, page.size);
	for (; err == OK && out->n_entries < n && out->n_entries < page.size; out->n_entries++)
		err = access_message(ctx, &looks[out->n_entries], &out->entries[out->n_entries]);
	if (n > page.size)
		out->next_page_token = page_next(&page, looks[page.size - 1].entry.seq, 0, NULL);
	else if (filter.from_seq > 1)
		out->next_page_token = page_next(&page, filter.from_seq, 0, NULL);
	return err;
}

/* ---- VerifyJournal ---- */

static enum err read_verify(struct ctx *ctx, const Xueji__V1__VerifyJournalRequest *in)
{
	field_number(ctx, "from_seq", in->from_seq, 0, INT64_MAX);
	field_number(ctx, "known_seq", in->known_seq, 0, INT64_MAX);
	if (in->known_seq == 0 && in->known_hash.len > 0)
		ctx_fault(ctx, "known_hash", REASON_ONLY_WITH, "known_seq");
	if (in->known_seq > 0 && in->known_hash.len != DIGEST_SIZE)
		ctx_fault(ctx, "known_hash", REASON_NOT_A_HASH);
	return ctx_faults(ctx);
}

/* The unit that this server serves. */
static enum err place_verify(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const struct settings *settings = ctx->app->settings;
	const struct unit_node *unit =
		settings != NULL ? unit_tree_by_code(ctx->units, settings->unit) : NULL;
	*place_out = unit != NULL ? unit->id : unit_tree_at(ctx->units, 0)->id;
	return read_verify(ctx, request);
}

/* The entry that was noted elsewhere is still there, and the same. */
static enum err compare_known(struct ctx *ctx, const Xueji__V1__VerifyJournalRequest *in,
	Xueji__V1__VerifyJournalResponse *out)
{
	static const struct sentence cut_off = {
		.en = "Entry {0}, which was noted elsewhere, is missing or is another one.",
		.zh = "另行记录的第 {0} 条日志已缺失或不一致。"};
	/* The greatest number there is has none behind it, and no entry has it. */
	int64_t behind = in->known_seq == INT64_MAX ? INT64_MAX : in->known_seq + 1;
	const struct journal_filter filter = {
		.before_seq = behind, .from_seq = in->known_seq, .limit = 1};
	struct journal_entry *entries;
	size_t n;
	if (in->known_seq == 0)
		return OK;
	enum err err = journal_list(ctx, &filter, &entries, &n);
	if (err != OK || (n == 1 && memcmp(entries[0].hash, in->known_hash.data, DIGEST_SIZE) == 0))
		return err;
	out->fault = XUEJI__V1__JOURNAL_FAULT__JOURNAL_FAULT_CUT_OFF;
	out->fault_seq = in->known_seq;
	const char *const args[] = {ids_format(ctx->arena, in->known_seq), NULL};
	out->sentence = (char *)ctx_sentence(ctx, &cut_off, args);
	return OK;
}

/* A portion's entries live no longer than the portion. */
static enum err verify_portion(struct ctx *ctx, int64_t from, struct journal_verdict *verdict)
{
	struct ctx portion = *ctx;
	portion.arena = arena_new(0);
	ctx_restart(&portion);
	enum err err = journal_verify(&portion, from, PORTION, verdict);
	arena_free(portion.arena);
	return err == OK ? OK : ctx_broken(ctx, err, "the journal cannot be read");
}

static enum err verify_piece(struct ctx *ctx, int64_t from, Xueji__V1__VerifyJournalResponse *out)
{
	struct journal_verdict verdict = {.next_seq = from > 0 ? from : 1};
	enum err err = OK;
	do {
		err = verify_portion(ctx, verdict.next_seq, &verdict);
		out->checked_count += err == OK ? verdict.n_checked : 0;
	} while (err == OK && verdict.next_seq != 0 && out->checked_count < PIECE);
	if (err != OK)
		return err;
	out->next_seq = verdict.next_seq;
	if (verdict.fault == JOURNAL_WHOLE)
		return OK;
	out->fault = (Xueji__V1__JournalFault)verdict.fault;
	out->fault_seq = verdict.seq;
	const char *const args[] = {ids_format(ctx->arena, verdict.seq), NULL};
	out->sentence = (char *)ctx_sentence(ctx, journal_fault_sentence(verdict.fault), args);
	return OK;
}

static enum err verify_journal(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__VerifyJournalRequest *in = request;
	Xueji__V1__VerifyJournalResponse *out = reply;
	uint8_t *hash = arena_alloc(ctx->arena, DIGEST_SIZE);
	enum err err = read_verify(ctx, in);
	if (err == OK)
		err = journal_head(ctx, &out->head_seq, hash);
	out->head_hash = (ProtobufCBinaryData){DIGEST_SIZE, hash};
	if (err == OK)
		err = compare_known(ctx, in, out);
	return err == OK && out->fault_seq == 0 ? verify_piece(ctx, in->from_seq, out) : err;
}

/* ---- the rows ---- */

static const struct method methods[] = {
	{.name = "ListEntries",
		.who = ROLE_AUDITOR,
		.scope = SCOPE_SUBTREE,
		.mode = METHOD_READ,
		.purpose_en = "read the journal",
		.purpose_zh = "查阅日志",
		.place = place_entries,
		.run = list_entries},
	{.name = "ListAccess",
		.who = ROLE_OFFICER,
		.scope = SCOPE_SUBTREE,
		.mode = METHOD_READ,
		.purpose_en = "see who looked at one's units' files",
		.purpose_zh = "查看本单位学籍的查阅记录",
		.place = place_access,
		.run = list_access},
	{.name = "VerifyJournal",
		.who = ROLE_AUDITOR,
		.scope = SCOPE_SUBTREE,
		.mode = METHOD_READ,
		.purpose_en = "verify the journal",
		.purpose_zh = "核验日志",
		.place = place_verify,
		.run = verify_journal},
};

const struct service journal_service = SERVICE(xueji__v1__journal__descriptor, methods);
