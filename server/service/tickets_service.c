/* Service Tickets. The ticket itself is 100 random bits, so nobody need be slowed down for
 * guessing; who asks for a second time is known by the key from which, with the ticket, the token
 * follows. */
#include "server/service/services.h"

#include <string.h>

#include "common/date.h"
#include "server/auth/access.h"
#include "server/auth/ticket.h"
#include "server/service/fields.h"
#include "server/service/message.h"
#include "server/service/operator_message.h"
#include "server/store/ids.h"
#include "server/store/operator_store.h"
#include "server/store/policy_cache.h"
#include "server/store/session_store.h"
#include "server/store/ticket_store.h"
#include "xueji/v1/tickets.pb-c.h"

#define MINUTE_US (60 * US_PER_SECOND)
/* How long a ticket waits, and how long sending may take: 2 MB are 40 minutes at 9,600 bit/s. */
#define TICKET_US (10 * MINUTE_US)
#define ERRAND_US (60 * MINUTE_US)

enum { OPEN_MOST = 20, DETAILS_MOST = 4096 };

/* ---- making ---- */

/* Whether he may do, somewhere, anything of what it is for. */
static enum reason hindrance(const struct ctx *ctx, enum errand purpose)
{
	enum reason reason = REASON_NO_RIGHT;
	for (size_t i = 0; i < services_count; i++)
		for (size_t j = 0; j < services[i]->n_methods; j++) {
			const struct method *method = &services[i]->methods[j];
			if (method->errand_object == NULL ||
				!(method->errands & UINT32_C(1) << purpose))
				continue;
			reason = access_hindrance(ctx, method);
			if (reason != REASON_COUNT)
				return reason;
		}
	return reason;
}

static void note_ticket(struct ctx *ctx, enum action action, const struct ticket_row *row,
	int64_t unit, const char *what)
{
	static const char *const words[ERRAND_END] = {[ERRAND_SEND_ATTACHMENT] = "send a paper of",
		[ERRAND_FETCH_ATTACHMENT] = "fetch a paper",
		[ERRAND_IMPORT] = "bring in a sheet",
		[ERRAND_FETCH_EXPORT] = "fetch an export"};
	note_operator(ctx, action, row->operator_id, unit,
		arena_printf(ctx->arena, "%s %lld%s", words[row->purpose], (long long)row->object,
			what));
}

static enum err read_issue(
	struct ctx *ctx, const Xueji__V1__IssueTicketRequest *in, struct ticket_row *out)
{
	*out = (struct ticket_row){.operator_id = ctx->actor.operator_id,
		.purpose = (enum errand)in->purpose,
		.object = field_id(ctx, "object_id", in->object_id),
		.details = in->details.data,
		.details_size = in->details.len,
		.issuing_session = ctx->actor.session_id,
		.expires_us = ctx->now_us + TICKET_US};
	if (out->purpose == ERRAND_NONE)
		ctx_fault(ctx, "purpose", REASON_REQUIRED);
	if (in->details.len > DETAILS_MOST)
		ctx_fault(ctx, "details", REASON_TOO_MANY_BYTES,
			arena_printf(ctx->arena, "%d", DETAILS_MOST));
	return ctx_faults(ctx);
}

static enum err check_issue(struct ctx *ctx, const struct ticket_row *row)
{
	int64_t open;
	enum reason reason = hindrance(ctx, row->purpose);
	if (reason == REASON_NO_RIGHT)
		return ctx_fail(ctx, reason,
			ctx->lang == LANG_EN ? "what the ticket would be for" : "该凭证的用途");
	if (reason != REASON_COUNT)
		return ctx_fail(ctx, reason);
	enum err err = ticket_count_open(ctx, row->operator_id, &open);
	if (err == OK && open >= OPEN_MOST)
		err = ctx_fail(
			ctx, REASON_TOO_MANY_TICKETS, arena_printf(ctx->arena, "%d", OPEN_MOST));
	return err;
}

static enum err issue(struct ctx *ctx, const void *request, void *reply)
{
	Xueji__V1__IssueTicketResponse *out = reply;
	struct operator_account account;
	struct ticket_row row;
	uint8_t hash[TICKET_HASH_SIZE];
	char *ticket = arena_alloc(ctx->arena, TICKET_SIZE + 1);
	enum err err = read_issue(ctx, request, &row);
	if (err == OK)
		err = check_issue(ctx, &row);
	if (err == OK)
		err = operator_account(ctx, row.operator_id, &account);
	if (err != OK)
		return err;
	ticket_make(ctx, ticket);
	if (!ticket_hash(ticket, hash))
		return ctx_broken(ctx, ERR_INTERNAL, "a ticket that is none");
	if ((err = ticket_insert(ctx, hash, &row)) != OK)
		return err;
	note_ticket(ctx, ACTION_TICKET_ISSUED, &row, account.unit, "");
	out->ticket = ticket;
	out->expires = message_time(ctx->arena, row.expires_us);
	return OK;
}

/* ---- spending ---- */

/* The session that it opened, if the same token would open it. */
static enum err find_errand(struct ctx *ctx, const struct ticket_row *row,
	const uint8_t token_hash[TOKEN_HASH_SIZE], struct session_row *out)
{
	enum err err = session_get(ctx, row->errand_session, out);
	if (err == OK && memcmp(out->token_hash, token_hash, TOKEN_HASH_SIZE) != 0)
		err = ERR_NOT_FOUND;
	return err == ERR_NOT_FOUND ? ctx_fail(ctx, REASON_TICKET_NOT_GOOD) : err;
}

