/* Rows that the tables of a child's ways to another school have in common (FSM3, FSM6): the parties
 * on either side, what is told across provinces, the electronic file and the paper one. To be
 * included by such tables alone. */
#pragma once

#include "server/registry/case_table.h"

#define REFUSES(why) .is_refusal = true, .refusal = REASON_##why

/* clang-format off */
/* What must still be true whenever somebody signs. */
#define DATA_AND_PLACE_STAND(state, event, party)                                                  \
	{state, event, party, .needs = FACT_DATA_DIFFER, REFUSES(DATA_DIFFER_2001),                \
		.rule = "FSM3"},                                                                   \
	{state, event, party, .needs = FACT_PLACE_GONE, REFUSES(PLACE_GONE), .rule = "FSM3"}

/* The receiving side refuses with its own words, and may send back. */
#define RECEIVING_REFUSES(state, party)                                                            \
	{state, CASE_REFUSE, party, .needs = FACT_NO_REASON, REFUSES(CASE_REASON_MISSING),         \
		.rule = "FSM3"},                                                                   \
	{state, CASE_REFUSE, party, .to = CASE_REFUSED, .rule = "FSM3, Q16"},                      \
	{state, CASE_RETURN, party, .needs = FACT_NO_RETURN, REFUSES(NO_RETURN), .rule = "Q16"},   \
	{state, CASE_RETURN, party, .needs = FACT_NO_REASON, REFUSES(CASE_REASON_MISSING),         \
		.rule = "Q16"},                                                                    \
	{state, CASE_RETURN, party, .to = CASE_DRAFT, .rule = "Q16"}

#define SENDING_REFUSES(state, party)                                                              \
	{state, CASE_REFUSE, party, .needs = FACT_NO_GROUND, REFUSES(GROUND_MISSING),              \
		.rule = "Q16"},                                                                    \
	{state, CASE_REFUSE, party, .to = CASE_REFUSED, .rule = "Q16, R19"}

/* What is decided on the node of the province that the child comes from, nobody decides here. */
#define ELSEWHERE(state, event, party)                                                             \
	{state, event, party, .needs = FACT_FROM_ABROAD, REFUSES(CASE_DECIDED_ABROAD), .rule = "Q1"}

