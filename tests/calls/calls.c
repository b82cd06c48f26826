#include "tests/calls/calls.h"

#include <inttypes.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server/auth/password.h"
#include "server/auth/token.h"
#include "server/rpc/run.h"
#include "server/store/ids.h"
#include "server/store/operator_store.h"
#include "server/store/policy_cache.h"
#include "server/store/session_store.h"
#include "server/store/sign_in_store.h"
#include "server/store/stat_cache.h"
#include "server/store/unit_tree.h"
#include "server/unpack.h"

#define US_PER_HOUR INT64_C(3600000000)

/* ---- the house ---- */

static const struct {
	int id, parent, bureau, tier;
	const char *code, *name;
} country[] = {
	{NATION, 0, NATION, TIER_NATION, "000000", "全国"},
	{PROVINCE, NATION, PROVINCE, TIER_PROVINCE, "440000", "广东省"},
	{CITY, PROVINCE, CITY, TIER_CITY, "440300", "深圳市"},
	{OTHER_CITY, PROVINCE, OTHER_CITY, TIER_CITY, "441300", "惠州市"},
	{COUNTY, CITY, COUNTY, TIER_COUNTY, "440305", "南山区"},
	{NEIGHBOUR, CITY, NEIGHBOUR, TIER_COUNTY, "440304", "福田区"},
	{DIRECT_COUNTY, PROVINCE, DIRECT_COUNTY, TIER_COUNTY, "449001", "省直辖县"},
	{SCHOOL, COUNTY, COUNTY, TIER_SCHOOL, "2144000001", "第一小学"},
	{SECOND_SCHOOL, COUNTY, COUNTY, TIER_SCHOOL, "2144000002", "第二小学"},
	{NEIGHBOUR_SCHOOL, NEIGHBOUR, NEIGHBOUR, TIER_SCHOOL, "2144000003", "邻区小学"},
	{OTHER_PROVINCE, NATION, OTHER_PROVINCE, TIER_PROVINCE, "110000", "北京市"},
	{FAR_COUNTY, OTHER_PROVINCE, FAR_COUNTY, TIER_COUNTY, "110108", "海淀区"},
	{CLOSED_SCHOOL, COUNTY, COUNTY, TIER_SCHOOL, "2144000004", "旧小学"},
};

static const struct sql insert_unit = {"test_insert_unit",
	"INSERT INTO unit (id, parent, bureau, code, name, initials, tier, is_private, opened,"
	" closed, keeper, rev) VALUES ($1, $2, $3, $4, $5, '', $6, 0, NULL, $7, NULL, 1)"};

static void make_country(struct ctx *ctx)
{
	for (size_t i = 0; i < sizeof country / sizeof *country; i++) {
		bool is_closed = country[i].id == CLOSED_SCHOOL;
		ck_assert_int_eq(OK,
			db_run(ctx, &insert_unit,
				ARGS(arg_int(country[i].id),
					country[i].parent ? arg_int(country[i].parent) : arg_null(),
					arg_int(country[i].bureau), arg_text(country[i].code),
					arg_text(country[i].name), arg_int(country[i].tier),
					arg_text(is_closed ? "2020-01-01" : NULL)),
				NULL));
	}
}

static void load(struct house *house)
{
	struct app *app = &house->fixture->app;
	app->units = unit_cache_new();
	app->policies = policy_cache_new();
	app->stats = stat_cache_new();
	app->sessions = session_cache_new();
	struct ctx *ctx = fixture_ctx(house->fixture);
	ck_assert_int_eq(unit_cache_load(app->units, ctx), OK);
	ck_assert_int_eq(session_cache_load(app->sessions, ctx), OK);
	ck_assert_int_eq(stat_cache_load(app->stats, ctx), OK);
	fixture_rollback(house->fixture);
	house_policy(house, POLICY_SECOND_FACTOR, 0);
}

static void start(struct house *house)
{
	house->writer = writer_start(house->fixture->store);
	house->reader = store_reader(house->fixture->store);
}

static void stop(struct house *house)
{
	writer_stop(house->writer);
	db_close(house->reader);
}

static void unload(struct house *house)
{
	struct app *app = &house->fixture->app;
	session_cache_free(app->sessions);
	policy_cache_free(app->policies);
	stat_cache_free(app->stats);
	unit_cache_free(app->units);
}

struct house *house_open(void)
{
	struct house *house = calloc(1, sizeof *house);
	house->fixture = fixture_open();
	house->arena = arena_new(SIZE_MAX);
	make_country(fixture_ctx(house->fixture));
	fixture_commit(house->fixture);
	load(house);
	start(house);
	return house;
}

void house_close(struct house *house)
{
	stop(house);
	unload(house);
	fixture_close(house->fixture);
	arena_free(house->arena);
	free(house);
}

static void open_again(struct house *house)
{
	fixture_reopen(house->fixture);
	load(house);
	start(house);
}