/* As things are now, not as they were when it was made. */
static enum err judge(struct ctx *ctx, const struct ticket_row *row, struct operator_account *out)
{
	struct session_row issuing;
	enum err err = session_get(ctx, row->issuing_session, &issuing);
	if (err == OK)
		err = operator_account(ctx, row->operator_id, out);
	if (err != OK && err != ERR_NOT_FOUND)
		return err;
	bool is_good = err == OK && ctx->now_us < row->expires_us &&
		       ctx->now_us < issuing.expires_us && !out->is_sealed &&
		       rights_on(out->rights, out->n_rights, ctx_today(ctx)) != 0;
	return is_good ? OK : ctx_fail(ctx, REASON_TICKET_NOT_GOOD);
}

static enum err open_errand(struct ctx *ctx, const struct ticket_row *ticket,
	const uint8_t token_hash[TOKEN_HASH_SIZE], struct session_row *out)
{
	struct operator_account account;
	enum err err = judge(ctx, ticket, &account);
	if (err != OK)
		return err;
	*out = (struct session_row){.operator_id = ticket->operator_id,
		.started_us = ctx->now_us,
		.expires_us = ctx->now_us + ERRAND_US,
		.idle_us = ERRAND_US,
		.wants_second_factor = policy_number(ctx, POLICY_SECOND_FACTOR, account.unit) != 0,
		.errand = (int)ticket->purpose,
		.errand_object = ticket->object};
	memcpy(out->token_hash, token_hash, TOKEN_HASH_SIZE);
	err = ids_next(ctx, &out->id);
	if (err == OK)
		err = session_insert(ctx, out);
	if (err == OK)
		err = ticket_spend(ctx, ticket->id, out->id);
	if (err != OK)
		return err;
	ctx->actor = (struct actor){.operator_id = ticket->operator_id, .session_id = out->id};
	note_ticket(ctx, ACTION_TICKET_SPENT, ticket, account.unit, "");
	session_follow(ctx, ticket->operator_id);
	return OK;
}

static enum err find_ticket(struct ctx *ctx, const char *text, struct ticket_row *out)
{
	uint8_t hash[TICKET_HASH_SIZE];
	enum err err = ticket_hash(text, hash) ? ticket_find(ctx, hash, out) : ERR_NOT_FOUND;
	return err == ERR_NOT_FOUND ? ctx_fail(ctx, REASON_TICKET_NOT_GOOD) : err;
}

static enum err spend(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__SpendTicketRequest *in = request;
	Xueji__V1__SpendTicketResponse *out = reply;
	struct ticket_row ticket;
	struct session_row session;
	uint8_t hash[TOKEN_HASH_SIZE];
	char *token = arena_alloc(ctx->arena, TOKEN_SIZE + 1);
	if (!token_is_well_formed(in->key, strlen(in->key)))
		ctx_fault(ctx, "key", REASON_NOT_AN_ID);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = find_ticket(ctx, in->ticket, &ticket);
	if (err != OK)
		return err;
	ticket_token(in->ticket, in->key, token);
	token_hash(token, TOKEN_SIZE, hash);
	err = ticket.errand_session != 0 ? find_errand(ctx, &ticket, hash, &session)
					 : open_errand(ctx, &ticket, hash, &session);
	if (err != OK)
		return err;
	out->session_token = token;
	out->purpose = (Xueji__V1__TicketPurpose)ticket.purpose;
	out->object_id = ids_format(ctx->arena, ticket.object);
	out->details = (ProtobufCBinaryData){ticket.details_size, (uint8_t *)ticket.details};
	out->expires = message_time(ctx->arena, session.expires_us);
	return OK;
}

/* A ticket that exists and was refused is worth knowing: somebody has it who should not, or late.
 */
static enum err remember_refusal(struct ctx *ctx, const void *request)
{
	const Xueji__V1__SpendTicketRequest *in = request;
	struct operator_account account;
	struct ticket_row ticket;
	uint8_t hash[TICKET_HASH_SIZE];
	if (ctx->failure.reason != REASON_TICKET_NOT_GOOD || !ticket_hash(in->ticket, hash))
		return OK;
	enum err err = ticket_find(ctx, hash, &ticket);
	if (err == OK)
		err = operator_account(ctx, ticket.operator_id, &account);
	if (err == OK)
		note_ticket(ctx, ACTION_TICKET_REFUSED, &ticket, account.unit,
			ticket.errand_session != 0 ? ": spent before" : ": too late");
	return err == ERR_NOT_FOUND ? OK : err;
}

#define PURPOSE .purpose_en = "send and fetch files by tickets", .purpose_zh = "凭证传送文件"

static const struct method methods[] = {
	{.name = "IssueTicket",
		.who = WHO_SIGNED_IN,
		.scope = SCOPE_SELF,
		.mode = METHOD_WRITE,
		.flags = METHOD_SECRET | METHOD_WHEN_EXPIRED,
		PURPOSE,
		.run = issue},
	{.name = "SpendTicket",
		.who = WHO_PUBLIC,
		.scope = SCOPE_REGISTRY,
		.mode = METHOD_WRITE,
		.flags = METHOD_SECRET,
		PURPOSE,
		.run = spend,
		.on_refusal = remember_refusal},
};
const struct service tickets_service = SERVICE(xueji__v1__tickets__descriptor, methods);
