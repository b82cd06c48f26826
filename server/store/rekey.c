#include "server/store/rekey.h"

#include "common/log.h"
#include "server/store/attachment_files.h"
#include "server/store/db.h"
#include "server/store/seal.h"
#include "sql/rekey.sql.h"

/* A sealed column. `table` is that of its seal_place; `next` gives id and blob of the rows above
 * $1, `set` gives row $1 the blob $2. */
static const struct {
	const char *table;
	const struct sql *next, *set;
} columns[] = {
	{"journal.sealed", &sql_rekey_journal, &sql_rekey_journal_set},
	{"idempotency.reply", &sql_rekey_reply, &sql_rekey_reply_set},
	{"operator.phone", &sql_rekey_phone, &sql_rekey_phone_set},
	{"operator.totp", &sql_rekey_totp_secret, &sql_rekey_totp_secret_set},
	{"operator.totp", &sql_rekey_totp_pending, &sql_rekey_totp_pending_set},
	{"profile.sealed", &sql_rekey_profile, &sql_rekey_profile_set},
	{"number.sealed", &sql_rekey_number, &sql_rekey_number_set},
	{"kase.sealed", &sql_rekey_case, &sql_rekey_case_set},
	{"case_step.reason", &sql_rekey_step, &sql_rekey_step_set},
	{"student_past.sealed", &sql_rekey_past, &sql_rekey_past_set},
	{"console_place.place", &sql_rekey_place, &sql_rekey_place_set},
	{"console_draft.title", &sql_rekey_draft_title, &sql_rekey_draft_title_set},
	{"console_draft.content", &sql_rekey_draft_content, &sql_rekey_draft_content_set},
	{"ticket.details", &sql_rekey_ticket, &sql_rekey_ticket_set},
	{"tombstone.sealed", &sql_rekey_tombstone, &sql_rekey_tombstone_set},
	{"attachment.facts", &sql_rekey_attachment, &sql_rekey_attachment_set},
	{"parcel.sealed", &sql_rekey_parcel, &sql_rekey_parcel_set},
	{"list.reason", &sql_rekey_list, &sql_rekey_list_set},
	{"police_check.sealed", &sql_rekey_police, &sql_rekey_police_set},
	{"export.purpose", &sql_rekey_export_purpose, &sql_rekey_export_purpose_set},
	{"export.reason", &sql_rekey_export_reason, &sql_rekey_export_reason_set},
	{"import_refusal.sealed", &sql_rekey_import, &sql_rekey_import_set},
	{"problem_message.sealed", &sql_rekey_problem_message, &sql_rekey_problem_message_set},
};
enum { N_COLUMNS = sizeof columns / sizeof *columns };

struct blob {
	int64_t id;
	void *bytes;
	size_t size;
};

static enum err read_blobs(struct ctx *ctx, const struct rekey *rekey, int64_t limit,
	struct blob **blobs_out, size_t *n_out)
{
	*n_out = 0;
	*blobs_out = arena_array(ctx->arena, struct blob, (size_t)limit);
	struct cursor *c = db_open(
		ctx, columns[rekey->column].next, ARGS(arg_int(rekey->after), arg_int(limit)));
	while (cursor_next(c)) {
		struct blob *blob = &(*blobs_out)[(*n_out)++];
		blob->id = cursor_int(c, 0);
		blob->bytes = cursor_blob(c, 1, &blob->size);
	}
	return cursor_close(c);
}

static enum err renew(struct ctx *ctx, struct rekey *rekey, const struct blob *blob,
	const void *plain, size_t size)
{
	struct seal_place place = {columns[rekey->column].table, blob->id};
	size_t sealed_size;
	void *sealed = seal(ctx->arena, ctx->app->keys, place, plain, size, &sealed_size);
	rekey->n_sealed++;
	return db_run(ctx, columns[rekey->column].set,
		ARGS(arg_int(blob->id), arg_blob(sealed, sealed_size)), NULL);
}

static enum err take_blob(
	struct ctx *ctx, struct rekey *rekey, const struct blob *blob, bool is_renewing)
{
	const struct keys *keys = ctx->app->keys;
	struct seal_place place = {columns[rekey->column].table, blob->id};
	bool is_newest = seal_version(blob->bytes, blob->size) == keys_newest(keys);
	size_t size;
	rekey->n_seen++;
	if (is_renewing && is_newest)
		return OK;
	void *plain = seal_open(ctx->arena, keys, place, blob->bytes, blob->size, &size);
	if (plain == NULL) {
		rekey->n_unreadable++;
		log_error(
			"store.unreadable", "column=%s id=%lld", place.table, (long long)place.id);
		return OK;
	}
	return is_renewing ? renew(ctx, rekey, blob, plain, size) : OK;
}

static enum err step(struct ctx *ctx, struct rekey *rekey, int64_t limit, bool is_renewing)
{
	struct blob *blobs;
	size_t n;
	enum err err = read_blobs(ctx, rekey, limit, &blobs, &n);
	for (size_t i = 0; i < n && err == OK; i++) {
		err = take_blob(ctx, rekey, &blobs[i], is_renewing);
		rekey->after = blobs[i].id;
	}
	if (err == OK && n < (size_t)limit) {
		rekey->after = 0;
		rekey->column++;
	}
	return err;
}

/* The files of attachments come last. */
static enum err step_files(struct ctx *ctx, struct rekey *rekey, int64_t limit)
{
	struct attachment_rekey files = {.after = rekey->after};
	enum err err = attachment_files_rekey(ctx, (size_t)limit, &files);
	rekey->after = files.after;
	rekey->n_seen += files.n_seen;
	rekey->n_sealed += files.n_sealed;
	rekey->n_unreadable += files.n_unreadable;
	rekey->is_finished = err == OK && files.after == 0;
	return err;
}

enum err rekey_step(struct ctx *ctx, struct rekey *rekey, int64_t limit)
{
	return rekey->column < N_COLUMNS ? step(ctx, rekey, limit, true)
					 : step_files(ctx, rekey, limit);
}

enum err rekey_try_step(struct ctx *ctx, struct rekey *rekey, int64_t limit)
{
	enum err err = step(ctx, rekey, limit, false);
	rekey->is_finished = err == OK && rekey->column == N_COLUMNS;
	return err;
}