void house_restart(struct house *house)
{
	stop(house);
	unload(house);
	open_again(house);
}

void house_die(struct house *house, void (*work)(void *arg), void *arg)
{
	int status;
	stop(house);
	unload(house);
	store_close(house->fixture->store); /* no connection may live on in another process */
	house->fixture->store = NULL;
	pid_t child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		open_again(house);
		work(arg);
		raise(SIGKILL);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	open_again(house);
}

void house_policies(struct house *house, size_t n, const int64_t set[][2])
{
	struct policy_value *values = arena_array(house->arena, struct policy_value, n + 1);
	values[0] = (struct policy_value){
		.unit = NATION, .policy = POLICY_SECOND_FACTOR, .from_day = 1, .value = 0};
	for (size_t i = 0; i < n; i++)
		values[i + 1] = (struct policy_value){.unit = NATION,
			.policy = (enum policy)set[i][0],
			.from_day = 2,
			.value = set[i][1]};
	policy_cache_publish(house->fixture->app.policies, policies_build(values, n + 1));
}

void house_policy(struct house *house, int policy, int64_t value)
{
	house_policies(house, 1, (const int64_t[][2]){{policy, value}});
}

void house_wait(struct house *house, int64_t us)
{
	house->fixture->now_us += us;
}

struct ctx *house_write(struct house *house)
{
	if (!house->fixture->is_writing)
		stop(house);
	return fixture_ctx(house->fixture);
}

void house_hold(struct house *house)
{
	house->is_held = true;
}

void house_release(struct house *house)
{
	house->is_held = false;
	house_commit(house);
}

void house_commit(struct house *house)
{
	if (house->is_held)
		return;
	fixture_commit(house->fixture);
	start(house);
}

void house_rollback(struct house *house)
{
	fixture_rollback(house->fixture);
	start(house);
}

int64_t house_count(struct house *house, const char *text)
{
	struct ctx ctx;
	int64_t n;
	/* Statements are prepared once for each `struct sql`, so it must outlive the connection. */
	struct sql *sql = arena_one(house->arena, struct sql);
	*sql = (struct sql){"test_count", arena_strdup(house->arena, text)};
	ctx_init(&ctx, &house->fixture->app, house->arena);
	ctx.db = house->reader;
	ck_assert_int_eq(db_begin_read(&ctx), OK);
	ck_assert_int_eq(db_number(&ctx, sql, NO_ARGS, 0, &n), OK);
	db_rollback(&ctx);
	return n;
}

char *id_text(struct house *house, int64_t id)
{
	return ids_format(house->arena, id);
}

/* ---- people ---- */

static void insert_session(struct ctx *ctx, int64_t operator_id, char token[TOKEN_SIZE + 1])
{
	struct session_row row = {.operator_id = operator_id,
		.started_us = ctx->now_us,
		.expires_us = ctx->now_us + 12 * US_PER_HOUR,
		.idle_us = US_PER_HOUR / 2};
	token_make(ctx, token);
	token_hash(token, TOKEN_SIZE, row.token_hash);
	ck_assert_int_eq(ids_next(ctx, &row.id), OK);
	ck_assert_int_eq(session_insert(ctx, &row), OK);
	session_follow(ctx, operator_id);
}

struct person *person_make(struct house *house, const char *name, int64_t unit, uint32_t roles)
{
	struct person *person = arena_one(house->arena, struct person);
	struct ctx *ctx = house_write(house);
	const char *hash;
	struct operator_row row = {.name = name,
		.full_name = "王丽",
		.phone = "139 0013 9000",
		.unit = unit,
		.certificate_no = "XJ-1",
		.certificate_until = ctx_today(ctx) + 1000};
	ck_assert_int_eq(operator_insert(ctx, &row), OK);
	ck_assert_int_eq(password_hash(ctx, PERSON_PASSWORD, PASSWORD_MINIMUM, &hash), OK);
	ck_assert_int_eq(password_set(ctx, row.id, hash, false), OK);
	if (roles != 0)
		ck_assert_int_eq(
			OK, posting_insert(ctx, &(struct posting_row){.operator_id = row.id,
							.unit = unit,
							.roles = roles,
							.from_day = ctx_today(ctx),
							.to_day = DAY_OPEN}));
	person->id = row.id;
	person->id_text = id_text(house, row.id);
	snprintf(person->name, sizeof person->name, "%s", name);
	insert_session(ctx, row.id, person->token);
	house_commit(house);
	return person;
}

void person_sessions(struct house *house, int64_t operator_id, int n, char tokens[][TOKEN_SIZE + 1])
{
	struct ctx *ctx = house_write(house);
	for (int i = 0; i < n; i++)
		insert_session(ctx, operator_id, tokens[i]);
	house_commit(house);
}

const char *person_session(struct house *house, int64_t operator_id)
{
	char *token = arena_alloc(house->arena, TOKEN_SIZE + 1);
	insert_session(house_write(house), operator_id, token);
	house_commit(house);
	return token;
}

