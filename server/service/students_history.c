/* Service Students: a child's life as one list.
 *
 * It is read from where it is kept anyway: the journal's entries about the child, the steps of its
 * cases, its stays in classes, its numbers, and what another province told when it came from there.
 * Each is read newest first behind a position of its own,
 * and a page is what results from merging them by time; so no event is lost or given twice,
 * whatever the clocks did, and a page costs no more than the child's own past. */
#include "server/service/students.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/date.h"
#include "domain/roles.h"
#include "domain/roll.h"
#include "server/auth/access.h"
#include "server/registry/student_items.h"
#include "server/service/message.h"
#include "server/service/page.h"
#include "server/service/status_effect.h"
#include "server/service/student_note.h"
#include "server/service/units.h"
#include "server/store/case_store.h"
#include "server/store/crossing_store.h"
#include "server/store/ids.h"
#include "server/store/tombstone_store.h"
#include "server/unpack.h"

enum source { FROM_JOURNAL, FROM_CASES, FROM_STAYS, FROM_NUMBERS, FROM_ELSEWHERE, SOURCES };

/* Where a source goes on: behind the event at this time with this id. */
struct position {
	int64_t at_us, id;
};

struct event {
	struct position at; /* time 0: not known */
	Xueji__V1__HistoryEvent *message;
	const Xueji__V1__PastEvent *past; /* of another province; else NULL */
};

struct history {
	struct ctx *ctx;
	int64_t student;
	bool sees_looks;  /* who read the file */
	bool sees_values; /* what stood there before, and reasons */
	size_t limit;     /* one more than the page */
	struct position behind[SOURCES];
	struct event *events[SOURCES];
	size_t n[SOURCES], next[SOURCES];
};

static struct event *add(struct history *history, enum source source, struct position at,
	Xueji__V1__HistoryKind kind)
{
	struct ctx *ctx = history->ctx;
	struct event *event = &history->events[source][history->n[source]++];
	event->at = at;
	event->message = arena_one(ctx->arena, Xueji__V1__HistoryEvent);
	xueji__v1__history_event__init(event->message);
	event->message->kind = kind;
	event->message->time = message_time(ctx->arena, at.at_us);
	return event;
}

static void make_room(struct history *history, enum source source, size_t n)
{
	history->events[source] = arena_array(history->ctx->arena, struct event, n);
}

static const char *words(const struct history *history, const struct sentence *sentence)
{
	return sentence_in(sentence, history->ctx->lang);
}

/* ---- the journal ---- */

static bool is_look(const char *word)
{
	static const enum action looks[] = {ACTION_STUDENT_OPENED, ACTION_STUDENT_REVEALED,
		ACTION_STUDENT_CHECKED, ACTION_STUDENT_SEARCHED, ACTION_STUDENT_HISTORY_READ,
		ACTION_CASE_READ};
	for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
		if (strcmp(action_row(looks[i])->word, word) == 0)
			return true;
	return false;
}

/* Those whose sealed part is the reason why. */
static bool is_reasoned(const char *word)
{
	static const enum action reasoned[] = {ACTION_STUDENT_MERGED, ACTION_STUDENT_MERGED_AWAY,
		ACTION_STUDENT_UNMERGED, ACTION_STUDENT_DELETED, ACTION_STUDENT_RESTORED,
		ACTION_STUDENT_NUMBERED, ACTION_STUDENT_REVEALED, ACTION_STUDENT_STATUS_CHANGED};
	for (size_t i = 0; i < sizeof reasoned / sizeof *reasoned; i++)
		if (strcmp(action_row(reasoned[i])->word, word) == 0)
			return true;
	return false;
}

/* What stood in the items before; nothing for who does not see it, or when it does not open. */
static Xueji__V1__StudentItems *former_items(
	const struct history *history, const struct journal_entry *entry)
{
	size_t size;
	struct arena *arena = history->ctx->arena;
	const void *plain = history->sees_values ? journal_open(history->ctx, entry, &size) : NULL;
	Xueji__V1__StudentItems *items = NULL;
	if (plain != NULL)
		items = unpack_message(arena, &xueji__v1__student_items__descriptor, plain, size);
	if (items == NULL) {
		items = arena_one(arena, Xueji__V1__StudentItems);
		xueji__v1__student_items__init(items);
	}
	student_items_mask(arena, items);
	return items;
}

