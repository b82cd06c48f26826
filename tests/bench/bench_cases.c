/* How many cases are decided in a second, each decision durable before it is answered: one and
 * thirty in a call, from 1 and from 64 clients; signatures that hand a transfer on, and last ones,
 * with which a child moves. Through the engine, without the network.
 *
 *	bench_cases [ROUNDS]
 *
 * Rates depend on what else the machine does; trust the ratios at the end. */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/date.h"
#include "domain/roles.h"
#include "server/rpc/run.h"
#include "server/service/case_apply.h"
#include "server/service/services.h"
#include "server/store/ids.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_tree.h"
#include "tests/calls/moving.h"

enum { CLIENTS = 64, MANY = 30 };

/* ---- cases, ready to be decided ---- */

struct ready {
	char id[24];
	int64_t rev;
};

static struct right right_at(int64_t unit, uint32_t role)
{
	return (struct right){.unit = unit, .roles = role, .from_day = 0, .to_day = INT32_MAX};
}

static void make_one(struct moving *m, struct ctx *ctx, enum case_state until, struct ready *out)
{
	static const struct {
		enum case_state at;
		enum case_event event;
		enum case_party party;
	} way[] = {
		{CASE_SCHOOL_REVIEW, CASE_APPROVE, CASE_APPROVER},
		{CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU},
		{CASE_OUT_SCHOOL, CASE_SUBMIT, CASE_SENDING_REGISTRAR},
		{CASE_OUT_SIGN, CASE_APPROVE, CASE_SENDING_APPROVER},
	};
	Xueji__V1__GetCaseResponse reply = XUEJI__V1__GET_CASE_RESPONSE__INIT;
	const struct mover child = mover_new(m, "陈小明");
	Xueji__V1__ApplyTransferRequest in = application(m, &child, NEIGHBOUR_SCHOOL);
	struct right right = right_at(NEIGHBOUR_SCHOOL, ROLE_REGISTRAR);
	struct case_file file;
	int64_t id;
	ctx->actor = (struct actor){.operator_id = 1, .rights = &right, .n_rights = 1};
	in.class_number = 0;
	for (size_t i = 0; i < transfers_service.n_methods; i++)
		if (strcmp(transfers_service.methods[i].name, "ApplyTransfer") == 0)
			ck_assert_int_eq(transfers_service.methods[i].run(ctx, &in, &reply), OK);
	ck_assert(ids_parse(reply.summary->id, &id));
	for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
		ck_assert_int_eq(case_open(ctx, id, &file), OK);
		if (file.row.state == until)
			break;
		ctx->actor.operator_id++;
		ck_assert_int_eq(case_decide_as(ctx, &file, way[i].event, way[i].party, NULL), OK);
	}
	ck_assert_int_eq(case_open(ctx, id, &file), OK);
	snprintf(out->id, sizeof out->id, "%s", reply.summary->id);
	out->rev = file.row.rev;
	ctx->actor = (struct actor){.operator_id = OPERATOR_SYSTEM};
	ctx_restart(ctx);
}

static struct ready *make_ready(struct moving *m, size_t n, enum case_state until)
{
	struct ready *ready = calloc(n, sizeof *ready);
	house_hold(m->house);
	struct ctx *ctx = house_write(m->house);
	ctx->units = unit_tree_pin(m->house->fixture->app.units);
	for (size_t i = 0; i < n; i++)
		make_one(m, ctx, until, &ready[i]);
	const struct unit_tree *units = ctx->units;
	house_release(m->house);
	unit_tree_unpin(units);
	return ready;
}

/* ---- clients ---- */

struct client {
	struct moving *m;
	const struct person *person;
	const struct ready *ready;
	size_t n, at_once;
	sem_t written;
	enum err err;
	pthread_t thread;
};

struct deciding {
	struct run run;
	struct client *client;
};

static void written(struct run *run, enum err err)
{
	struct client *client = ((struct deciding *)run)->client;
	client->err = err;
	sem_post(&client->written);
}

static const struct method *decide_method(void)
{
	for (size_t i = 0; i < cases_service.n_methods; i++)
		if (strcmp(cases_service.methods[i].name, "DecideCases") == 0)
			return &cases_service.methods[i];
	abort();
}

static void check_reply(const struct run *run, size_t n)
{
	const Xueji__V1__DecideCasesResponse *out = run->reply;
	for (size_t i = 0; i < n; i++)
		if (!out->results[i]->is_done) {
			fprintf(stderr, "bench_cases: %s\n", out->results[i]->refusal_text);
			exit(1);
		}
}

