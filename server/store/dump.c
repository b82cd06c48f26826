#include "server/store/dump.h"

#include "server/store/db.h"
#include "server/store/seal.h"
#include "server/unpack.h"
#include "sql/dump.sql.h"
#include "xueji/v1/tombstones.pb-c.h"

static const void *without_keyed_hashes(struct arena *arena, const void *plain, size_t *size);

/* With `sealed`, the last two columns are a row's id and a blob sealed in that place, of which a
 * digest is told; `prepare` leaves out what differs from node to node. */
static const struct dump {
	const char *title;
	const struct sql *sql;
	const char *sealed;
	const void *(*prepare)(struct arena *arena, const void *plain, size_t *size);
} dumps[] = {
	{"unit", &sql_dump_units, NULL, NULL},
	{"school_stage", &sql_dump_stages, NULL, NULL},
	{"school_class", &sql_dump_classes, NULL, NULL},
	{"unit_change", &sql_dump_unit_changes, NULL, NULL},
	{"policy", &sql_dump_policies, NULL, NULL},
	{"operator", &sql_dump_operators, "operator.phone", NULL},
	{"posting", &sql_dump_postings, NULL, NULL},
	{"student", &sql_dump_students, "profile.sealed", NULL},
	{"number", &sql_dump_numbers, "number.sealed", NULL},
	{"identity", &sql_dump_identities, NULL, NULL},
	{"enrolment", &sql_dump_enrolments, NULL, NULL},
	{"school_stat", &sql_dump_stats, NULL, NULL},
	{"open_work", &sql_dump_open_work, NULL, NULL},
	{"kase", &sql_dump_cases, "kase.sealed", NULL},
	{"case_party", &sql_dump_case_parties, NULL, NULL},
	{"case_step", &sql_dump_case_steps, "case_step.reason", NULL},
	{"case_abroad", &sql_dump_crossings, NULL, NULL},
	{"student_past", &sql_dump_pasts, "student_past.sealed", NULL},
	{"attachment", &sql_dump_attachments, "attachment.facts", NULL},
	{"tombstone", &sql_dump_tombstones, "tombstone.sealed", without_keyed_hashes},
	{"suspension", &sql_dump_suspensions, NULL, NULL},
	{"attachment_use", &sql_dump_attachment_uses, NULL, NULL},
	{"peer", &sql_dump_peers, NULL, NULL},
	{"parcel", &sql_dump_parcels, NULL, NULL},
	{"list", &sql_dump_lists, "list.reason", NULL},
	{"list_entry", &sql_dump_list_entries, NULL, NULL},
	{"list_refusal", &sql_dump_list_refusals, NULL, NULL},
	{"police_check", &sql_dump_police_checks, "police_check.sealed", NULL},
	{"campaign", &sql_dump_campaigns, NULL, NULL},
	{"campaign_stage", &sql_dump_campaign_stages, NULL, NULL},
	{"export_request", &sql_dump_exports, "export.purpose", NULL},
	{"export_reason", &sql_dump_export_reasons, "export.reason", NULL},
	{"totals_taken", &sql_dump_totals, NULL, NULL},
	{"import", &sql_dump_imports, NULL, NULL},
	{"import_identity", &sql_dump_import_identities, NULL, NULL},
	{"import_refusal", &sql_dump_import_refusals, "import_refusal.sealed", NULL},
	{"problem_group", &sql_dump_problem_groups, NULL, NULL},
	{"problem", &sql_dump_problems, NULL, NULL},
	{"problem_seen", &sql_dump_problem_seen, NULL, NULL},
	{"problem_count", &sql_dump_problem_counts, NULL, NULL},
	{"problem_day", &sql_dump_problem_days, NULL, NULL},
	{"problem_message", &sql_dump_problem_messages, "problem_message.sealed", NULL},
	{"problem_person", &sql_dump_problem_persons, NULL, NULL},
	{"problem_apart", &sql_dump_problem_apart, NULL, NULL},
};

/* Each node hashes identities with a key of its own: the same is to be told of the same. */
static const void *without_keyed_hashes(struct arena *arena, const void *plain, size_t *size)
{
	Xueji__V1__RecordUndo *undo =
		unpack_message(arena, &xueji__v1__record_undo__descriptor, plain, *size);
	if (undo == NULL)
		return plain;
	Xueji__V1__RecordKept *const kept[] = {undo->gone, undo->survivor, undo->joined};
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		if (kept[i] != NULL)
			kept[i]->identity.len = 0;
	return pack_message(arena, &undo->base, size);
}

static void put_text(const char *text, FILE *out)
{
	for (; *text != '\0'; text++) {
		if (*text == '\t' || *text == '\n' || *text == '\\')
			fputc('\\', out);
		fputc(*text == '\t' ? 't' : *text == '\n' ? 'n' : *text, out);
	}
}

static void put_column(const struct cursor *c, int column, FILE *out)
{
	fputc('\t', out);
	if (cursor_is_null(c, column))
		fputs("\\N", out);
	else
		put_text(cursor_text(c, column), out);
}

static void put_sealed(
	struct ctx *ctx, const struct dump *dump, const struct cursor *c, int column, FILE *out)
{
	size_t size;
	uint8_t digest[DIGEST_SIZE];
	struct seal_place place = {dump->sealed, cursor_int(c, column - 1)};
	void *sealed = cursor_blob(c, column, &size);
	fputc('\t', out);
	if (sealed == NULL) {
		fputs("\\N", out);
		return;
	}
	const void *plain = seal_open(ctx->arena, ctx->app->keys, place, sealed, size, &size);
	if (plain == NULL) {
		fputs("unreadable", out);
		return;
	}
	if (dump->prepare != NULL)
		plain = dump->prepare(ctx->arena, plain, &size);
	plain_digest(plain, size, digest);
	for (size_t i = 0; i < DIGEST_SIZE / 2; i++)
		fprintf(out, "%02x", digest[i]);
}

static void put_row(struct ctx *ctx, const struct dump *dump, const struct cursor *c, FILE *out)
{
	int n = cursor_columns(c);
	fputs(dump->title, out);
	for (int i = 0; i < (dump->sealed != NULL ? n - 2 : n); i++)
		put_column(c, i, out);
	if (dump->sealed != NULL)
		put_sealed(ctx, dump, c, n - 1, out);
	fputc('\n', out);
}

/* What a row needs is let go after it: there may be millions. */
static enum err put_rows(struct ctx *ctx, const struct dump *dump, FILE *out)
{
	struct arena *own = ctx->arena, *of_row = arena_new(0);
	struct cursor *c = db_open(ctx, dump->sql, NO_ARGS);
	while (cursor_next(c)) {
		ctx->arena = of_row;
		put_row(ctx, dump, c, out);
		ctx->arena = own;
		arena_reset(of_row);
	}
	arena_free(of_row);
	return cursor_close(c);
}

enum err dump_write(struct ctx *ctx, FILE *out)
{
	enum err err = db_begin_read(ctx);
	for (size_t i = 0; i < sizeof dumps / sizeof *dumps && err == OK; i++)
		err = put_rows(ctx, &dumps[i], out);
	db_rollback(ctx);
	if (err == OK && (fflush(out) != 0 || ferror(out)))
		err = ctx_broken(ctx, ERR_UNAVAILABLE, "dump: the output takes no more");
	return err;
}
