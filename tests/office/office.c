#include "tests/office/office.h"

#include "common/han_reading.h"
#include "server/store/journal_store.h"
#include "server/store/number_store.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_store.h"
#include "server/store/unit_tree.h"
#include "server/unpack.h"

struct house *office;
struct other_node nation, police;
int64_t sent;

void office_open(void)
{
	static const struct school_class classes[] = {{1, 1}, {1, 2}, {4, 1}};
	const struct programme primary = {.years = {[STAGE_PRIMARY] = 6}};
	office = house_open();
	office->fixture->app.readings = han_readings_open();
	node_open(office->fixture, &nation, "nation.keys", "000000");
	node_open(office->fixture, &police, "police.keys", "440000");
	node_trusted(office->fixture, &nation, "nation", PEER_NATION);
	node_trusted(office->fixture, &police, "police", PEER_POLICE);
	struct ctx *ctx = house_write(office);
	ck_assert_int_eq(unit_set_programme(ctx, SCHOOL, &primary), OK);
	ck_assert_int_eq(unit_set_classes(ctx, SCHOOL, classes, 3), OK);
	house_commit(office);
	sent = 0;
}

void office_close(void)
{
	office_rest();
	han_readings_close(office->fixture->app.readings);
	node_close(&nation);
	node_close(&police);
	house_close(office);
}

/* A ctx to write with, that knows units and policies; office_commit after it. */
struct ctx *office_ctx(void)
{
	struct ctx *ctx = house_write(office);
	if (ctx->units == NULL) {
		ctx->units = unit_tree_pin(office->fixture->app.units);
		ctx->policies = policies_pin(office->fixture->app.policies);
	}
	return ctx;
}

void office_commit(void)
{
	struct ctx *ctx = office_ctx();
	ck_assert_int_eq(journal_write_notes(ctx), OK);
	unit_tree_unpin(ctx->units);
	policies_unpin(ctx->policies);
	ctx->units = NULL;
	ctx->policies = NULL;
	house_commit(office);
}

void office_rest(void)
{
	if (office->fixture->is_writing)
		office_commit();
}

int64_t count(const char *sql)
{
	office_rest();
	return house_count(office, sql);
}

/* As the scheduler runs it, until there is no more to do; how many steps did something. */
int work(enum err (*step)(struct ctx *ctx, bool *again_out))
{
	bool again = true;
	int n = -1;
	for (; again && n < 1000; n++) {
		ck_assert_int_eq(step(office_ctx(), &again), OK);
		office_commit();
	}
	return n;
}

enum err make_all(struct ctx *ctx, bool *again_out)
{
	return list_make_step(ctx, LIST_ENTRIES_MOST, again_out);
}

enum err ask_for(enum parcel_kind kind, struct list *out)
{
	enum err err = list_ask_for(office_ctx(), PROVINCE, kind, "月度上报", out);
	if (err == OK)
		office_commit();
	return err;
}

/* A list of the kind, made and read again. */
struct list made_list(enum parcel_kind kind)
{
	struct list list;
	ck_assert_int_eq(ask_for(kind, &list), OK);
	work(make_all);
	ck_assert_int_eq(list_get(office_ctx(), list.id, &list), OK);
	office_commit();
	return list;
}

struct list list_now(int64_t id)
{
	struct list list;
	ck_assert_int_eq(list_get(office_ctx(), id, &list), OK);
	return list;
}

