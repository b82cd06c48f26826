#include "tui/ticket.h"

#include "tui/words.h"

void ticket_ask(struct app *app, Xueji__V1__TicketPurpose purpose, const char *object_id,
	const ProtobufCMessage *details)
{
	Xueji__V1__IssueTicketRequest request = XUEJI__V1__ISSUE_TICKET_REQUEST__INIT;
	request.purpose = purpose;
	request.object_id = (char *)(uintptr_t)object_id;
	if (details != NULL) {
		request.details.len = protobuf_c_message_get_packed_size(details);
		request.details.data = arena_alloc(app_arena(app), request.details.len + 1);
		protobuf_c_message_pack(details, request.details.data);
	}
	app_request(app, "xueji.v1.Tickets/IssueTicket", &request.base);
}

/* By how the example's name stands to the arrow: "< scan.jpg" is sent. */
bool ticket_loaded(
	struct app *app, const struct client_reply *reply, const char *file, const char *note)
{
	if (reply->outcome != CLIENT_OK ||
		reply->message->descriptor != &xueji__v1__issue_ticket_response__descriptor)
		return false;
	const Xueji__V1__IssueTicketResponse *in = (const void *)reply->message;
	const char *line =
		app_print(app, "%s %s %s", file[0] == '<' ? "put" : "get", in->ticket, file);
	const char *page = app_print(app,
		"%s\n\n  ssh DESK %s\n\n%s\n\n  plink DESK %s\n\n%s\n\n%s",
		_("Type this on your own machine, within ten minutes:"), line,
		_("With PuTTY, at the Command Prompt:"), line,
		_("DESK is what you type to reach this console. It works once, for this alone, "
		  "and while you stay signed in here."),
		note);
	app_show(app, _("Ticket for a file"), page);
	return true;
}