static void add_changes(const struct history *history, const struct journal_entry *entry,
	Xueji__V1__HistoryEvent *out)
{
	struct student_change change;
	if (!student_note_read(entry->summary, &change))
		return;
	const Xueji__V1__StudentItems *former = former_items(history, entry);
	out->changes = arena_array(history->ctx->arena, Xueji__V1__ItemChange *, change.n);
	for (size_t i = 0; i < change.n; i++) {
		const struct item_row *row = item_row(change.items[i]);
		Xueji__V1__ItemChange *one = arena_one(history->ctx->arena, Xueji__V1__ItemChange);
		xueji__v1__item_change__init(one);
		one->item = (char *)row->word;
		one->title = (char *)words(history, &row->name);
		one->old_value = (char *)student_item(former, change.items[i]);
		out->changes[out->n_changes++] = one;
	}
}

static void add_entry(struct history *history, const struct journal_entry *entry)
{
	size_t size;
	const struct action_row *action = action_find(entry->action);
	bool looked = is_look(entry->action);
	Xueji__V1__HistoryEvent *out =
		add(history, FROM_JOURNAL, (struct position){entry->at_us, entry->seq},
			looked ? XUEJI__V1__HISTORY_KIND__HISTORY_KIND_LOOK
			       : XUEJI__V1__HISTORY_KIND__HISTORY_KIND_CHANGE)
			->message;
	out->title = (char *)(action != NULL ? words(history, &action->title) : entry->action);
	const char *status = status_note_text(history->ctx, entry->summary);
	if (status != NULL)
		out->title = (char *)status;
	out->unit = unit_name_message(history->ctx, entry->unit);
	out->operator_name = (char *)entry->actor_name;
	out->for_name = (char *)entry->for_name;
	if (strcmp(entry->entity, "case") == 0)
		out->case_id = ids_format(history->ctx->arena, entry->entity_id);
	if (is_reasoned(entry->action) && history->sees_values)
		out->reason = journal_open(history->ctx, entry, &size);
	if (out->reason == NULL)
		out->reason = (char *)protobuf_c_empty_string;
	if (!looked)
		add_changes(history, entry, out);
}

static enum err load_journal(struct history *history)
{
	struct journal_entry *entries;
	size_t n = 0;
	enum err err =
		journal_of_student(history->ctx, history->student, history->behind[FROM_JOURNAL].id,
			history->sees_looks, history->limit, &entries, &n);
	make_room(history, FROM_JOURNAL, n);
	for (size_t i = 0; err == OK && i < n; i++)
		add_entry(history, &entries[i]);
	return err;
}

/* ---- cases ---- */

static void add_step(struct history *history, const struct student_step *found)
{
	struct ctx *ctx = history->ctx;
	const struct case_step_row *step = &found->step;
	Xueji__V1__HistoryEvent *out =
		add(history, FROM_CASES, (struct position){step->at_us, found->id},
			XUEJI__V1__HISTORY_KIND__HISTORY_KIND_CASE_STEP)
			->message;
	out->title = arena_printf(ctx->arena, ctx->lang == LANG_EN ? "%s: %s" : "%s：%s",
		words(history, case_title(found->type, found->change)),
		words(history, case_event_title(step->event)));
	out->unit = unit_name_message(ctx, step->unit);
	out->operator_name = (char *)step->operator_name;
	out->for_name = (char *)step->for_name;
	out->case_id = ids_format(ctx->arena, found->case_id);
	if (history->sees_values)
		out->reason = (char *)step->reason;
}

static enum err load_cases(struct history *history)
{
	struct student_step *steps;
	struct position behind = history->behind[FROM_CASES];
	size_t n = 0;
	enum err err = case_steps_of_student(history->ctx, history->student, behind.at_us,
		behind.id, history->limit, &steps, &n);
	make_room(history, FROM_CASES, n);
	for (size_t i = 0; err == OK && i < n; i++)
		add_step(history, &steps[i]);
	return err;
}

/* ---- stays and numbers ---- */

static int64_t start_of(const char *day)
{
	int32_t date;
	return date_parse(day, &date) ? date_start(date) : 0;
}

/* A stay is named by how the one before it ended. */
static enum err load_stays(struct history *history)
{
	static const struct sentence first = {.en = "On the roll", .zh = "入籍"};
	struct enrolment *stays;
	size_t n = 0;
	enum err err = enrolment_list(history->ctx, history->student, &stays, &n);
	make_room(history, FROM_STAYS, n);
	for (size_t i = 0; err == OK && i < n; i++) {
		struct position at = {start_of(stays[i].from_day), stays[i].seq};
		if (at.id >= history->behind[FROM_STAYS].id)
			continue;
		Xueji__V1__HistoryEvent *out = add(
			history, FROM_STAYS, at, XUEJI__V1__HISTORY_KIND__HISTORY_KIND_ENROLMENT)
						       ->message;
		const struct roll_end_row *before =
			i + 1 < n ? roll_end_row(stays[i + 1].ended) : NULL;
		out->title = (char *)words(history, before != NULL ? &before->title : &first);
		out->unit = unit_name_message(history->ctx, stays[i].school);
		out->enrolment = enrolment_message(history->ctx, &stays[i]);
	}
	return err;
}

