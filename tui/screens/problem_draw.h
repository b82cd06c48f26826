/* The parts of a problem record's page. */
#pragma once

#include <xueji/v1/checks.pb-c.h>
#include <xueji/v1/problems.pb-c.h>

#include "tui/widgets/pane.h"

enum { PROBLEM_LABELS = 12 };

/* What it is, where it stands, why it was found, what probably mends it. */
void problem_draw_head(
	struct app *app, const Xueji__V1__GetProblemResponse *reply, struct pane *pane);
/* The children side by side; `from` is the first of the others that is shown beside the one that
 * was asked for, and `why` says what its differences look like; NULL: not known. */
void problem_draw_sides(struct app *app, const Xueji__V1__GetProblemResponse *reply, size_t from,
	const Xueji__V1__CompareStudentsResponse *why, struct area area);
/* How many of the others fit beside it. */
size_t problem_sides_room(struct area area);
/* Who has signed, whose move it is, and every step, the newest first. */
void problem_draw_track(
	struct app *app, const Xueji__V1__GetProblemResponse *reply, struct pane *pane);
void problem_draw_messages(
	struct app *app, const Xueji__V1__GetProblemResponse *reply, struct pane *pane);
/* What the school has answered, and what it may answer, with the papers that are missing. */
void problem_draw_answers(
	struct app *app, const Xueji__V1__GetProblemResponse *reply, struct pane *pane);
