/* A server without its network: calls go through server/rpc/run.h as a client's would, in a small
 * country with a unit or two of each tier and people posted to them.
 *
 *	struct house *h = house_open();
 *	struct person *p = person_make(h, "wang", COUNTY, ROLE_SECURITY);
 *	struct answer a = call(h, p->token, &operators_service, "GetOperator", &request.base);
 *	ck_assert_int_eq(a.err, OK);
 *
 * What cannot be set up fails the test. */
#pragma once

#include "server/auth/session_cache.h"
#include "server/method.h"
#include "server/store/writer.h"
#include "tests/support/fixture.h"
#include "tests/support/suite.h"

/* The country: ids of its units. Counties 5 and 6 lie in the city, 7 directly under the province;
 * 8 and 9 are schools of county 5, 10 of county 6; 11 is another province with a county. */
enum {
	NATION = 1,
	PROVINCE,
	CITY,
	OTHER_CITY,
	COUNTY,
	NEIGHBOUR,
	DIRECT_COUNTY,
	SCHOOL,
	SECOND_SCHOOL,
	NEIGHBOUR_SCHOOL,
	OTHER_PROVINCE,
	FAR_COUNTY,
	CLOSED_SCHOOL,
	NO_UNIT
};

struct house {
	struct fixture *fixture;
	struct writer *writer;
	struct db *reader;
	struct arena *arena;   /* of all that tests keep */
	const char *peer_name; /* of the calls' client certificate, or NULL */
	const char *key;       /* idempotency key of the next calls, or NULL */
	const char *lang;      /* of the next calls: "zh"; NULL: English */
	int64_t calls;
	bool is_held; /* commits wait for house_release */
	int pupils;   /* forms made so far (tests/calls/registering.h) */
};

/* Policies are the defaults, but no second factor is asked for; house_policy sets one. */
struct house *house_open(void);
void house_close(struct house *house);
void house_policy(struct house *house, int policy, int64_t value);
/* Several at once: policy and value. */
void house_policies(struct house *house, size_t n, const int64_t set[][2]);
/* Moves the clock. */
void house_wait(struct house *house, int64_t us);
/* A ctx to write with, as OPERATOR_SYSTEM; the writer rests until it is committed or undone. */
struct ctx *house_write(struct house *house);
void house_commit(struct house *house);
void house_rollback(struct house *house);
/* All that is written until the release is committed by it, at once: making many things is faster
 * so.
 */
void house_hold(struct house *house);
void house_release(struct house *house);
/* Closes everything but the directory and opens it again. */
void house_restart(struct house *house);
/* Has the work done by a process that is killed (SIGKILL) as soon as it returns, with whatever it
 * has not committed, and goes on with the directory as that left it. */
void house_die(struct house *house, void (*work)(void *arg), void *arg);
/* A number from a query. */
int64_t house_count(struct house *house, const char *sql);

#define PERSON_PASSWORD "Mountain-River-7"

struct person {
	int64_t id;
	char *id_text;
	char name[40];
	char token[TOKEN_SIZE + 1]; /* of an open session */
};
/* An operator with that password, certified for years, posted from today; roles 0: not posted.
 * Signed in without SignIn. */
struct person *person_make(struct house *house, const char *name, int64_t unit, uint32_t roles);
/* Another session of his; or n of them. */
const char *person_session(struct house *house, int64_t operator_id);
void person_sessions(
	struct house *house, int64_t operator_id, int n, char tokens[][TOKEN_SIZE + 1]);
/* His revision. */
int64_t person_rev(struct house *house, const struct person *person);

struct answer {
	enum err err;
	enum reason reason;
	struct failure failure;
	const void *reply; /* NULL after an error */
};
/* `token` may be NULL. The request goes over the wire's checks too. */
struct answer call(struct house *house, const char *token, const struct service *service,
	const char *method, const ProtobufCMessage *request);
/* A server stream: watch_next gives its next item, or OK without a reply when there is none now. */
struct watching;
struct watching *watch_open(struct house *house, const char *token, const struct service *service,
	const char *method, const ProtobufCMessage *request);
struct answer watch_next(struct watching *watching);
/* Is it one of the topics that wake it? */
bool watch_hears(const struct watching *watching, uint64_t topic);
void watch_close(struct watching *watching);
/* True if the answer has a fault of this field with this reason. */
bool has_fault(const struct answer *answer, const char *field, enum reason reason);
/* An id as text, living as long as the house. */
char *id_text(struct house *house, int64_t id);
