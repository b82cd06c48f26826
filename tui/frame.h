/* The frame as the loop (tui/console.c) and the tests drive it: events go in, a picture comes out.
 * It knows no terminal. */
#pragma once

#include "tui/app.h"

struct frame_options {
	struct client *client; /* stays the caller's */
	enum lang lang;
	const char *user; /* put into the sign-in form; NULL: none */
	/* Signs `user` in at once, and is not kept. NULL: he types it. */
	const char *password;
	int64_t now_us, monotonic_us;
	int idle_minutes; /* until the lock; 0: 10 */
};

struct app *app_new(const struct frame_options *options);
void app_free(struct app *app);

/* The clocks, before each of the following. */
void app_clock(struct app *app, int64_t now_us, int64_t monotonic_us);
void app_key(struct app *app, struct key key);
/* client_fd is readable: takes all replies. */
void app_take(struct app *app);
/* Whatever has become due; gives the monotonic instant of the next, or INT64_MAX. */
int64_t app_tick(struct app *app);
void app_draw(struct app *app, struct canvas *canvas);
/* An answer is expected any moment: a picture drawn before it would cost a round trip of its own on
 * a slow line. Until then it is better to wait; 0: draw. */
int64_t app_hold_until(const struct app *app);
bool app_is_over(const struct app *app); /* quit */
/* The terminal goes: screens send what must not be lost. app_is_settled says when they have their
 * answers; only then is the session ended (app_leave), or it could end before they arrive. */
void app_hang_up(struct app *app);
bool app_is_settled(const struct app *app);
void app_leave(struct app *app);

/* The look, and what the terminal is like. */
void app_set_lean(struct app *app, bool is_lean);
void app_allow_files(struct app *app);   /* until then app_has_files says no */
bool app_wants_repaint(struct app *app); /* Ctrl-L, once */
/* What a frame weighed, for `:bytes`. */
void app_count_frame(struct app *app, size_t bytes);
