#include "server/service/operators_demo.h"

#include "common/date.h"
#include "domain/roles.h"
#include "server/auth/password.h"
#include "server/store/operator_store.h"
#include "server/store/sign_in_store.h"

/* Who is wanted where. Two of a kind where one proposes and the other decides, or stands in. */
static const struct staff {
	unsigned tiers; /* bits 1 << enum tier */
	const char *word;
	uint32_t role;
} staff[] = {
	{1 << TIER_NATION | 1 << TIER_PROVINCE | 1 << TIER_CITY | 1 << TIER_COUNTY, "officer",
		ROLE_OFFICER},
	{1 << TIER_NATION | 1 << TIER_PROVINCE | 1 << TIER_CITY | 1 << TIER_COUNTY, "officer2",
		ROLE_OFFICER},
	{1 << TIER_NATION | 1 << TIER_PROVINCE | 1 << TIER_CITY | 1 << TIER_COUNTY, "security",
		ROLE_SECURITY},
	{1 << TIER_NATION | 1 << TIER_PROVINCE, "security2", ROLE_SECURITY},
	{1 << TIER_NATION | 1 << TIER_PROVINCE | 1 << TIER_CITY | 1 << TIER_COUNTY, "auditor",
		ROLE_AUDITOR},
	{1 << TIER_NATION | 1 << TIER_PROVINCE, "system", ROLE_SYSTEM},
	{1 << TIER_SCHOOL, "registrar", ROLE_REGISTRAR},
	{1 << TIER_SCHOOL, "approver", ROLE_APPROVER},
};
enum { N_STAFF = sizeof staff / sizeof *staff };

enum { CERTIFIED_DAYS = 900, POSTED_DAYS = 400, EXPIRING_DAYS = 20, STANDS_IN_DAYS = 30 };

struct demo {
	struct ctx *ctx;
	int32_t today;
	demo_operator_report *report;
	void *arg;
	int64_t n;
	int64_t absent; /* the posting whose holder has a deputy; 0: none yet */
	bool has_deputy;
};

/* A stable number for a text (FNV-1a, its halves mixed): nothing here is secret. */
static uint64_t number_of(const char *text)
{
	uint64_t number = UINT64_C(0xcbf29ce484222325);
	for (; *text != '\0'; text++)
		number = (number ^ (uint8_t)*text) * UINT64_C(0x100000001b3);
	number ^= number >> 32;
	return number * UINT64_C(0x9e3779b97f4a7c15) >> 1;
}

static const char *full_name_of(struct arena *arena, uint64_t number)
{
	static const char *const surnames[] = {"王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴",
		"周", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高", "罗", "欧阳"};
	static const char *const given[] = {"伟", "芳", "秀英", "敏", "静", "丽", "强", "磊", "军",
		"洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "秀兰", "霞", "平", "桂英", "建国",
		"志强", "晓燕", "海燕", "文博"};
	return arena_printf(arena, "%s%s", surnames[number % (sizeof surnames / sizeof *surnames)],
		given[number / 32 % (sizeof given / sizeof *given)]);
}

static const char *password_of(struct arena *arena, uint64_t number)
{
	static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
	char text[] = "Xj-xxxx-xxxx";
	for (size_t i = 3; i < sizeof text - 1; i++)
		if (text[i] == 'x') {
			text[i] = letters[number % (sizeof letters - 1)];
			number /= sizeof letters - 1;
		}
	return arena_strdup(arena, text);
}

static enum err insert_posting(const struct demo *demo, int64_t operator_id,
	const struct demo_operator *made, int64_t *id_out)
{
	struct posting_row posting = {.operator_id = operator_id,
		.unit = made->unit->id,
		.roles = made->roles,
		.from_day = demo->today - POSTED_DAYS,
		.to_day = DAY_OPEN};
	enum err err = posting_insert(demo->ctx, &posting);
	*id_out = posting.id;
	return err;
}

static enum err insert(const struct demo *demo, const struct demo_operator *made,
	int32_t certified_days, int64_t *id_out)
{
	struct ctx *ctx = demo->ctx;
	uint64_t number = number_of(made->name);
	const char *hash;
	struct operator_row row = {.name = made->name,
		.full_name = full_name_of(ctx->arena, number),
		.phone = arena_printf(ctx->arena, "1390000%04d", (int)(number % 10000)),
		.unit = made->unit->id,
		.certificate_no = arena_printf(
			ctx->arena, "XJ-%s-%05d", made->unit->code, (int)(number % 100000)),
		.certificate_until = demo->today + certified_days};
	enum err err = operator_insert(ctx, &row);
	if (err == OK)
		err = password_hash(ctx, made->password, PASSWORD_MINIMUM, &hash);
	*id_out = row.id;
	return err == OK ? password_set(ctx, row.id, hash, false) : err;
}

/* In the first county one officer is away, the other, whose certificate is about to expire, stands
 * in for him: so both can be seen. */
static enum err stand_in(struct demo *demo, int64_t deputy_id)
{
	int32_t today = demo->today;
	struct posting_row posting = {.id = demo->absent,
		.to_day = DAY_OPEN,
		.deputy_id = deputy_id,
		.deputy_from = today - 1,
		.deputy_to = today + STANDS_IN_DAYS};
	demo->has_deputy = true;
	return posting_update(demo->ctx, &posting);
}

static enum err make(struct demo *demo, const struct unit_node *unit, const struct staff *wanted)
{
	struct ctx *ctx = demo->ctx;
	const char *name = arena_printf(ctx->arena, "%s-%s", wanted->word, unit->code);
	const struct demo_operator made = {
		name, password_of(ctx->arena, number_of(name) >> 8), unit, wanted->role};
	bool is_county_officer = unit->tier == TIER_COUNTY && wanted->role == ROLE_OFFICER;
	bool stands_in = is_county_officer && demo->absent != 0 && !demo->has_deputy;
	int64_t id, posting;
	enum err err = insert(demo, &made, stands_in ? EXPIRING_DAYS : CERTIFIED_DAYS, &id);
	if (err == OK)
		err = insert_posting(demo, id, &made, &posting);
	if (err == OK && stands_in)
		err = stand_in(demo, id);
	if (err != OK)
		return err;
	if (is_county_officer && demo->absent == 0)
		demo->absent = posting;
	demo->n++;
	demo->report(demo->arg, &made);
	return OK;
}

static enum err staff_unit(struct demo *demo, const struct unit_node *unit)
{
	enum err err = OK;
	for (size_t i = 0; err == OK && !unit->is_closed && i < N_STAFF; i++)
		if (staff[i].tiers >> unit->tier & 1)
			err = make(demo, unit, &staff[i]);
	return err;
}

enum err operators_demo(struct ctx *ctx, const struct unit_node *province, int32_t today,
	demo_operator_report *report, void *arg)
{
	struct demo demo = {.ctx = ctx, .today = today, .report = report, .arg = arg};
	enum err err = staff_unit(&demo, unit_tree_at(ctx->units, 0));
	for (uint32_t i = province->first; err == OK && i <= province->last; i++)
		err = staff_unit(&demo, unit_tree_at(ctx->units, i));
	ctx_journal(ctx, &(struct note){.action = ACTION_OPERATOR_CREATED,
				 .unit = province->id,
				 .entity = "unit",
				 .entity_id = province->id,
				 .summary = arena_printf(ctx->arena,
					 "%lld operators of a demonstration", (long long)demo.n)});
	return err;
}
