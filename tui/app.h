/* What a screen may ask of the frame (tui/screen.h). All of it returns at once. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <xueji/v1/sessions.pb-c.h>

#include "common/arena.h"
#include "domain/lang.h"
#include "tui/screen.h"

/* ---- asking the server */

/* Sends a request for the screen whose function is running; its reply comes to `loaded`, and the
 * number tells it apart. When the line breaks, the frame asks again, under the same key. */
uint64_t app_request(struct app *app, const char *method, const ProtobufCMessage *request);
/* Keys wait for its reply; those typed before do not answer what it asks, for it was not seen. */
void app_await(struct app *app, uint64_t call);
void app_forget(struct app *app, uint64_t call); /* its reply is no longer wanted; 0 is fine */
/* Runs it once, behind keys and replies: a piece of what takes long. It asks for the next. */
void app_soon(struct app *app, void (*work)(struct app *app, void *state));
/* Whether the operator can call a method at present, somewhere. NULL: true. */
bool app_may(const struct app *app, const char *method);

/* A copy of a message that outlives its reply; free with app_drop. NULL gives NULL. */
void *app_keep(const void *message);
void app_drop(void *message);

/* ---- going elsewhere; takes effect when the running function has returned */

void app_open(struct app *app, const struct screen *screen, const char *subject);
/* Closes the screen whose function is running. False: it is no longer on top, and stays: what the
 * operator has opened meanwhile is not to go in its place. */
bool app_back(struct app *app);
/* What stands in the header for this screen: "Chang'an", "Grade 7 (3)". Copied. */
void app_title(struct app *app, const char *title);

/* ---- saying something */

enum tone { TONE_PLAIN, TONE_DONE, TONE_WRONG };
/* On the message line, until the next key. */
void app_say(struct app *app, enum tone tone, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* ---- asking the person; the state is the screen's own, and the answer comes to `done`. Until he
 * has answered, replies to the screen wait: the row under the cursor is the one that he was asked
 * about. */

/* Yes or no, and No is what Enter means. With `count` the number itself must be typed: for what
 * cannot be undone and concerns more than one. A smaller number may mean a part of them. */
struct question {
	uint64_t count;
	void (*done)(struct app *app, void *state); /* it was Yes */
	uint64_t part;                              /* 0: there is no part */
	void (*part_done)(struct app *app, void *state);
	const char *page; /* what stands over the body meanwhile; copied. NULL: nothing */
};
void app_confirm(struct app *app, const struct question *question, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* One of several, by number, or by the arrows and Enter; then a line of text when the choice asks
 * for it. Tables of reasons. */
struct choice {
	const char *text; /* shown, in the operator's language */
	int text_max;     /* characters that may be added; 0: none are asked for */
	bool needs_text;
};
void app_choose(struct app *app, const char *title, const struct choice *choices, size_t n,
	void (*done)(struct app *app, void *state, size_t chosen, const char *text));

/* A line of text. */
struct prompt {
	const char *label; /* in the operator's language */
	const char *text;  /* what stands there at first; NULL: nothing */
	int max;           /* characters */
	bool is_secret;    /* nothing of it is shown */
	void (*done)(struct app *app, void *state, const char *text);
	void (*turn)(struct app *app, void *state); /* Tab: how it is meant. NULL: nothing */
};
void app_prompt(struct app *app, const struct prompt *prompt);

/* A page of text over the body, until a key: long explanations, results of many. */
void app_show(struct app *app, const char *title, const char *text);

/* ---- facts */

/* The state of the screen whose function is running: for cells of lists, which get a row alone. */
void *app_state(const struct app *app);
/* The state of the n-th page below (1: the one that led here), where it and all between are of this
 * screen: what one came by. NULL: there is none. */
void *app_below(struct app *app, const struct screen *screen, size_t n);
/* Who is signed in; never NULL once a screen other than sign-in is open. */
const Xueji__V1__WhoAmIResponse *app_who(const struct app *app);
enum lang app_lang(const struct app *app);
int64_t app_now_us(const struct app *app);         /* the server's clock, as near as it is known */
void app_server_time(struct app *app, int64_t us); /* a reply said what that clock shows */
/* The line is slow, or the operator asked for it: fewer columns, nothing that can be left out. */
bool app_is_lean(const struct app *app);
void app_types(struct app *app); /* while drawing: letters go into a field, and help is F1 */
/* Files of the machine on which the console runs may be read and written. Over SSH it is not the
 * operator's machine, and they travel by a ticket (tui/ticket.h). */
bool app_has_files(const struct app *app);

/* ---- drafts: typed text that Esc, a lost session or another module must not lose, and how one
 * wants to see something, for the next time. In memory alone, and wiped at the end. */

void app_draft_put(struct app *app, const char *key, const char *text); /* NULL: forgets it */
const char *app_draft(const struct app *app, const char *key);          /* NULL: none */

/* ---- texts */

/* Memory that lasts until the running function returns (of draw: until the frame is drawn). */
struct arena *app_arena(struct app *app);
const char *app_print(struct app *app, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* 4,812 in both languages. */
const char *app_number(struct app *app, int64_t number);
/* 2026-09-01, and with `short` 09-01 Tue 周二; "" gives "-". Beijing time, 2026-09-01 17:41. */
const char *app_date(struct app *app, const char *iso, bool is_short);
const char *app_instant(struct app *app, const struct Google__Protobuf__Timestamp *instant);
