#include "server/auth/session_cache.h"

#include <assert.h>
#include <oath.h>
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "common/log.h"
#include "common/memory.h"
#include "domain/roles.h"
#include "server/auth/access.h"
#include "server/auth/token.h"
#include "server/store/news.h"
#include "server/store/operator_store.h"
#include "server/store/session_store.h"

enum { BUCKETS_AT_FIRST = 1024 };

/* What an operator may do: never changed once made, freed by whoever lets go last. */
struct session_pin {
	atomic_int holders;
	bool must_change_password, has_second_factor;
	int32_t certificate_until;
	size_t n_rights;
	struct right rights[];
};

struct account {
	struct account *next;
	int64_t operator_id;
	struct session_pin *rights;
	struct session *sessions;
};

struct session {
	struct session *next;         /* in its bucket */
	struct session *next_of_same; /* of the same operator */
	struct account *account;
	struct session_row row;
	_Atomic int64_t used_us;
};

/* Two chained tables under one lock: readers identify calls, the writer's thread follows commits.
 */
struct session_cache {
	pthread_rwlock_t lock;
	struct session **sessions;
	struct account **accounts;
	size_t n_buckets; /* of each; a power of two */
	size_t n_sessions;
};

static void release(struct session_pin *rights)
{
	if (rights != NULL && atomic_fetch_sub(&rights->holders, 1) == 1)
		free(rights);
}

/* ---- the two tables; the lock is held ---- */

static struct session **session_bucket(
	const struct session_cache *cache, const uint8_t hash[TOKEN_HASH_SIZE])
{
	uint64_t key;
	memcpy(&key, hash, sizeof key);
	return &cache->sessions[key & (cache->n_buckets - 1)];
}

static struct account **account_bucket(const struct session_cache *cache, int64_t operator_id)
{
	uint64_t key = (uint64_t)operator_id * UINT64_C(0x9e3779b97f4a7c15);
	return &cache->accounts[(key >> 20) & (cache->n_buckets - 1)];
}

static struct session *find_session(
	const struct session_cache *cache, const uint8_t hash[TOKEN_HASH_SIZE])
{
	struct session *session = *session_bucket(cache, hash);
	while (session != NULL && memcmp(session->row.token_hash, hash, TOKEN_HASH_SIZE) != 0)
		session = session->next;
	return session;
}

static struct account *find_account(const struct session_cache *cache, int64_t operator_id)
{
	struct account *account = *account_bucket(cache, operator_id);
	while (account != NULL && account->operator_id != operator_id)
		account = account->next;
	return account;
}

static void link_session(struct session_cache *cache, struct session *session)
{
	struct session **bucket = session_bucket(cache, session->row.token_hash);
	session->next = *bucket;
	*bucket = session;
}

static void link_account(struct session_cache *cache, struct account *account)
{
	struct account **bucket = account_bucket(cache, account->operator_id);
	account->next = *bucket;
	*bucket = account;
}

static void unlink_session(struct session_cache *cache, struct session *session)
{
	struct session **at = session_bucket(cache, session->row.token_hash);
	while (*at != session)
		at = &(*at)->next;
	*at = session->next;
	cache->n_sessions--;
}

static void unlink_account(struct session_cache *cache, struct account *account)
{
	struct account **at = account_bucket(cache, account->operator_id);
	while (*at != account)
		at = &(*at)->next;
	*at = account->next;
}

static void make_tables(struct session_cache *cache, size_t n_buckets)
{
	cache->n_buckets = n_buckets;
	cache->sessions = memory_array(n_buckets, sizeof *cache->sessions);
	cache->accounts = memory_array(n_buckets, sizeof *cache->accounts);
}

static void grow(struct session_cache *cache)
{
	struct session **sessions = cache->sessions, *session;
	struct account **accounts = cache->accounts, *account;
	size_t n = cache->n_buckets;
	make_tables(cache, n * 2);
	for (size_t i = 0; i < n; i++) {
		while ((session = sessions[i]) != NULL) {
			sessions[i] = session->next;
			link_session(cache, session);
		}
		while ((account = accounts[i]) != NULL) {
			accounts[i] = account->next;
			link_account(cache, account);
		}
	}
	free(sessions);
	free(accounts);
}

static void drop_account(struct session_cache *cache, int64_t operator_id)
{
	struct account *account = find_account(cache, operator_id);
	if (account == NULL)
		return;
	for (struct session *session = account->sessions, *next; session != NULL; session = next) {
		next = session->next_of_same;
		unlink_session(cache, session);
		free(session);
	}
	unlink_account(cache, account);
	release(account->rights);
	free(account);
}

/* ---- making memory equal to the store ---- */

