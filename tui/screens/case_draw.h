/* The parts of a case's page. */
#pragma once

#include <xueji/v1/cases.pb-c.h>

#include "tui/widgets/pane.h"

/* Child, kind, schools, state, due date; at most CASE_HEAD rows. */
enum { CASE_HEAD = 5, CASE_LABELS = 12 };
void case_draw_head(struct app *app, const Xueji__V1__GetCaseResponse *reply, struct pane *pane);
/* Of a change of status: what is applied for. */
void case_draw_change(struct app *app, const Xueji__V1__GetCaseResponse *reply, struct pane *pane);
/* Of a graduation: how many leave, and who is held up or does not. */
void case_draw_graduation(
	struct app *app, const Xueji__V1__GetCaseResponse *reply, struct pane *pane);
/* Who has signed when, whose move it is and how long he has, who is still to come; and below it
 * every step, the newest first. */
void case_draw_track(struct app *app, const Xueji__V1__GetCaseResponse *reply, struct pane *pane);
/* What a transfer applies for beside what the record says, `#` where the two differ (2001).
 * `record` may be NULL: it is not for the caller to see. */
void case_draw_sides(struct app *app, const Xueji__V1__GetCaseResponse *reply,
	const Xueji__V1__GetStudentResponse *record, struct area area);
