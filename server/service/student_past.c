#include "server/service/student_past.h"

#include <string.h>

#include "server/service/students.h"

enum { EVENTS_MOST = 400, PAST_MOST = 150 << 10 };

/* Ids mean nothing in the other province: there a unit is its name, with the province's in front.
 */
static void name_unit(struct ctx *ctx, const struct unit_node *province, Xueji__V1__UnitName *unit)
{
	if (unit == NULL)
		return;
	unit->id = (char *)protobuf_c_empty_string;
	if (province != NULL && strcmp(unit->name, province->name) != 0)
		unit->name = arena_printf(ctx->arena, "%s %s", province->name, unit->name);
}

static Xueji__V1__PastEvent *tell(struct ctx *ctx, const struct unit_node *province,
	Xueji__V1__HistoryEvent *event, const char *title_en)
{
	Xueji__V1__PastEvent *out = arena_one(ctx->arena, Xueji__V1__PastEvent);
	xueji__v1__past_event__init(out);
	event->case_id = (char *)protobuf_c_empty_string;
	name_unit(ctx, province, event->unit);
	if (event->enrolment != NULL && event->enrolment->school != event->unit)
		name_unit(ctx, province, event->enrolment->school);
	out->event = event;
	out->title_en = (char *)title_en;
	out->province_code = province != NULL ? (char *)province->code : "";
	return out;
}

static enum err read_in(struct ctx *ctx, enum lang lang, int64_t student,
	struct whole_event **events_out, size_t *n_out)
{
	enum lang kept = ctx->lang;
	ctx->lang = lang;
	enum err err = student_history_whole(ctx, student, EVENTS_MOST, events_out, n_out);
	ctx->lang = kept;
	return err;
}

enum err student_past_tell(struct ctx *ctx, const struct student_row *child, const char *receiver,
	Xueji__V1__StudentPast **past_out)
{
	const struct unit_node *province =
		unit_tree_ancestor(ctx->units, child->school, TIER_PROVINCE);
	struct whole_event *zh, *en;
	size_t n = 0, n_en = 0, size = 0;
	Xueji__V1__StudentPast *out = arena_one(ctx->arena, Xueji__V1__StudentPast);
	xueji__v1__student_past__init(out);
	enum err err = read_in(ctx, LANG_ZH, child->id, &zh, &n);
	if (err == OK)
		err = read_in(ctx, LANG_EN, child->id, &en, &n_en);
	if (err != OK)
		return err;
	out->events = arena_array(ctx->arena, Xueji__V1__PastEvent *, n);
	for (size_t i = 0; i < n && i < n_en && size < PAST_MOST; i++) {
		Xueji__V1__PastEvent *one = (Xueji__V1__PastEvent *)zh[i].past;
		if (one == NULL)
			one = tell(ctx, province, zh[i].event, en[i].event->title);
		if (strcmp(one->province_code, receiver) == 0)
			continue;
		size += protobuf_c_message_get_packed_size(&one->base);
		out->events[out->n_events++] = one;
	}
	*past_out = out;
	return OK;
}
