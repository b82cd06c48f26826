/* Problem records in words: what lists and pages of them both show. */
#pragma once

#include <xueji/v1/problems.pb-c.h>

#include "tui/app.h"

/* A kind by itself, short enough for a column. */
const char *problem_words_kind(Xueji__V1__ProblemKind kind);
enum { PROBLEM_KINDS = 12 };
/* What the school answered; "-" for nothing yet. */
const char *problem_words_answer(Xueji__V1__ProblemAnswer answer);
/* A move, as it is meant of problems (FSM4): refusing sends back to the school. */
const char *problem_words_event(Xueji__V1__CaseEvent event);
const char *problem_words_ground(Xueji__V1__DeleteGround ground);
const char *problem_words_choice(Xueji__V1__GuardianChoice choice);
const char *problem_words_stage(Xueji__V1__Stage stage);
/* The letter of the student number: "G", "L", "J"; "-" without one. */
const char *problem_words_letter(Xueji__V1__StudentNumberKind kind);
/* Whose move it is: "ours", a unit's name, "-" when it is settled. */
const char *problem_words_turn(const struct app *app, const Xueji__V1__Problem *one);
/* Days that are left, with ! on the last and !! behind it; "-" without a due day. */
const char *problem_words_left(struct app *app, const Xueji__V1__Problem *one);
enum style problem_left_style(const Xueji__V1__Problem *one);
