/* Who is signed in: the part of the frame that the sign-in screens work on. */
#pragma once

#include "tui/app.h"

/* Sign-in succeeded; `token` and `device` are copied. */
void app_signed_in(struct app *app, const char *user, const Xueji__V1__SignInResponse *session);
void app_ask_who(struct app *app);
/* A sign-in, or the question who it is, is under way. */
bool app_is_signing_in(const struct app *app);
void app_session_ended(struct app *app);
void app_sign_out(struct app *app);
void app_lock(struct app *app);