static bool is_later(struct position a, struct position b)
{
	return a.at_us != b.at_us ? a.at_us > b.at_us : a.id > b.id;
}

static int newest_first(const void *a, const void *b)
{
	return is_later(((const struct event *)b)->at, ((const struct event *)a)->at) ? 1 : -1;
}

static enum err load_numbers(struct history *history)
{
	static const struct sentence given = {.en = "Number given", .zh = "取得学籍号"};
	static const struct sentence other = {
		.en = "Former or other number", .zh = "曾用或其他号码"};
	struct number_row *numbers;
	size_t n = 0;
	enum err err = number_list(history->ctx, history->student, &numbers, &n);
	make_room(history, FROM_NUMBERS, n);
	for (size_t i = 0; err == OK && i < n; i++) {
		struct position at = {start_of(numbers[i].from_day), numbers[i].id};
		if (!is_later(history->behind[FROM_NUMBERS], at))
			continue;
		Xueji__V1__HistoryEvent *out =
			add(history, FROM_NUMBERS, at, XUEJI__V1__HISTORY_KIND__HISTORY_KIND_NUMBER)
				->message;
		bool is_alias = numbers[i].sort == NUMBER_ALIAS;
		out->title = (char *)words(history, is_alias ? &other : &given);
		out->number = number_message(history->ctx, &numbers[i]);
	}
	if (history->n[FROM_NUMBERS] > 1)
		qsort(history->events[FROM_NUMBERS], history->n[FROM_NUMBERS], sizeof(struct event),
			newest_first);
	return err;
}

/* ---- other provinces ---- */

static void add_past(
	struct history *history, const Xueji__V1__PastEvent *past, int64_t at_us, int64_t number)
{
	struct ctx *ctx = history->ctx;
	struct event *event = &history->events[FROM_ELSEWHERE][history->n[FROM_ELSEWHERE]++];
	Xueji__V1__HistoryEvent *out = arena_dup(ctx->arena, past->event, sizeof *past->event);
	*event = (struct event){.at = {at_us, -number}, .message = out, .past = past};
	if (ctx->lang == LANG_EN && past->title_en[0] != '\0')
		out->title = past->title_en;
	if (!history->sees_values) {
		out->reason = (char *)protobuf_c_empty_string;
		out->n_changes = 0;
	}
	for (size_t i = 0; i < out->n_changes; i++) {
		int item = item_find(out->changes[i]->item);
		if (item >= 0)
			out->changes[i]->title =
				(char *)words(history, &item_row((enum item)item)->name);
	}
}

static int64_t second_of(const Xueji__V1__PastEvent *past)
{
	return past->event != NULL && past->event->time != NULL ? past->event->time->seconds : 0;
}

/* Adds what one record knows to `all`, which stays newest first. */
static enum err add_pasts(struct history *history, int64_t student, Xueji__V1__StudentPast *all)
{
	Xueji__V1__StudentPast *past;
	enum err err = student_past_get(history->ctx, student, &past);
	for (size_t i = 0; err == OK && i < past->n_events; i++) {
		size_t at = all->n_events++;
		all->events = arena_grow(history->ctx->arena, all->events, at, sizeof *all->events);
		for (; at > 0 && second_of(all->events[at - 1]) < second_of(past->events[i]); at--)
			all->events[at] = all->events[at - 1];
		all->events[at] = past->events[i];
	}
	return err;
}

/* Newest first, of the child and of the records merged into it (Q13); the places behind which a
 * page goes on count down. */
static enum err load_elsewhere(struct history *history)
{
	Xueji__V1__StudentPast all = XUEJI__V1__STUDENT_PAST__INIT, *past = &all;
	struct position behind = history->behind[FROM_ELSEWHERE];
	int64_t *merged;
	size_t n = 0;
	enum err err = add_pasts(history, history->student, past);
	if (err == OK)
		err = tombstones_of(history->ctx, history->student, &merged, &n);
	for (size_t i = 0; err == OK && i < n; i++)
		err = add_pasts(history, merged[i], past);
	if (err != OK)
		return err;
	make_room(history, FROM_ELSEWHERE, past->n_events);
	for (size_t i = 0; i < past->n_events; i++) {
		const Xueji__V1__PastEvent *one = past->events[i];
		if (one->event == NULL || -(int64_t)i >= behind.id)
			continue;
		int64_t at_us = one->event->time ? one->event->time->seconds * US_PER_SECOND : 0;
		add_past(history, one, at_us, (int64_t)i);
	}
	return OK;
}