/* What the other node reads of a list: its rows; their number. */
size_t node_reads(const struct other_node *node, const struct list *list,
	Xueji__V1__ListRow *rows[], size_t most)
{
	struct ctx other, *ctx = office_ctx();
	struct parcel_row row;
	struct parcel_piece piece;
	struct parcel_content content;
	Xueji__V1__ParcelHeader *header;
	const uint8_t *item;
	size_t n = 0, size, item_size;
	ctx_init(&other, &node->app, office->arena);
	ck_assert_int_eq(parcel_get(ctx, list->parcel, &row), OK);
	ck_assert_int_eq(row.state, PARCEL_READY);
	ck_assert_int_eq(parcel_piece_at(ctx, row.id, 0, &piece), OK);
	ck_assert_int_eq(parcel_content_of(&other, &piece, &header, &content), OK);
	for (int64_t block = 0; block < row.blocks; block++) {
		ck_assert_int_eq(parcel_piece_at(ctx, row.id, block + 1, &piece), OK);
		const uint8_t *at =
			parcel_open_block(office->arena, &content, block, &piece, &size);
		ck_assert_ptr_nonnull(at);
		for (const uint8_t *end = at + size;
			n < most && parcel_next_item(&at, end, &item, &item_size);)
			rows[n++] = unpack_message(
				office->arena, &xueji__v1__list_row__descriptor, item, item_size);
	}
	return n;
}

Xueji__V1__Verdict verdict_of(int64_t row, Xueji__V1__VerdictResult result, const char *text)
{
	Xueji__V1__Verdict verdict = XUEJI__V1__VERDICT__INIT;
	verdict.row = row;
	verdict.result = result;
	if (result == RESULT(NUMBERED))
		verdict.student_no = (char *)text;
	else
		verdict.note = (char *)text;
	return verdict;
}

/* Verdicts on a list as a parcel of the node; to be freed. */
struct bytes answer_of(const struct other_node *node, int64_t number, const struct list *list,
	const Xueji__V1__Verdict *verdicts, size_t n, bool is_last)
{
	Xueji__V1__ParcelHeader header = XUEJI__V1__PARCEL_HEADER__INIT;
	const ProtobufCMessage **items = arena_array(office->arena, const ProtobufCMessage *, n);
	struct parcel_row row = {.number = 77};
	for (size_t i = 0; i < n; i++)
		items[i] = &verdicts[i].base;
	if (list != NULL)
		ck_assert_int_eq(parcel_get(office_ctx(), list->parcel, &row), OK);
	header.kind = "verdicts";
	header.number = number;
	header.answers = row.number;
	header.is_last = is_last;
	return node_parcel(office->fixture, node, header, items, n);
}

void arrives(struct bytes bytes)
{
	struct parcel_row row;
	bool is_new;
	ck_assert_int_eq(parcel_arrive(office_ctx(), bytes.at, bytes.size, &row, &is_new), OK);
	office_commit();
}

/* The nation answers, and it is taken in; how many steps it took. */
int answered(const struct list *list, const Xueji__V1__Verdict *verdicts, size_t n, bool is_last)
{
	struct bytes bytes = answer_of(&nation, ++sent, list, verdicts, n, is_last);
	arrives(bytes);
	free(bytes.at);
	return work(exchange_take_step);
}

/* A child on the roll of SCHOOL with an L number. */
struct student_record pupil(const char *name)
{
	struct student_record child = child_make(office->arena, name, "2016-09-02", SCHOOL);
	child_enrol_in(office_ctx(), &child);
	office_commit();
	return child;
}

const char *g_of(const struct student_record *child)
{
	return arena_printf(office->arena, "G%s", child->items->id_number);
}

const char *number_now(int64_t student)
{
	const char *number;
	ck_assert_int_eq(number_current(office_ctx(), student, &number), OK);
	return number;
}

int64_t found_by(const char *number)
{
	int64_t student = 0;
	size_t n;
	ck_assert_int_eq(number_find(office_ctx(), number, &student, 1, &n), OK);
	return n == 1 ? student : 0;
}

/* The reason with which a list's nth verdict was refused; "" for none. */
const char *refusal(const struct list *list, size_t nth)
{
	struct list_refusal *rows;
	size_t n;
	ck_assert_int_eq(list_refusals(office_ctx(), list->id, 0, 100, &rows, &n), OK);
	return nth < n ? rows[nth].reason : "";
}