struct picture {
	struct operator_account account;
	struct session_row *rows;
	size_t n_rows;
};

static enum err read_picture(struct ctx *ctx, int64_t operator_id, struct picture *out)
{
	*out = (struct picture){0};
	enum err err = session_list(ctx, operator_id, &out->rows, &out->n_rows);
	if (err != OK || out->n_rows == 0)
		return err;
	return operator_account(ctx, operator_id, &out->account);
}

static struct session_pin *make_rights(const struct operator_account *account)
{
	size_t size = account->n_rights * sizeof(struct right);
	struct session_pin *rights = memory_new(sizeof *rights + size);
	atomic_init(&rights->holders, 1);
	rights->must_change_password = account->must_change_password;
	rights->has_second_factor = account->has_second_factor;
	rights->certificate_until = account->certificate_until;
	rights->n_rights = account->n_rights;
	if (size > 0)
		memcpy(rights->rights, account->rights, size);
	return rights;
}

static int64_t used_before(
	const struct session_cache *cache, const struct session_row *row, int64_t now_us)
{
	const struct session *session = find_session(cache, row->token_hash);
	return session ? atomic_load(&session->used_us) : now_us;
}

static struct session *make_sessions(const struct session_cache *cache, struct account *account,
	const struct picture *picture, int64_t now_us)
{
	struct session *list = NULL;
	for (size_t i = 0; i < picture->n_rows; i++) {
		struct session *session = memory_new(sizeof *session);
		session->row = picture->rows[i];
		session->account = account;
		session->next_of_same = list;
		atomic_init(&session->used_us, used_before(cache, &session->row, now_us));
		list = session;
	}
	return list;
}

static void replace(struct session_cache *cache, int64_t operator_id, const struct picture *picture,
	int64_t now_us)
{
	if (picture->n_rows == 0 || picture->account.is_sealed) {
		drop_account(cache, operator_id);
		return;
	}
	struct account *account = memory_new(sizeof *account);
	account->operator_id = operator_id;
	account->rights = make_rights(&picture->account);
	account->sessions = make_sessions(cache, account, picture, now_us);
	drop_account(cache, operator_id);
	link_account(cache, account);
	for (struct session *session = account->sessions; session; session = session->next_of_same)
		link_session(cache, session);
	cache->n_sessions += picture->n_rows;
	if (cache->n_sessions > cache->n_buckets)
		grow(cache);
}

static enum err follow(struct session_cache *cache, struct ctx *ctx, int64_t operator_id)
{
	struct picture picture;
	enum err err = read_picture(ctx, operator_id, &picture);
	pthread_rwlock_wrlock(&cache->lock);
	if (err == OK)
		replace(cache, operator_id, &picture, ctx->now_us);
	else
		drop_account(cache, operator_id); /* rather signed out than with old rights */
	pthread_rwlock_unlock(&cache->lock);
	news_wake(ctx->app->news, news_topic_of_operator(operator_id));
	return err;
}

static void follow_commit(struct ctx *ctx, void *arg)
{
	const int64_t *operator_id = arg;
	if (follow(ctx->app->sessions, ctx, *operator_id) != OK)
		log_error("session.lost", "operator=%lld call=%lld", (long long)*operator_id,
			(long long)ctx->call_id);
}

void session_follow(struct ctx *ctx, int64_t operator_id)
{
	if (ctx->app->sessions != NULL)
		ctx_on_commit(ctx, follow_commit,
			arena_dup(ctx->arena, &operator_id, sizeof operator_id));
}

enum err session_cache_load(struct session_cache *cache, struct ctx *ctx)
{
	int64_t *ids;
	size_t n;
	enum err err = session_operators(ctx, &ids, &n);
	for (size_t i = 0; err == OK && i < n; i++)
		err = follow(cache, ctx, ids[i]);
	return err;
}

/* ---- a call ---- */

static bool has_ended(const struct session *session, int64_t now_us)
{
	int64_t used_us = atomic_load_explicit(&session->used_us, memory_order_relaxed);
	return now_us >= session->row.expires_us || now_us - used_us >= session->row.idle_us;
}

/* Whoever carries a certificate must renew it; who enters or decides must carry one (R54). */
static bool is_certified(const struct session_pin *rights, uint32_t roles, int32_t today)
{
	if (rights->certificate_until == DAY_NONE)
		return (roles & ROLES_BUSINESS) == 0;
	return today <= rights->certificate_until;
}

static uint32_t limits_of(const struct session *session, uint32_t roles, int32_t today)
{
	const struct session_pin *rights = session->account->rights;
	uint32_t limits = 0;
	if (rights->must_change_password)
		limits |= LIMIT_PASSWORD;
	if (session->row.wants_second_factor && !rights->has_second_factor)
		limits |= LIMIT_SECOND_FACTOR;
	if (!is_certified(rights, roles, today))
		limits |= LIMIT_READ_ONLY;
	return limits;
}

