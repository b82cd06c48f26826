/* Files over SSH: the console reaches none of the operator's own machine, so it makes a ticket and
 * shows the line that spends it there. */
#pragma once

#include <xueji/v1/tickets.pb-c.h>

#include "tui/app.h"

/* Asks for a ticket to one object. `details` is what was typed beforehand, as the request that the
 * other line is going to send; NULL: nothing. */
void ticket_ask(struct app *app, Xueji__V1__TicketPurpose purpose, const char *object_id,
	const ProtobufCMessage *details);
/* True: the reply was a ticket, and stands over the screen with the line to be typed. `file` is a
 * name for the example, `note` what may be known beside, in the operator's language; "": nothing.
 */
bool ticket_loaded(
	struct app *app, const struct client_reply *reply, const char *file, const char *note);
