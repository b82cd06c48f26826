/* What commits change, told to the streams that wait for it (stream.topics of server/method.h).
 *
 * What a desk shows belongs to a unit; whoever changes it calls news_of_unit, and after the commit
 * the unit's topic is woken. A thread of its own gathers the topics: the first is woken at once, a
 * further one at the end of the second, together with all that came meanwhile. So a stream is woken
 * at most once a second, however many commits there are, and nobody polls. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "server/ctx.h"

enum { NEWS_APART_US = 1000000 }; /* between two wakes, at least */

struct news;
struct news *news_new(void);
/* Begins to wake by `wake`, on a thread of its own; until then topics only gather. */
void news_start(struct news *news, void (*wake)(void *arg, uint64_t topic), void *arg);
/* Nothing is woken any more, though commits may still come. NULL is fine. */
void news_stop(struct news *news);
void news_free(struct news *news); /* stopped, or never started; NULL is fine */

uint64_t news_topic_of_unit(int64_t unit);
uint64_t news_topic_of_operator(int64_t operator_id);

/* After the commit of this call, whoever waits for the unit looks again. 0 is no unit. */
void news_of_unit(struct ctx *ctx, int64_t unit);
/* From any thread, after a commit. `news` may be NULL. */
void news_wake(struct news *news, uint64_t topic);
