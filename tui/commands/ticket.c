/* xueji put and get: a file over a line without a terminal, by a ticket that the console shows.
 * What it is for stands in the ticket; its session is ended as soon as the file is through. */
#include <sodium.h>
#include <string.h>
#include <xueji/v1/tickets.pb-c.h>

#include "tui/commands/aside.h"
#include "tui/commands/attachment.h"
#include "tui/commands/call.h"
#include "tui/commands/connect.h"
#include "tui/commands/export.h"
#include "tui/commands/import.h"
#include "tui/commands/list.h"
#include "tui/text.h"

enum { KEY_BYTES = 16, KEY_SIZE = 22, TRIES = 3 };

#define MAY(purpose) (1U << XUEJI__V1__TICKET_PURPOSE__TICKET_PURPOSE_##purpose)

/* ---- spending ---- */

/* An answer that was lost is asked for again, under the key by which the server knows us. */
static enum exit_code spend(struct invocation *invocation, struct client_reply *reply_out)
{
	Xueji__V1__SpendTicketRequest request = XUEJI__V1__SPEND_TICKET_REQUEST__INIT;
	uint8_t bytes[KEY_BYTES];
	char key[KEY_SIZE + 1];
	*reply_out = (struct client_reply){.outcome = CLIENT_UNKNOWN};
	randombytes_buf(bytes, sizeof bytes);
	sodium_bin2base64(
		key, sizeof key, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	request.ticket = (char *)operand(invocation, 0);
	request.key = key;
	for (int i = 0; i < TRIES && reply_out->outcome == CLIENT_UNKNOWN; i++) {
		client_reply_free(reply_out);
		uint64_t call = client_call(
			invocation->client, "xueji.v1.Tickets/SpendTicket", &request.base);
		client_wait(invocation->client, call, reply_out);
	}
	explicit_bzero(key, sizeof key);
	return call_complain(invocation, reply_out);
}

typedef enum exit_code use_ticket(
	struct invocation *invocation, const Xueji__V1__SpendTicketResponse *ticket);

/* `may` are bits of purposes; a ticket for another is spent in vain. */
static enum exit_code with_ticket(struct invocation *invocation, unsigned may, use_ticket *use)
{
	struct client_reply reply;
	enum exit_code code = spend(invocation, &reply);
	if (code == EXIT_DONE) {
		const Xueji__V1__SpendTicketResponse *ticket = (const void *)reply.message;
		client_set_token(invocation->client, ticket->session_token);
		code = may & 1U << ticket->purpose ? use(invocation, ticket)
						   : fail(invocation, EXIT_USAGE,
							     _("the ticket is for the other way; "
							       "make another, and type "
							       "what stands beside it."));
		connect_sign_out(invocation);
	}
	client_reply_free(&reply);
	return code;
}

/* ---- putting ---- */

static const char *source(const struct invocation *invocation)
{
	const char *name = operand(invocation, 1);
	return name != NULL ? name : "-";
}

static enum exit_code put_attachment(
	struct invocation *invocation, const Xueji__V1__SpendTicketResponse *ticket)
{
	struct client_reply reply;
	Xueji__V1__BeginAttachmentRequest *request = xueji__v1__begin_attachment_request__unpack(
		NULL, ticket->details.len, ticket->details.data);
	if (request == NULL)
		return fail(invocation, EXIT_SERVER, _("the ticket does not say what it is for."));
	enum exit_code code = attachment_send(invocation, request, source(invocation), &reply);
	if (code == EXIT_DONE)
		fprintf(stderr, "%s\n", _("All of it has arrived."));
	client_reply_free(&reply);
	xueji__v1__begin_attachment_request__free_unpacked(request, NULL);
	return code;
}

static enum exit_code put_sheet(
	struct invocation *invocation, const Xueji__V1__SpendTicketResponse *ticket)
{
	Xueji__V1__StartImportRequest request = XUEJI__V1__START_IMPORT_REQUEST__INIT;
	Xueji__V1__StartImportRequest *typed = xueji__v1__start_import_request__unpack(
		NULL, ticket->details.len, ticket->details.data);
	if (typed == NULL)
		return fail(invocation, EXIT_SERVER, _("the ticket does not say what it is for."));
	request.unit_id = ticket->object_id;
	request.is_dry_run = typed->is_dry_run;
	request.is_provisional = typed->is_provisional;
	xueji__v1__start_import_request__free_unpacked(typed, NULL);
	return import_file(invocation, &request, source(invocation));
}

static enum exit_code put_it(
	struct invocation *invocation, const Xueji__V1__SpendTicketResponse *ticket)
{
	return 1U << ticket->purpose & MAY(IMPORT) ? put_sheet(invocation, ticket)
						   : put_attachment(invocation, ticket);
}

static enum exit_code put(struct invocation *invocation)
{
	return with_ticket(invocation, MAY(SEND_ATTACHMENT) | MAY(IMPORT), put_it);
}

/* ---- getting ---- */

struct errand {
	struct invocation *invocation;
	const char *object;
};

static enum exit_code make_export(void *arg, const char *path)
{
	const struct errand *errand = arg;
	return export_fetch(errand->invocation, errand->object, path);
}

static enum exit_code get_it(
	struct invocation *invocation, const Xueji__V1__SpendTicketResponse *ticket)
{
	return 1U << ticket->purpose & MAY(FETCH_EXPORT)
		       ? aside_to_stdout(invocation, "export.xlsx", make_export,
				 &(struct errand){invocation, ticket->object_id})
		       : attachment_fetch(invocation, ticket->object_id, stdout);
}

static enum exit_code get(struct invocation *invocation)
{
	enum exit_code code = aside_check(invocation);
	return code != EXIT_DONE
		       ? code
		       : with_ticket(invocation, MAY(FETCH_ATTACHMENT) | MAY(FETCH_EXPORT), get_it);
}

static const struct command rows[] = {
	{.name = "put",
		.operands = "TICKET [FILE]",
		.purpose = "send what a ticket of the console is for: a scan or a sheet, from a "
			   "file or stdin",
		.options = {{"--rejects", "FILE",
				    "of a sheet: write refused rows into a new .xlsx or .csv file; "
				    "-: as .xlsx to stdout, in place of the faults",
				    NULL},
			{"--ignore-unknown", NULL,
				"of a sheet: pass over columns whose heading is unknown or missing",
				NULL}},
		.run = put},
	{.name = "get",
		.operands = "TICKET",
		.purpose = "write what a ticket of the console is for to stdout: a scan, or an "
			   "export as .xlsx",
		.run = get},
};
const struct command_table ticket_commands = COMMAND_TABLE(rows);
