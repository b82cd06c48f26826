/* kill -9 under a load of writes, again and again on the same store: what was answered is there,
 * nothing is there by half, and the journal is whole. */
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "server/store/ids.h"
#include "server/store/journal_store.h"
#include "server/store/writer.h"
#include "tests/support/fixture.h"
#include "tests/support/suite.h"

enum { ROUNDS = 12, CLIENTS = 8, MOST = 1 << 20 };

static const struct sql make_head = {
	"make_head", "CREATE TABLE head(id BIGINT NOT NULL PRIMARY KEY)"};
static const struct sql make_tail = {
	"make_tail", "CREATE TABLE tail(id BIGINT NOT NULL REFERENCES head(id))"};
static const struct sql add_head = {"add_head", "INSERT INTO head(id) VALUES ($1)"};
static const struct sql add_tail = {"add_tail", "INSERT INTO tail(id) VALUES ($1)"};
static const struct sql has_head = {"has_head", "SELECT count(*) FROM head WHERE id = $1"};
static const struct sql halves = {
	"halves", "SELECT count(*) FROM head WHERE id NOT IN (SELECT id FROM tail)"};
static const struct sql heads = {"heads", "SELECT count(*) FROM head"};
static const struct sql unnoted = {
	"unnoted", "SELECT count(*) FROM head WHERE id NOT IN (SELECT entity_id FROM journal)"};

static struct fixture *f;
static int64_t answered[MOST];
static size_t n_answered;

/* ---- the child: it writes until it is killed ---- */

struct client {
	struct work work; /* first, so that the one is the other */
	struct ctx ctx;
	int pipe;
	int64_t id;
	struct writer *writer;
	bool is_waiting;
	pthread_mutex_t lock;
	pthread_cond_t wake;
};

static enum err apply(struct work *work)
{
	struct client *client = (struct client *)work;
	struct ctx *ctx = work->ctx;
	enum err err = ids_next(ctx, &client->id);
	if (err == OK)
		err = db_run(ctx, &add_head, ARGS(arg_int(client->id)), NULL);
	if (err == OK)
		err = db_run(ctx, &add_tail, ARGS(arg_int(client->id)), NULL);
	ctx_journal(ctx, &(struct note){.action = ACTION_SIGN_IN,
				 .entity = "head",
				 .entity_id = client->id,
				 .sealed = "secret",
				 .sealed_size = 6});
	return err == OK ? journal_write_notes(ctx) : err;
}

/* The answer goes out on the pipe, as a reply would on the wire. */
static void done(struct work *work, enum err err)
{
	struct client *client = (struct client *)work;
	if (err != OK || write(client->pipe, &client->id, sizeof client->id) != sizeof client->id)
		_exit(1);
	pthread_mutex_lock(&client->lock);
	client->is_waiting = false;
	pthread_cond_signal(&client->wake);
	pthread_mutex_unlock(&client->lock);
}

static void *write_on(void *arg)
{
	struct client *client = arg;
	client->work = (struct work){.apply = apply, .done = done, .ctx = &client->ctx};
	struct arena *arena = arena_new(0);
	for (;;) {
		ctx_init(&client->ctx, &f->app, arena);
		client->is_waiting = true;
		if (!writer_submit(client->writer, &client->work))
			_exit(1);
		pthread_mutex_lock(&client->lock);
		while (client->is_waiting)
			pthread_cond_wait(&client->wake, &client->lock);
		pthread_mutex_unlock(&client->lock);
		arena_reset(arena);
	}
	return NULL;
}

static void be_child(int pipe)
{
	static struct client clients[CLIENTS];
	char why[WHY_SIZE];
	pthread_t thread;
	struct store *store;
	if (store_open(f->directory, &store, why) != STORE_OK)
		_exit(1);
	struct writer *writer = writer_start(store);
	for (int i = 0; i < CLIENTS; i++) {
		clients[i] = (struct client){.pipe = pipe, .writer = writer};
		pthread_mutex_init(&clients[i].lock, NULL);
		pthread_cond_init(&clients[i].wake, NULL);
		if (pthread_create(&thread, NULL, write_on, &clients[i]) != 0)
			_exit(1);
	}
	for (;;)
		pause();
}

/* ---- the parent ---- */

static void read_answers(int pipe)
{
	int64_t id;
	while (read(pipe, &id, sizeof id) == sizeof id) {
		ck_assert_uint_lt(n_answered, MOST);
		answered[n_answered++] = id;
	}
}

/* Lets a child write for a while, then kills it, so that it has no time to tidy up. */
static void run_round(int round)
{
	int ends[2], status;
	ck_assert_int_eq(pipe(ends), 0);
	pid_t child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0)
		be_child(ends[1]);
	close(ends[1]);
	struct timespec while_writing = {.tv_nsec = (20 + 13 * round) * 1000000L};
	size_t before = n_answered;
	int64_t first;
	ck_assert_int_eq(read(ends[0], &first, sizeof first), sizeof first);
	answered[n_answered++] = first;
	nanosleep(&while_writing, NULL);
	ck_assert_int_eq(kill(child, SIGKILL), 0);
	read_answers(ends[0]);
	close(ends[0]);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFSIGNALED(status));
	ck_assert_uint_gt(n_answered, before);
}

static int64_t number(struct ctx *ctx, const struct sql *sql, struct args args)
{
	int64_t n;
	ck_assert_int_eq(db_number(ctx, sql, args, -1, &n), OK);
	return n;
}

static void check_store(void)
{
	struct journal_verdict verdict;
	fixture_reopen(f);
	struct ctx *ctx = fixture_ctx(f);
	for (size_t i = 0; i < n_answered; i++)
		ck_assert_int_eq(number(ctx, &has_head, ARGS(arg_int(answered[i]))), 1);
	ck_assert_int_eq(number(ctx, &halves, NO_ARGS), 0);
	ck_assert_int_eq(number(ctx, &unnoted, NO_ARGS), 0);
	ck_assert_int_eq(journal_verify(ctx, 1, MOST, &verdict), OK);
	ck_assert_int_eq(verdict.fault, JOURNAL_WHOLE);
	ck_assert_int_eq(verdict.n_checked, number(ctx, &heads, NO_ARGS));
	fixture_rollback(f);
	store_close(f->store);
	f->store = NULL;
}

static void before(void)
{
	f = fixture_open();
	struct ctx *ctx = fixture_ctx(f);
	ck_assert_int_eq(db_run(ctx, &make_head, NO_ARGS, NULL), OK);
	ck_assert_int_eq(db_run(ctx, &make_tail, NO_ARGS, NULL), OK);
	fixture_commit(f);
	store_close(f->store);
	f->store = NULL;
}

static void after(void)
{
	fixture_close(f);
}

START_TEST(killed_again_and_again_it_loses_nothing_that_was_answered)
{
	for (int round = 0; round < ROUNDS; round++) {
		run_round(round);
		if (round % 4 == 3)
			check_store();
	}
}
END_TEST

SUITE_WITH("crash", before, after, killed_again_and_again_it_loses_nothing_that_was_answered)
