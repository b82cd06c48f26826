#include "tests/rpc/trial.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/date.h"
#include "common/file.h"
#include "common/memory.h"
#include "domain/roles.h"
#include "server/auth/session_cache.h"
#include "server/auth/token.h"
#include "server/pki/certificate.h"
#include "server/store/operator_store.h"
#include "server/store/session_store.h"
#include "server/store/sign_in_store.h"
#include "server/store/unit_tree.h"
#include "server/store/writer.h"
#include "tests/support/suite.h"

/* ---- the authority and its certificates ---- */

const char *trial_path(const struct trial *trial, const char *name)
{
	return file_path(trial->arena, trial->fixture->directory, name);
}

static void write_file(struct trial *trial, const char *name, const char *text)
{
	char why[WHY_SIZE];
	if (!file_create(trial_path(trial, name), 0600, text, strlen(text), why))
		ck_abort_msg("%s", why);
}

static const char *make(struct trial *trial, enum certificate_kind kind, const char *name,
	const char *authority, const char **key_out)
{
	char why[WHY_SIZE];
	const char *certificate;
	const char *const hosts[] = {"localhost", "127.0.0.1"};
	struct certificate_order order = {
		.kind = kind,
		.name = name,
		.now_us = clock_now_us(),
		.days = 2,
		.hosts = hosts,
		.n_hosts = kind == CERTIFICATE_SERVER ? 2 : 0,
	};
	if (kind != CERTIFICATE_AUTHORITY) {
		order.issuer = arena_printf(
			trial->arena, "%s/%s.crt", trial->fixture->directory, authority);
		order.issuer_key = arena_printf(
			trial->arena, "%s/%s.key", trial->fixture->directory, authority);
	}
	if (!certificate_make(&order, trial->arena, &certificate, key_out, NULL, why))
		ck_abort_msg("%s", why);
	return certificate;
}

static void make_keys(struct trial *trial)
{
	struct trial_keys *keys = &trial->keys;
	const char *ca_key;
	keys->ca = make(trial, CERTIFICATE_AUTHORITY, "Trial CA", "", &ca_key);
	write_file(trial, "ca.crt", keys->ca);
	write_file(trial, "ca.key", ca_key);
	keys->certificate = make(trial, CERTIFICATE_SERVER, "localhost", "ca", &keys->key);
	keys->client_certificate =
		make(trial, CERTIFICATE_CLIENT, "console", "ca", &keys->client_key);
}

void trial_impersonate(struct trial *trial)
{
	const char *key;
	write_file(trial, "other.crt", make(trial, CERTIFICATE_AUTHORITY, "Other CA", "", &key));
	write_file(trial, "other.key", key);
	trial->keys.certificate =
		make(trial, CERTIFICATE_SERVER, "localhost", "other", &trial->keys.key);
	for (size_t i = 0; i < trial->config.n_listeners; i++) {
		trial->listeners[i].certificate = trial->keys.certificate;
		trial->listeners[i].key = trial->keys.key;
	}
}

/* ---- one operator, who has signed in ---- */

static const struct sql insert_nation = {"insert_nation",
	"INSERT INTO unit (id, parent, bureau, code, name, initials, tier, is_private, rev)"
	" VALUES (1, NULL, 1, '000000', '中国', 'zg', 1, 0, 1)"};

static void sign_in(struct trial *trial, struct ctx *ctx)
{
	struct operator_row person = {
		.unit = 1,
		.state = OPERATOR_ACTIVE,
		.name = "tester",
		.full_name = "试验员",
		.phone = "",
		.certificate_no = "1",
		.certificate_until = DAY_OPEN,
	};
	struct session_row session = {
		.id = 5,
		.started_us = ctx->now_us,
		.expires_us = ctx->now_us + US_PER_DAY,
		.idle_us = US_PER_DAY,
	};
	ck_assert_int_eq(db_run(ctx, &insert_nation, NO_ARGS, NULL), OK);
	ck_assert_int_eq(operator_insert(ctx, &person), OK);
	ck_assert_int_eq(password_set(ctx, person.id, "$argon2id$none", false), OK);
	struct posting_row posting = {
		.operator_id = person.id,
		.unit = 1,
		.roles = ROLE_OFFICER,
		.from_day = ctx_today(ctx),
		.to_day = DAY_OPEN,
	};
	ck_assert_int_eq(posting_insert(ctx, &posting), OK);
	token_make(ctx, trial->token);
	token_hash(trial->token, TOKEN_SIZE, session.token_hash);
	session.operator_id = person.id;
	ck_assert_int_eq(session_insert(ctx, &session), OK);
}

static void make_operator(struct trial *trial)
{
	struct fixture *fixture = trial->fixture;
	sign_in(trial, fixture_ctx(fixture));
	fixture_commit(fixture);
	fixture->app.sessions = session_cache_new();
	fixture->app.units = unit_cache_new();
	ck_assert_int_eq(unit_cache_load(fixture->app.units, fixture_ctx(fixture)), OK);
	ck_assert_int_eq(session_cache_load(fixture->app.sessions, fixture_ctx(fixture)), OK);
	fixture_rollback(fixture);
}

/* ---- the server ---- */

struct trial *trial_new(void)
{
	struct trial *trial = memory_new(sizeof *trial);
	trial->fixture = fixture_open();
	trial->arena = arena_new(0);
	make_keys(trial);
	make_operator(trial);
	for (size_t i = 0; i < 2; i++)
		trial->listeners[i] = (struct rpc_listener){
			.address = "127.0.0.1:0",
			.certificate = trial->keys.certificate,
			.key = trial->keys.key,
			.client_ca = i == 1 ? trial->keys.ca : NULL,
		};
	trial->config = (struct rpc_config){
		.listeners = trial->listeners,
		.n_listeners = 2,
		.methods = trial_methods(),
		.reflection = true,
	};
	return trial;
}

void trial_start(struct trial *trial)
{
	char why[WHY_SIZE];
	struct app *app = &trial->fixture->app;
	trial->writer = writer_start(trial->fixture->store);
	ck_assert_ptr_nonnull(trial->writer);
	if (rpc_start(&trial->config, app, trial->fixture->store, trial->writer, &trial->server,
		    why) != RPC_OK)
		ck_abort_msg("%s", why);
	app->wake = rpc_wake;
	app->wake_arg = trial->server;
}

void trial_stop(struct trial *trial)
{
	rpc_stop(trial->server, 2000);
	if (trial->writer != NULL)
		writer_stop(trial->writer);
	trial->server = NULL;
	trial->writer = NULL;
}

void trial_free(struct trial *trial)
{
	trial_stop(trial);
	session_cache_free(trial->fixture->app.sessions);
	unit_cache_free(trial->fixture->app.units);
	fixture_close(trial->fixture);
	arena_free(trial->arena);
	free(trial);
}

struct client *trial_client(const struct trial *trial, size_t i)
{
	struct client_options options = {.ca = trial->keys.ca};
	if (i == 1) {
		options.certificate = trial->keys.client_certificate;
		options.key = trial->keys.client_key;
	}
	return client_new(rpc_address(trial->server, i), &options);
}
