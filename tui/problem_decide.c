#include "tui/problem_decide.h"

#include <stdio.h>
#include <string.h>

#include "tui/problem_words.h"
#include "tui/words.h"

#define EVENT(name) XUEJI__V1__CASE_EVENT__CASE_EVENT_##name
#define STATE(name) XUEJI__V1__CASE_STATE__CASE_STATE_##name

enum { REASON_MAX = 200 };

const char *problem_ref(struct app *app, const Xueji__V1__Problem *one)
{
	return app_print(app, "%s %lld", one->id, (long long)one->rev);
}

/* ---- the moves of a state, in the order of FSM4 */

static const struct moves {
	Xueji__V1__CaseState state;
	bool is_near; /* of a suspicion (Q14) */
	Xueji__V1__CaseEvent yes, no[PROBLEM_NO_MOST];
} table[] = {
	{STATE(FOUND), true, EVENT(SAME), {EVENT(APART)}},
	{STATE(FOUND), false, EVENT(DISPATCH), {0}},
	{STATE(SCHOOL_REVIEW), false, EVENT(APPROVE), {EVENT(RETURN)}},
	{STATE(BUREAU_REVIEW), false, EVENT(APPROVE), {EVENT(REFUSE), EVENT(REFER)}},
	{STATE(PROVINCE_REVIEW), false, EVENT(APPROVE), {EVENT(REFUSE)}},
	{STATE(ARBITRATION), false, EVENT(MAINTAIN), {EVENT(GIVE_UP)}},
};

static const struct moves *moves_of(const Xueji__V1__Problem *one)
{
	bool is_near = one->kind == XUEJI__V1__PROBLEM_KIND__PROBLEM_KIND_NEAR_DUP;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i].state == one->state &&
			(one->state != STATE(FOUND) || table[i].is_near == is_near))
			return &table[i];
	return NULL;
}

Xueji__V1__CaseEvent problem_yes(const Xueji__V1__Problem *one)
{
	const struct moves *moves = moves_of(one);
	return moves != NULL ? moves->yes : EVENT(UNSPECIFIED);
}

static bool is_among(const Xueji__V1__CaseEvent *moves, size_t n, Xueji__V1__CaseEvent event)
{
	for (size_t i = 0; i < n; i++)
		if (moves[i] == event)
			return true;
	return moves == NULL;
}

void problem_no_of(const Xueji__V1__Problem *one, const Xueji__V1__CaseEvent *moves, size_t n_moves,
	struct problem_no *out)
{
	const struct moves *row = moves_of(one);
	*out = (struct problem_no){0};
	for (size_t i = 0; row != NULL && i < PROBLEM_NO_MOST; i++) {
		Xueji__V1__CaseEvent event = row->no[i];
		if (event == EVENT(UNSPECIFIED) || !is_among(moves, n_moves, event))
			continue;
		out->choices[out->n] = (struct choice){
			problem_words_event(event), REASON_MAX, event != EVENT(APART)};
		out->events[out->n++] = event;
	}
}

/* ---- doing it */

void problem_send(struct app *app, Xueji__V1__CaseEvent event, const char *reason,
	const char *const *refs, size_t n)
{
	Xueji__V1__DecideProblemsRequest request = XUEJI__V1__DECIDE_PROBLEMS_REQUEST__INIT;
	Xueji__V1__CaseRef rows[DECIDE_MOST], *list[DECIDE_MOST];
	char ids[DECIDE_MOST][24];
	n = n < DECIDE_MOST ? n : DECIDE_MOST;
	for (size_t i = 0; i < n; i++) {
		long long rev = 0;
		rows[i] = (Xueji__V1__CaseRef)XUEJI__V1__CASE_REF__INIT;
		sscanf(refs[i], "%23s %lld", ids[i], &rev);
		rows[i].case_id = ids[i], rows[i].rev = rev;
		list[i] = &rows[i];
	}
	request.event = event;
	request.problems = list, request.n_problems = n;
	request.reason = (char *)(uintptr_t)reason;
	app_request(app, "xueji.v1.Problems/DecideProblems", &request.base);
}

/* ---- the plan */

static const char *add(struct app *app, const char *before, const char *word)
{
	return before[0] == '\0' ? word : app_print(app, "%s, %s", before, word);
}

const char *problem_doubt(struct app *app, const Xueji__V1__Problem *one)
{
	const char *doubt = "";
	if (one->is_overdue)
		doubt = add(app, doubt, words_late(app, one->working_days_left));
	if (one->has_left)
		doubt = add(app, doubt, _("the child has left"));
	if (one->answer == XUEJI__V1__PROBLEM_ANSWER__PROBLEM_ANSWER_DELETE)
		doubt = add(app, doubt, _("the record goes"));
	return doubt;
}

static const Xueji__V1__Problem *find(const char *ref, const Xueji__V1__ListProblemsResponse *seen)
{
	size_t length = strcspn(ref, " ");
	for (size_t i = 0; i < seen->n_problems; i++) {
		const char *id = seen->problems[i]->id;
		if (strncmp(id, ref, length) == 0 && id[length] == '\0')
			return seen->problems[i];
	}
	return NULL;
}

static const char *doubt_of(struct app *app, const char *ref, const Xueji__V1__Problem *one)
{
	if (one == NULL)
		return _("no longer as you saw it");
	return strcmp(problem_ref(app, one), ref) != 0 ? _("changed since you marked it")
						       : problem_doubt(app, one);
}

void problem_plan(struct app *app, Xueji__V1__CaseEvent event, const char *const *refs, size_t n,
	const Xueji__V1__ListProblemsResponse *seen, void (*all)(struct app *, void *),
	void (*clean)(struct app *, void *))
{
	struct decide_outline plan = {.words = problem_words_event(event),
		.n = n,
		.look = "",
		.all = all,
		.clean = clean};
	for (size_t i = 0; i < n; i++) {
		const Xueji__V1__Problem *one = find(refs[i], seen);
		const char *doubt = doubt_of(app, refs[i], one);
		if (doubt[0] == '\0')
			plan.n_clean++;
		else
			plan.look = app_print(app, "%s! %s  %s: %s\n", plan.look,
				one != NULL ? one->student_name : refs[i],
				one != NULL && one->school != NULL ? one->school->name : "", doubt);
	}
	decide_ask(app, &plan);
}

size_t problem_keep_clean(
	struct app *app, const char **refs, size_t n, const Xueji__V1__ListProblemsResponse *seen)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (doubt_of(app, refs[i], find(refs[i], seen))[0] == '\0')
			refs[kept++] = refs[i];
	return kept;
}

/* ---- what became of it */

bool problem_decided(struct app *app, const struct client_reply *reply)
{
	if (reply->outcome != CLIENT_OK ||
		reply->message->descriptor != &xueji__v1__decide_problems_response__descriptor)
		return false;
	const Xueji__V1__DecideProblemsResponse *in = (const void *)reply->message;
	struct decide_result *results =
		arena_array(app_arena(app), struct decide_result, in->n_results);
	for (size_t i = 0; i < in->n_results; i++) {
		const Xueji__V1__ProblemResult *one = in->results[i];
		results[i] = (struct decide_result){.is_done = one->is_done,
			.name = one->summary != NULL ? one->summary->student_name : one->problem_id,
			.state = one->summary != NULL ? one->summary->state_title : "",
			.why = one->refusal_text};
	}
	decide_tell(app, results, in->n_results);
	return true;
}