/* What the other province says that it did. */
#define TOLD(state, event, side, next)                                                             \
	{state, event, CASE_ABROAD, .needs = FACT_##side##_ABROAD, .to = next, .rule = "FSM3"}
#define TOLD_OF_THE_END(state)                                                                     \
	TOLD(state, CASE_WITHDRAW, TO, CASE_WITHDRAWN),                                            \
	{state, CASE_PURGE, CASE_ABROAD, .to = CASE_PURGED, .rule = "R37"}

/* By the clock where its school is closed, and nobody could withdraw it. */
#define ENDS_EARLY(state)                                                                          \
	{state, CASE_WITHDRAW, CASE_REGISTRAR, .to = CASE_WITHDRAWN, .rule = "FSM3"},              \
	{state, CASE_WITHDRAW, CASE_CLOCK, .to = CASE_WITHDRAWN, .rule = "R12"},                   \
	{state, CASE_PURGE, CASE_CLOCK, .to = CASE_PURGED, .rule = "R37"}

/* With the last signature the child is at the new school, and its paper file follows (R24). */
#define MOVES_THE_CHILD(state, party)                                                              \
	{state, CASE_APPROVE, party, .needs = FACT_NO_PAPER, .to = CASE_CLOSED,                    \
		.effects = EFFECT_TRANSFER, .rule = "R11, R25"},                                   \
	{state, CASE_APPROVE, party, .to = CASE_PAPER_OUT, .effects = EFFECT_TRANSFER,             \
		.rule = "R12, R25"}

/* On the side that asked another province. Whoever hears nothing asks again. */
#define ASKS_AGAIN_OR_FAILS                                                                        \
	{CASE_ROUTING, CASE_FAIL, CASE_ABROAD, .to = CASE_CHECK_FAILED, .rule = "FSM3"},           \
	{CASE_ROUTING, CASE_SUBMIT, CASE_REGISTRAR, .to = CASE_ROUTING, .rule = "FSM3"},           \
	ENDS_EARLY(CASE_ROUTING),                                                                  \
	ENDS_EARLY(CASE_CHECK_FAILED)

/* What the province that is asked checks, since no other node can. */
#define CHECKED_THERE                                                                              \
	{CASE_NEW, CASE_SUBMIT, CASE_ABROAD, .needs = FACT_DATA_DIFFER, REFUSES(DATA_DIFFER_2001), \
		.rule = "FSM3"},                                                                   \
	{CASE_NEW, CASE_SUBMIT, CASE_ABROAD, .needs = (uint32_t)FACT_PROBLEM_OPEN,                 \
		REFUSES(PROBLEM_OPEN_2003), .rule = "FSM4, Q10"},                                  \
	{CASE_NEW, CASE_SUBMIT, CASE_ABROAD, .needs = FACT_CASE_OPEN, REFUSES(CASE_OPEN_2002),     \
		.rule = "FSM3, Q10"}

/* Across provinces the new school fetches the file. The old side lets go first: until the file is
 * taken in the child is on its way, and from then on at home there (R25). Both ways whatever was
 * lost is sent again; the receipt says that the file has arrived. */
#define FETCHES_THE_FILE(gone)                                                                     \
	{CASE_AWAIT_PULL, CASE_PULL, CASE_REGISTRAR, .needs = FACT_PLACE_GONE,                     \
		REFUSES(PLACE_GONE), .rule = "FSM3"},                                              \
	{CASE_AWAIT_PULL, CASE_PULL, CASE_REGISTRAR, .needs = FACT_FROM_ABROAD,                    \
		.to = CASE_PULLING, .rule = "FSM3"},                                               \
	{CASE_AWAIT_PULL, CASE_PULL, CASE_ABROAD, .needs = FACT_TO_ABROAD | FACT_NOT_THERE,        \
		.to = CASE_REFUSED, .rule = gone},                                                 \
	{CASE_AWAIT_PULL, CASE_PULL, CASE_ABROAD, .needs = FACT_TO_ABROAD, .to = CASE_FILE_SENT,   \
		.effects = EFFECT_LET_GO, .rule = "FSM3, R12"},                                    \
	TOLD_OF_THE_END(CASE_AWAIT_PULL),                                                          \
	ENDS_EARLY(CASE_AWAIT_PULL),                                                               \
	{CASE_PULLING, CASE_FILE, CASE_ABROAD, .needs = FACT_NO_PAPER, .to = CASE_CLOSED,          \
		.effects = EFFECT_ARRIVE, .rule = "R11, R25"},                                     \
	{CASE_PULLING, CASE_FILE, CASE_ABROAD, .to = CASE_PAPER_OUT, .effects = EFFECT_ARRIVE,     \
		.rule = "R12, R25"},                                                               \
	{CASE_PULLING, CASE_FAIL, CASE_ABROAD, .to = CASE_REFUSED, .rule = gone},                  \
	{CASE_PULLING, CASE_PURGE, CASE_ABROAD, .to = CASE_PURGED, .rule = "R37"},                 \
	{CASE_PULLING, CASE_PULL, CASE_REGISTRAR, .to = CASE_PULLING, .rule = "FSM3"},             \
	{CASE_FILE_SENT, CASE_PULL, CASE_ABROAD, .to = CASE_FILE_SENT, .rule = "FSM3"},            \
	{CASE_FILE_SENT, CASE_FILE, CASE_ABROAD, .needs = FACT_NO_PAPER, .to = CASE_CLOSED,        \
		.rule = "R11"},                                                                    \
	{CASE_FILE_SENT, CASE_FILE, CASE_ABROAD, .to = CASE_PAPER_OUT, .rule = "FSM3"}

/* Whoever has the paper file in his hands need not wait for the other to say that he sent it. */
#define HANDS_OVER_THE_PAPER                                                                       \
	ELSEWHERE(CASE_PAPER_OUT, CASE_HAND_OVER, CASE_SENDING_REGISTRAR),                         \
	TOLD(CASE_PAPER_OUT, CASE_HAND_OVER, FROM, CASE_PAPER_IN),                                 \
	TOLD(CASE_PAPER_OUT, CASE_RECEIVE, TO, CASE_CLOSED),                                       \
	TOLD(CASE_PAPER_IN, CASE_RECEIVE, TO, CASE_CLOSED),                                        \
	{CASE_PAPER_OUT, CASE_HAND_OVER, CASE_SENDING_REGISTRAR, .to = CASE_PAPER_IN,              \
		.rule = "R24"},                                                                    \
	{CASE_PAPER_OUT, CASE_RECEIVE, CASE_REGISTRAR, .to = CASE_CLOSED, .rule = "R24"},          \
	{CASE_PAPER_IN, CASE_RECEIVE, CASE_REGISTRAR, .to = CASE_CLOSED, .rule = "R24"}
/* clang-format on */