int64_t person_rev(struct house *house, const struct person *person)
{
	return house_count(
		house, arena_printf(house->arena, "SELECT rev FROM operator WHERE id = %" PRId64,
			       person->id));
}

/* ---- calls ---- */

struct pending {
	struct run run;
	sem_t written;
	enum err err;
};

static void written(struct run *run, enum err err)
{
	struct pending *pending = (struct pending *)run;
	pending->err = err;
	sem_post(&pending->written);
}

static const struct method *find_method(const struct service *service, const char *name)
{
	for (size_t i = 0; i < service->n_methods; i++)
		if (strcmp(service->methods[i].name, name) == 0)
			return &service->methods[i];
	ck_abort_msg("no method %s", name);
	return NULL;
}

static enum err decode(struct run *run, const ProtobufCMessage *request)
{
	size_t size = protobuf_c_message_get_packed_size(request);
	uint8_t *bytes = arena_alloc(run->arena, size);
	protobuf_c_message_pack(request, bytes);
	return run_decode(run, bytes, size);
}

static enum err perform(struct house *house, struct pending *pending, enum err err)
{
	struct run *run = &pending->run;
	if (err == OK && run->method->mode != METHOD_WRITE)
		err = run_read(run, house->reader);
	else if (err == OK && run->method->prepare != NULL)
		err = run_prepare(run, house->reader);
	if (!run_needs_writer(run))
		return err;
	if ((err = run_write(run, house->writer)) != OK)
		return err;
	while (sem_wait(&pending->written) != 0)
		continue;
	return pending->err;
}

/* A repeated WRITE has its reply as bytes only. */
static const void *reply_of(const struct run *run)
{
	if (run->packed == NULL)
		return run->reply;
	return unpack_message(run->arena, run->descriptor->output, run->packed, run->packed_size);
}

static enum err open_run(struct house *house, struct run *run, const char *token,
	const struct service *service, const char *name, const ProtobufCMessage *request)
{
	*run = (struct run){.app = &house->fixture->app,
		.service = service,
		.method = find_method(service, name),
		.path = arena_printf(house->arena, "%s/%s", service->descriptor->name, name),
		.arena = house->arena,
		.call_id = ++house->calls,
		.written = written};
	struct run_headers headers = {.token = token,
		.token_size = token ? strlen(token) : 0,
		.idempotency_key = house->key,
		.lang = house->lang != NULL ? house->lang : "en",
		.peer_name = house->peer_name};
	enum err err = run_open(run, &headers);
	return err == OK ? decode(run, request) : err;
}

struct answer call(struct house *house, const char *token, const struct service *service,
	const char *name, const ProtobufCMessage *request)
{
	struct pending *pending = arena_one(house->arena, struct pending);
	struct run *run = &pending->run;
	sem_init(&pending->written, 0, 0);
	enum err err = open_run(house, run, token, service, name, request);
	err = perform(house, pending, err);
	struct answer answer = {.err = err,
		.reason = run->ctx.failure.reason,
		.failure = run->ctx.failure,
		.reply = err == OK ? reply_of(run) : NULL};
	run_close(run);
	sem_destroy(&pending->written);
	return answer;
}

struct watching {
	struct house *house;
	struct run run;
	struct stream stream;
	enum err opened;
};

struct watching *watch_open(struct house *house, const char *token, const struct service *service,
	const char *method, const ProtobufCMessage *request)
{
	struct watching *watching = arena_one(house->arena, struct watching);
	watching->house = house;
	watching->stream.arena = house->arena;
	watching->opened = open_run(house, &watching->run, token, service, method, request);
	return watching;
}

struct answer watch_next(struct watching *watching)
{
	struct run *run = &watching->run;
	const ProtobufCMessageDescriptor *type = run->descriptor->output;
	void *item = arena_alloc(watching->house->arena, type->sizeof_message);
	type->message_init(item);
	enum err err = watching->opened;
	if (err == OK)
		err = run_next(run, watching->house->reader, &watching->stream,
			watching->house->arena, run->request, item);
	bool has_item = err == OK && watching->stream.step == STREAM_ITEM;
	return (struct answer){.err = err,
		.reason = run->ctx.failure.reason,
		.failure = run->ctx.failure,
		.reply = has_item ? item : NULL};
}

bool watch_hears(const struct watching *watching, uint64_t topic)
{
	for (size_t i = 0; i < watching->stream.n_topics; i++)
		if (watching->stream.topics[i] == topic)
			return true;
	return false;
}

void watch_close(struct watching *watching)
{
	run_close(&watching->run);
}

bool has_fault(const struct answer *answer, const char *field, enum reason reason)
{
	for (const struct fault *fault = answer->failure.faults; fault; fault = fault->next)
		if (strcmp(fault->field, field) == 0 && fault->reason == reason)
			return true;
	return false;
}
