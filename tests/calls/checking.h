/* What the tests of checks share: children a slip apart, and asking for checks. */
#pragma once

#include "tests/calls/calls.h"
#include "xueji/v1/checks.pb-c.h"

#define STATE(word) XUEJI__V1__CHECK_STATE__CHECK_STATE_##word
#define RULE(word)  XUEJI__V1__CHECK_RULE__CHECK_RULE_##word

struct checking {
	struct house *house;
	struct app *app;
	struct person *province, *county, *registrar;
	int serial; /* of numbers */
};
struct checking *checking_open(void);
void checking_close(struct checking *c);

/* A right ID number of its own. */
const char *checking_number(struct checking *c, const char *birth);
/* A boy with two guardians, or ("") none; `number` NULL: none. */
int64_t checking_enrol(struct checking *c, const char *name, const char *birth, int64_t school,
	const char *number, const char *father);
/* One child twice, a slip apart, and namesakes of other families: three of four in the county. */
void checking_enrol_some(struct checking *c);
void checking_nobody_waits(struct checking *c);

struct answer checking_ask(struct checking *c, const struct person *person, const char *method,
	const ProtobufCMessage *request);
/* `unit` 0: the person's own; no rules: all. */
struct answer checking_run(struct checking *c, const struct person *person, int64_t unit,
	Xueji__V1__CheckRule *rules, size_t n_rules);
/* The id of the check that was asked for; of all rules, or of one over the whole province. */
const char *checking_id(struct checking *c, struct answer a);
const char *checking_asked(struct checking *c, const struct person *person, int64_t unit);
const char *checking_asked_rule(struct checking *c, Xueji__V1__CheckRule rule);
const Xueji__V1__Check *checking_now(struct checking *c, const char *id);

/* Problems of a kind; suspicions, and those of a cause. */
int64_t checking_of_kind(struct checking *c, int kind);
int64_t checking_suspicions(struct checking *c);
int64_t checking_of_cause(struct checking *c, const char *cause);