static enum err (*const loaders[SOURCES])(struct history *history) = {
	[FROM_JOURNAL] = load_journal,
	[FROM_CASES] = load_cases,
	[FROM_STAYS] = load_stays,
	[FROM_NUMBERS] = load_numbers,
	[FROM_ELSEWHERE] = load_elsewhere,
};

/* ---- the page ---- */

#define POSITION "%" SCNd64 " %" SCNd64 " "

static void read_positions(struct history *history, const struct page *page)
{
	struct position *at = history->behind;
	for (int i = 0; i < SOURCES; i++)
		at[i] = (struct position){INT64_MAX, INT64_MAX};
	if (page->is_first)
		return;
	int n = sscanf(page->text, POSITION POSITION POSITION POSITION POSITION, &at[0].at_us,
		&at[0].id, &at[1].at_us, &at[1].id, &at[2].at_us, &at[2].id, &at[3].at_us,
		&at[3].id, &at[4].at_us, &at[4].id);
	(void)n; /* the token is sealed: it holds what write_positions wrote */
}

static char *write_positions(const struct history *history, const struct page *page)
{
	const char *text = "";
	for (int i = 0; i < SOURCES; i++)
		text = arena_printf(history->ctx->arena, "%s%" PRId64 " %" PRId64 " ", text,
			history->behind[i].at_us, history->behind[i].id);
	return page_next(page, 0, 0, text);
}

/* The newest event that no page has given yet; NULL at the end. */
static struct event *newest(struct history *history)
{
	struct event *best = NULL;
	int from = 0;
	for (int i = 0; i < SOURCES; i++) {
		if (history->next[i] == history->n[i])
			continue;
		struct event *head = &history->events[i][history->next[i]];
		if (best == NULL || head->at.at_us > best->at.at_us) {
			best = head;
			from = i;
		}
	}
	if (best != NULL)
		history->next[from]++;
	if (best != NULL)
		history->behind[from] = best->at;
	return best;
}

static bool is_over(const struct history *history)
{
	for (int i = 0; i < SOURCES; i++)
		if (history->next[i] < history->n[i])
			return false;
	return true;
}

enum err student_history_whole(struct ctx *ctx, int64_t student, size_t most,
	struct whole_event **events_out, size_t *n_out)
{
	struct history history = {
		.ctx = ctx, .student = student, .sees_values = true, .limit = most};
	enum err err = OK;
	struct event *event;
	size_t n = 0;
	read_positions(&history, &(struct page){.is_first = true});
	for (int i = 0; err == OK && i < SOURCES; i++)
		err = loaders[i](&history);
	*events_out = arena_array(ctx->arena, struct whole_event, most);
	while (err == OK && n < most && (event = newest(&history)) != NULL)
		(*events_out)[n++] = (struct whole_event){event->message, event->past};
	*n_out = n;
	return err;
}

/* An auditor reads who did what and who looked, but no child's data. */
static void judge_view(struct history *history, int64_t school)
{
	const struct ctx *ctx = history->ctx;
	uint32_t supervising = ROLE_APPROVER | ROLE_OFFICER | ROLE_AUDITOR;
	history->sees_looks = access_right(ctx, supervising, SCOPE_SUBTREE, school) != NULL;
	history->sees_values = access_right(ctx, ROLES_BUSINESS, SCOPE_SUBTREE, school) != NULL;
}

enum err students_history(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__GetHistoryRequest *in = request;
	Xueji__V1__GetHistoryResponse *out = reply;
	struct history history = {.ctx = ctx, .student = students_asked(request)};
	struct student_row child;
	struct page page;
	page_read(ctx, &in->base, &page);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = student_get(ctx, history.student, &child);
	if (err != OK)
		return err;
	history.limit = page.size + 1;
	judge_view(&history, child.school);
	read_positions(&history, &page);
	for (int i = 0; err == OK && i < SOURCES; i++)
		err = loaders[i](&history);
	out->events = arena_array(ctx->arena, Xueji__V1__HistoryEvent *, page.size);
	for (struct event *event; err == OK && out->n_events < page.size;) {
		if ((event = newest(&history)) == NULL)
			break;
		out->events[out->n_events++] = event->message;
	}
	if (!is_over(&history))
		out->next_page_token = write_positions(&history, &page);
	ctx_journal(ctx, &(struct note){.action = ACTION_STUDENT_HISTORY_READ,
				 .unit = child.school,
				 .entity = "student",
				 .entity_id = child.id});
	return err;
}
