/* From the command line to a client that is signed in. */
#pragma once

#include <xueji/v1/sessions.pb-c.h>

#include "tui/commands/command.h"

/* Fills start and output from options, environment, session and defaults, in this order. */
enum exit_code connect_settings(struct invocation *invocation) MUST_CHECK;

/* Opens the client, with the session that there is; with --user it signs in for this command. */
enum exit_code connect_open(struct invocation *invocation) MUST_CHECK;
/* Ends the session that the client has. */
void connect_sign_out(struct invocation *invocation);
/* And out again, if it did. */
void connect_close(struct invocation *invocation);

/* Asks for the password, and signs in; the reply is to be freed in any case. */
enum exit_code connect_sign_in(struct invocation *invocation, const char *name, const char *device,
	struct client_reply *reply_out) MUST_CHECK;
