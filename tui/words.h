/* Words of the trade for values of the contract that several screens show. */
#pragma once

#include <xueji/v1/attachments.pb-c.h>
#include <xueji/v1/cases.pb-c.h>
#include <xueji/v1/operators.pb-c.h>
#include <xueji/v1/students.pb-c.h>

#include "tui/app.h"

/* "Grade 7 (3)", 七年级(3)班; "Grade 7" without a class. */
const char *words_class(struct app *app, int grade, int class_number);
const char *words_status(Xueji__V1__StudentStatus status);
const char *words_number_kind(Xueji__V1__StudentNumberKind kind);
const char *words_tier(Xueji__V1__Tier tier);
const char *words_role(Xueji__V1__Role role);
const char *words_roles(struct app *app, const Xueji__V1__Role *roles, size_t n);
/* How it stands with an account: "in use", "sealed", "one-time password" … */
const char *words_operator_state(const Xueji__V1__Operator *one);
const char *words_session_place(const Xueji__V1__Session *session);
/* A line about an open session: since when, last used, at what console. */
const char *words_session(struct app *app, const Xueji__V1__Session *session);
const char *words_attachment(const struct app *app, Xueji__V1__AttachmentKind kind);
const char *words_case_type(Xueji__V1__CaseType type);
/* Of a change of status: which. */
const char *words_case_kind(const Xueji__V1__Case *one);
const char *words_ground(Xueji__V1__RefusalGround ground); /* "": none */

/* Whether it is the move of a unit of his; `turn` is 0 when nothing moves any more. */
bool words_is_our_move(struct app *app, Xueji__V1__CaseParty turn, const Xueji__V1__UnitName *unit,
	const char **why_out);
/* Whether a move is among those that the server allows him; if not, whose turn it is. */
bool words_may(struct app *app, Xueji__V1__CaseEvent event, const Xueji__V1__CaseEvent *moves,
	size_t n_moves, const Xueji__V1__UnitName *turn_unit, const char **why_out);
/* "2 workdays late"; `left` is negative. */
const char *words_late(struct app *app, int left);
/* "11-25 !! 2 workdays late", "12-04, 5 workdays left"; "-" without a due date. */
const char *words_due(struct app *app, const char *due_date, bool is_overdue, int left);

/* A school's name where rows name it; to people of a county without the county's name, with which
 * nearly all of its schools begin. "-": no school. */
const char *words_school(const struct app *app, const Xueji__V1__UnitName *school);

/* Whether the operator has a posting in that very unit, his own or as a deputy. */
bool words_is_mine(const struct app *app, const char *unit);