static struct session_pin *pin(struct session *session, struct ctx *ctx, bool is_use)
{
	struct session_pin *rights = session->account->rights;
	int32_t today = ctx_today(ctx);
	uint32_t roles = rights_on(rights->rights, rights->n_rights, today);
	if (roles == 0 || has_ended(session, ctx->now_us))
		return NULL;
	if (is_use)
		atomic_store_explicit(&session->used_us, ctx->now_us, memory_order_relaxed);
	atomic_fetch_add(&rights->holders, 1);
	ctx->actor = (struct actor){
		.operator_id = session->row.operator_id,
		.session_id = session->row.id,
		.limits = limits_of(session, roles, today),
		.errand = (enum errand)session->row.errand,
		.errand_object = session->row.errand_object,
		.rights = rights->rights,
		.n_rights = rights->n_rights,
	};
	return rights;
}

static enum err find_caller(struct session_cache *cache, struct ctx *ctx, const char *token,
	size_t size, bool is_use, struct session_pin **pin_out)
{
	*pin_out = NULL;
	if (token == NULL)
		return OK;
	if (size == TOKEN_SIZE) {
		uint8_t hash[TOKEN_HASH_SIZE];
		token_hash(token, size, hash);
		pthread_rwlock_rdlock(&cache->lock);
		struct session *session = find_session(cache, hash);
		if (session != NULL)
			*pin_out = pin(session, ctx, is_use);
		pthread_rwlock_unlock(&cache->lock);
	}
	return *pin_out ? OK : ctx_fail(ctx, REASON_SESSION_ENDED);
}

enum err session_identify(struct session_cache *cache, struct ctx *ctx, const char *token,
	size_t size, struct session_pin **pin_out)
{
	return find_caller(cache, ctx, token, size, true, pin_out);
}

enum err session_identify_again(struct session_cache *cache, struct ctx *ctx, const char *token,
	size_t size, struct session_pin **pin_out)
{
	return find_caller(cache, ctx, token, size, false, pin_out);
}

void session_release(struct session_cache *cache, struct session_pin *rights)
{
	(void)cache;
	release(rights);
}

/* ---- what others ask ---- */

int64_t session_cache_used(struct session_cache *cache, const uint8_t hash[TOKEN_HASH_SIZE])
{
	pthread_rwlock_rdlock(&cache->lock);
	const struct session *session = find_session(cache, hash);
	int64_t used_us = session ? atomic_load(&session->used_us) : 0;
	pthread_rwlock_unlock(&cache->lock);
	return used_us;
}

size_t session_cache_ended(
	struct session_cache *cache, int64_t now_us, int64_t ids_out[], size_t limit)
{
	size_t n = 0;
	pthread_rwlock_rdlock(&cache->lock);
	for (size_t i = 0; i < cache->n_buckets; i++)
		for (const struct session *s = cache->sessions[i]; s != NULL && n < limit;
			s = s->next)
			if (has_ended(s, now_us))
				ids_out[n++] = s->row.id;
	pthread_rwlock_unlock(&cache->lock);
	return n;
}

size_t session_cache_size(struct session_cache *cache)
{
	pthread_rwlock_rdlock(&cache->lock);
	size_t n = cache->n_sessions;
	pthread_rwlock_unlock(&cache->lock);
	return n;
}

/* ---- its life ---- */

struct session_cache *session_cache_new(void)
{
	/* The libraries that sign-in needs: once a process, before its threads. */
	if (sodium_init() < 0 || oath_init() != OATH_OK)
		abort();
	struct session_cache *cache = memory_new(sizeof *cache);
	pthread_rwlockattr_t kind;
	pthread_rwlockattr_init(&kind);
	/* A flood of calls must not keep a sign-out or a seal waiting. */
	pthread_rwlockattr_setkind_np(&kind, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
	pthread_rwlock_init(&cache->lock, &kind);
	pthread_rwlockattr_destroy(&kind);
	make_tables(cache, BUCKETS_AT_FIRST);
	return cache;
}

void session_cache_free(struct session_cache *cache)
{
	if (cache == NULL)
		return;
	for (size_t i = 0; i < cache->n_buckets; i++)
		while (cache->accounts[i] != NULL)
			drop_account(cache, cache->accounts[i]->operator_id);
	assert(cache->n_sessions == 0);
	pthread_rwlock_destroy(&cache->lock);
	free(cache->sessions);
	free(cache->accounts);
	free(cache);
}