static void decide(struct client *client, const struct ready *ready, size_t n, int64_t call_id)
{
	Xueji__V1__DecideCasesRequest in = XUEJI__V1__DECIDE_CASES_REQUEST__INIT;
	Xueji__V1__CaseRef refs[MANY], *at[MANY];
	struct arena *arena = arena_new(SIZE_MAX);
	char key[40];
	for (size_t i = 0; i < n; i++) {
		xueji__v1__case_ref__init(&refs[i]);
		refs[i].case_id = (char *)ready[i].id;
		refs[i].rev = ready[i].rev;
		at[i] = &refs[i];
	}
	in.event = APPROVE;
	in.n_cases = n;
	in.cases = at;
	size_t size = protobuf_c_message_get_packed_size(&in.base);
	uint8_t *bytes = arena_alloc(arena, size);
	protobuf_c_message_pack(&in.base, bytes);
	snprintf(key, sizeof key, "bench-%s", ready->id);
	struct deciding deciding = {.client = client,
		.run = {.app = &client->m->house->fixture->app,
			.service = &cases_service,
			.method = decide_method(),
			.path = "xueji.v1.Cases/DecideCases",
			.arena = arena,
			.call_id = call_id,
			.written = written}};
	struct run *run = &deciding.run;
	const struct run_headers headers = {.token = client->person->token,
		.token_size = strlen(client->person->token),
		.idempotency_key = key,
		.lang = "en"};
	enum err err = run_open(run, &headers);
	if (err == OK)
		err = run_decode(run, bytes, size);
	if (err == OK)
		err = run_write(run, client->m->house->writer);
	if (err == OK) {
		while (sem_wait(&client->written) != 0)
			continue;
		err = client->err;
	}
	if (err != OK) {
		fprintf(stderr, "bench_cases: %s\n", reason_row(run->ctx.failure.reason)->name);
		exit(1);
	}
	check_reply(run, n);
	run_close(run);
	arena_free(arena);
}

static void *work(void *arg)
{
	struct client *client = arg;
	for (size_t i = 0; i < client->n; i += client->at_once)
		decide(client, client->ready + i, client->at_once, (int64_t)i);
	return NULL;
}

/* Cases a second. */
static double measure(struct moving *m, const struct person *person, enum case_state at,
	int n_clients, size_t calls, size_t at_once)
{
	size_t each = calls * at_once, all = each * (size_t)n_clients;
	struct ready *ready = make_ready(m, all, at);
	struct client *clients = calloc((size_t)n_clients, sizeof *clients);
	int64_t begin = clock_monotonic_us();
	for (int i = 0; i < n_clients; i++) {
		clients[i] = (struct client){.m = m,
			.person = person,
			.ready = ready + each * (size_t)i,
			.n = each,
			.at_once = at_once};
		sem_init(&clients[i].written, 0, 0);
		pthread_create(&clients[i].thread, NULL, work, &clients[i]);
	}
	for (int i = 0; i < n_clients; i++)
		pthread_join(clients[i].thread, NULL);
	double seconds = (double)(clock_monotonic_us() - begin) / 1e6;
	free(clients);
	free(ready);
	return (double)all / seconds;
}

static void say_ratio(const char *what, double ratio, double goal)
{
	printf("%-58s %7.2f  (goal: >= %.1f%s)\n", what, ratio, goal,
		ratio >= goal ? "" : ", MISSED");
}

/* ---- rounds ---- */

static const struct {
	int clients;
	size_t at_once;
	size_t calls; /* of each client in a round */
} kinds[] = {{1, 1, 60}, {1, MANY, 12}, {CLIENTS, 1, 12}, {CLIENTS, MANY, 1}};
static const struct {
	const char *what;
	enum case_state at;
} signatures[] = {{"hands on", CASE_SCHOOL_REVIEW}, {"is the last", CASE_OUT_BUREAU}};
enum { KINDS = 4, SIGNATURES = 2 };

static int rounds = 3;

static void say_all(double best[SIGNATURES][KINDS])
{
	for (int s = 0; s < SIGNATURES; s++)
		for (int k = 0; k < KINDS; k++)
			printf("signature that %-12s %2d clients, %2zu in a call: %8.0f cases/s\n",
				signatures[s].what, kinds[k].clients, kinds[k].at_once, best[s][k]);
	say_ratio("thirty in a call / one in a call, 1 client", best[0][1] / best[0][0], 3);
	say_ratio("64 clients / 1 client, one in a call", best[0][2] / best[0][0], 2);
	say_ratio("last signature / one that hands on, 64 clients, thirty", best[1][3] / best[0][3],
		0.2);
}

START_TEST(deciding)
{
	double best[SIGNATURES][KINDS] = {{0}};
	struct moving *m = moving_open();
	house_policy(m->house, POLICY_CLASS_SIZE, 1000000);
	for (int round = 0; round < rounds; round++)
		for (int s = 0; s < SIGNATURES; s++)
			for (int k = 0; k < KINDS; k++) {
				const struct person *person =
					s == 0 ? m->near.approver : m->old.officer;
				double rate = measure(m, person, signatures[s].at, kinds[k].clients,
					kinds[k].calls, kinds[k].at_once);
				best[s][k] = rate > best[s][k] ? rate : best[s][k];
			}
	say_all(best);
	moving_close(m);
}
END_TEST

/* The houses that tests call in want a runner around them. */
int main(int argc, char **argv)
{
	Suite *suite = suite_create("bench_cases");
	TCase *tcase = tcase_create("deciding");
	if (argc > 1)
		rounds = (int)strtol(argv[1], NULL, 10);
	tcase_set_timeout(tcase, 0);
	tcase_add_test(tcase, deciding);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
