/* Service Students: does an identity have a record, here or elsewhere (R7, R16)?
 *
 * It must be answered across all units, or second records are made; so it must not become a way to
 * find children. What a guess can teach is kept small on purpose:
 * - Each question costs one of an operator's hour (policy identity.checks_per_hour), however it is
 *   answered, and stands in the journal with what was asked, sealed; reaching the limit stands
 * there too. The five hundred numbers that a birth date, a sex and an area leave open take the
 * better part of a day, under the asker's name.
 * - A number alone yields one bit: there is a record or not. Where the child is, and the kind of
 * its number, is told only to who knows the name as well, and then no further than the city.
 * - A wrong name, sex or birth date gives the same NEAR, whichever it was: a name cannot be found
 *   out letter by letter or field by field. Of namesakes only one without any number makes a NEAR;
 *   how close a guessed number comes to the true one is never said.
 * - A form that is refused because its identity has a record is such a question too; it is noted
 *   and counted by a policy of its own (identity.duplicates_per_hour).
 * - Time tells nothing beyond the answer: who has no questions left is refused before anything is
 *   looked up, and every answer waits for the journal's commit, a thousand times longer than the
 *   lookups differ by. */
#include "server/service/students.h"

#include <string.h>

#include "domain/id_number.h"
#include "domain/items_check.h"
#include "domain/roles.h"
#include "domain/roll.h"
#include "server/auth/access.h"
#include "server/auth/quota.h"
#include "server/service/units.h"
#include "server/store/identity_store.h"
#include "server/store/ids.h"
#include "server/store/profile_store.h"
#include "server/store/student_search.h"
#include "server/unpack.h"

/* What is asked, tidied. */
struct question {
	const char *type, *number, *name, *sex, *birth;
};

/* ---- the request ---- */

static void report(void *to, const struct finding *finding)
{
	struct ctx *ctx = to;
	if (!finding->is_warning)
		ctx_fault_args(ctx, item_row((enum item)finding->item)->word, finding->reason,
			(const char *const[]){
				finding->args[0], finding->args[1], finding->args[2], NULL});
}

static const char *read_item(
	struct ctx *ctx, struct findings *findings, enum item item, const char *typed)
{
	const char *value = item_tidy(item, ctx->arena, typed);
	if (value[0] == '\0' || item_check(item, value, findings))
		return value;
	return "";
}

/* Also a fault: a number that is none, or that contradicts birth date or sex. */
static enum err read_question(
	struct ctx *ctx, const Xueji__V1__CheckIdentityRequest *in, struct question *out)
{
	struct findings findings = {.report = report, .to = ctx};
	struct id_number *number = arena_one(ctx->arena, struct id_number);
	*out = (struct question){.type = read_item(ctx, &findings, ITEM_ID_TYPE, in->id_type),
		.number = item_tidy(ITEM_ID_NUMBER, ctx->arena, in->id_number),
		.name = read_item(ctx, &findings, ITEM_NAME, in->name),
		.sex = read_item(ctx, &findings, ITEM_SEX, in->sex),
		.birth = read_item(ctx, &findings, ITEM_BIRTH_DATE, in->birth_date)};
	const struct id_claim claim = {.type = out->type,
		.number = out->number,
		.birth_date = out->birth,
		.sex = out->sex,
		.today = ctx_today(ctx)};
	findings.item = ITEM_ID_NUMBER;
	if (in->id_type[0] == '\0')
		ctx_fault(ctx, "id_type", REASON_REQUIRED);
	if (out->number[0] == '\0')
		ctx_fault(ctx, "id_number", REASON_REQUIRED);
	else if (out->type[0] != '\0' && id_number_check(&claim, &findings, number))
		out->number = number->text;
	return ctx_faults(ctx);
}

/* ---- looking ---- */

/* A child who was found, and how well. */
struct found {
	Xueji__V1__IdentityMatch match;
	int64_t student; /* 0: nobody */
	bool is_named;   /* the caller knows the name too */
	struct student_row row;
};

#define NONE   XUEJI__V1__IDENTITY_MATCH__IDENTITY_MATCH_NONE
#define NEAR   XUEJI__V1__IDENTITY_MATCH__IDENTITY_MATCH_NEAR
#define EXISTS XUEJI__V1__IDENTITY_MATCH__IDENTITY_MATCH_EXISTS

static bool agrees(const struct question *asked, const struct student_row *row)
{
	return (asked->name[0] == '\0' || strcmp(asked->name, row->name) == 0) &&
	       (asked->sex[0] == '\0' || asked->sex[0] - '0' == row->sex) &&
	       (asked->birth[0] == '\0' || strcmp(asked->birth, row->birth) == 0);
}

static enum err look_by_number(struct ctx *ctx, const struct question *asked, struct found *out)
{
	struct identity_claims claims;
	struct identity_key key = identity_key(ctx->app->keys, asked->type, asked->number);
	enum err err = identity_find(ctx, &key, &claims);
	if (err != OK || claims.n == 0)
		return err;
	out->student = claims.of[0].student; /* the holder first */
	if ((err = student_get(ctx, out->student, &out->row)) != OK)
		return err;
	bool is_same = claims.of[0].holds && agrees(asked, &out->row);
	out->match = is_same ? EXISTS : NEAR;
	out->is_named = is_same && asked->name[0] != '\0';
	return OK;
}

