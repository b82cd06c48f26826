#include "server/service/crossing.h"

#include "server/service/case_route.h"
#include "server/service/students.h"
#include "server/store/crossing_store.h"
#include "server/store/parcel_store.h"
#include "server/store/unit_store.h"
#include "server/store/unit_tree.h"

enum err crossing_peer(struct ctx *ctx, const struct case_file *file, struct peer *out)
{
	return peer_in_place(ctx, PEER_PROVINCE, file->transfer->abroad->province_code, out);
}

Xueji__V1__CrossingSchool *crossing_school(struct ctx *ctx, int64_t school)
{
	const struct unit_node *node = unit_tree_get(ctx->units, school);
	Xueji__V1__CrossingSchool *out = arena_one(ctx->arena, Xueji__V1__CrossingSchool);
	xueji__v1__crossing_school__init(out);
	out->code = node != NULL ? (char *)node->code : "";
	out->name = node != NULL ? (char *)node->name : "";
	out->place = student_place_text(ctx, school);
	return out;
}

static enum err send(struct ctx *ctx, struct peer *peer, const Xueji__V1__Crossing *message)
{
	struct parcel_row row;
	const ProtobufCMessage *items[] = {&message->base};
	return parcel_send(
		ctx, peer, &(struct parcel_start){.kind = PARCEL_TRANSFER}, items, 1, &row);
}

enum err crossing_say_to(
	struct ctx *ctx, struct peer *peer, int64_t far_id, const Xueji__V1__CrossingStep *step)
{
	Xueji__V1__Crossing message = XUEJI__V1__CROSSING__INIT;
	message.case_id = far_id;
	message.step = (Xueji__V1__CrossingStep *)step;
	return send(ctx, peer, &message);
}

enum err crossing_say(
	struct ctx *ctx, const struct case_file *file, const Xueji__V1__CrossingStep *step)
{
	struct crossing crossing;
	struct peer peer;
	bool is_found;
	enum err err = crossing_of_case(ctx, file->row.id, &crossing, &is_found);
	if (err == OK && !is_found)
		err = ctx_broken(
			ctx, ERR_INTERNAL, "case %lld does not cross", (long long)file->row.id);
	if (err == OK)
		err = crossing_peer(ctx, file, &peer);
	return err == OK ? crossing_say_to(ctx, &peer, crossing.far_id, step) : err;
}

/* ---- moves ---- */

static enum err ask(struct ctx *ctx, const struct case_file *file)
{
	Xueji__V1__Crossing message = XUEJI__V1__CROSSING__INIT;
	Xueji__V1__CrossingApply apply = XUEJI__V1__CROSSING_APPLY__INIT;
	struct unit *school;
	struct peer peer;
	enum err err = crossing_peer(ctx, file, &peer);
	if (err == OK)
		err = unit_get(ctx, file->row.school, &school);
	if (err != OK)
		return err;
	apply.application = file->transfer->application;
	apply.school = crossing_school(ctx, file->row.school);
	apply.stage = (Xueji__V1__Stage)programme_stage_of(&school->programme, file->row.to_grade);
	apply.grade = file->row.to_grade;
	apply.class_number = file->row.to_class;
	apply.type = (Xueji__V1__CaseType)file->row.type;
	apply.years = school->programme.years[apply.stage];
	message.case_id = file->row.id;
	message.apply = &apply;
	return send(ctx, &peer, &message);
}

/* On the side that asks, the other one knows of the case from its question on until it has said no.
 */
static bool is_known_there(const struct case_file *file, const struct case_transition *step)
{
	if (file->row.from_school == 0 || step->from == CASE_CHECK_FAILED)
		return false;
	return step->from == CASE_ROUTING ||
	       (step->from >= CASE_OUT_SCHOOL && step->from != CASE_PURGED);
}

enum err crossing_tell(struct ctx *ctx, const struct case_file *file,
	const struct case_transition *step, const char *reason)
{
	Xueji__V1__CrossingStep told = XUEJI__V1__CROSSING_STEP__INIT;
	enum case_way way = case_way(ctx, &file->row);
	struct peer peer;
	if (way == WAY_WITHIN || step->by == CASE_ABROAD)
		return OK;
	if (step->to == CASE_ROUTING)
		return ask(ctx, file);
	if (way == WAY_FROM_ABROAD && !is_known_there(file, step))
		return OK;
	if (step->by == CASE_CLOCK && crossing_peer(ctx, file, &peer) == ERR_PRECONDITION) {
		ctx_forgive(ctx);
		return OK; /* nobody to tell; the clock of the other side ticks too */
	}
	told.event = (Xueji__V1__CaseEvent)(step->event + 1);
	told.state = (Xueji__V1__CaseState)step->to;
	told.reason = reason != NULL ? (char *)reason : "";
	if (step->event == CASE_REFUSE)
		told.ground = (Xueji__V1__RefusalGround)file->ground;
	return crossing_say(ctx, file, &told);
}