/* Somebody of the same name, sex and birth date whose record has no number (R17, R18). */
static enum err look_by_name(struct ctx *ctx, const struct question *asked, struct found *out)
{
	enum { NAMESAKES = 50 };
	struct student_row *rows;
	size_t n = 0;
	if (asked->name[0] == '\0' || asked->sex[0] == '\0' || asked->birth[0] == '\0')
		return OK;
	enum err err = student_namesakes(
		ctx, asked->name, asked->birth, asked->sex[0] - '0', NAMESAKES, &rows, &n);
	for (size_t i = 0; err == OK && i < n && out->match == NONE; i++) {
		Xueji__V1__StudentItems *items;
		err = profile_get(ctx, rows[i].id, &items);
		if (err != OK || items->id_number[0] != '\0' || rows[i].status == ROLL_DELETED)
			continue;
		out->match = NEAR;
		out->student = rows[i].id;
	}
	return err;
}

/* ---- the answer ---- */

static bool is_within(const struct ctx *ctx, const struct found *found)
{
	return access_right(ctx, ROLES_BUSINESS, SCOPE_SUBTREE, found->row.school) != NULL;
}

static void say_where(
	struct ctx *ctx, const struct found *found, Xueji__V1__CheckIdentityResponse *out)
{
	size_t n;
	Xueji__V1__UnitName **path = student_path(ctx, found->row.school, &n);
	out->student_no_kind = (Xueji__V1__StudentNumberKind)found->row.number_kind;
	out->path = arena_array(ctx->arena, Xueji__V1__UnitName *, n + 1);
	for (size_t i = 0; i < n; i++)
		if (path[i]->tier <= XUEJI__V1__TIER__TIER_CITY || is_within(ctx, found))
			out->path[out->n_path++] = path[i];
	if (!is_within(ctx, found))
		return;
	out->path[out->n_path++] = unit_name_message(ctx, found->row.school);
	out->student_id = ids_format(ctx->arena, found->student);
}

static char *advice(struct ctx *ctx, const struct found *found)
{
	static const struct sentence none = {
		"No record has this identity: the child can be registered.",
		"该证件没有学籍记录，可以办理学籍注册。"};
	static const struct sentence near_one = {"A similar record is there, but not the same. "
						 "Compare number, name, sex and birth date "
						 "with the document; if they are right, ask your "
						 "bureau before you register the child.",
		"存在相近但不一致的记录。请与证件逐项核对号码、姓名、性别和出生日期；如无误，请先联"
		"系"
		"主管部门，再办理注册。"};
	static const struct sentence unnamed = {"This identity has a record. Give the name on the "
						"document to learn where, and start a "
						"transfer instead of a second record (R7).",
		"该证件已有学籍。请填写证件上的姓名以查看所在地，并办理转学，不得重复建籍（R7）。"};
	static const struct sentence exists = {
		"This child has a record. Start a transfer instead of a second record (R7).",
		"该生已有学籍。请办理转学，不得重复建籍（R7）。"};
	const struct sentence *sentence = found->match == NONE   ? &none
					  : found->match == NEAR ? &near_one
					  : found->is_named      ? &exists
								 : &unnamed;
	return (char *)sentence_in(sentence, ctx->lang);
}

/* What was asked is kept for who looks into abuse; the child's history shows that it was. */
static void note(
	struct ctx *ctx, const Xueji__V1__CheckIdentityRequest *in, const struct found *found)
{
	static const char *const words[] = {[NONE] = "none", [NEAR] = "near", [EXISTS] = "exists"};
	const struct right *right = access_right(ctx, ROLES_BUSINESS, SCOPE_REGISTRY, 0);
	size_t size;
	const void *sealed = pack_message(ctx->arena, &in->base, &size);
	ctx_journal(ctx, &(struct note){.action = ACTION_STUDENT_CHECKED,
				 .unit = right != NULL ? right->unit : 0,
				 .entity = "student",
				 .entity_id = found->student,
				 .summary = words[found->match],
				 .sealed = sealed,
				 .sealed_size = size});
}

enum err students_check_identity(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__CheckIdentityRequest *in = request;
	Xueji__V1__CheckIdentityResponse *out = reply;
	struct question asked;
	struct found found = {.match = NONE};
	enum err err = read_question(ctx, in, &asked);
	if (err == OK)
		err = quota_check(ctx, POLICY_CHECKS_PER_HOUR);
	if (err == OK)
		err = look_by_number(ctx, &asked, &found);
	if (err == OK && found.match == NONE)
		err = look_by_name(ctx, &asked, &found);
	if (err != OK)
		return err;
	out->match = found.match;
	out->advice = advice(ctx, &found);
	if (found.is_named)
		say_where(ctx, &found, out);
	note(ctx, in, &found);
	return OK;
}

enum err students_countersign_check(struct ctx *ctx, const void *request)
{
	(void)request;
	return quota_take(ctx, POLICY_CHECKS_PER_HOUR);
}
