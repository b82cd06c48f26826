#include "server/store/dump.h"

#include "server/store/db.h"
#include "server/store/seal.h"
#include "sql/dump.sql.h"

/* With `sealed`, the last two columns are a row's id and a blob sealed in that place. */
static const struct dump {
	const char *title;
	const struct sql *sql;
	const char *sealed;
} dumps[] = {
	{"unit", &sql_dump_units, NULL},
	{"school_stage", &sql_dump_stages, NULL},
	{"school_class", &sql_dump_classes, NULL},
	{"unit_change", &sql_dump_unit_changes, NULL},
	{"policy", &sql_dump_policies, NULL},
	{"operator", &sql_dump_operators, "operator.phone"},
	{"posting", &sql_dump_postings, NULL},
	{"student", &sql_dump_students, "profile.sealed"},
	{"number", &sql_dump_numbers, "number.sealed"},
	{"identity", &sql_dump_identities, NULL},
	{"enrolment", &sql_dump_enrolments, NULL},
	{"school_stat", &sql_dump_stats, NULL},
	{"open_work", &sql_dump_open_work, NULL},
	{"kase", &sql_dump_cases, "kase.sealed"},
	{"case_party", &sql_dump_case_parties, NULL},
	{"case_step", &sql_dump_case_steps, "case_step.reason"},
	{"case_abroad", &sql_dump_crossings, NULL},
	{"student_past", &sql_dump_pasts, "student_past.sealed"},
	{"attachment", &sql_dump_attachments, "attachment.facts"},
	{"tombstone", &sql_dump_tombstones, "tombstone.sealed"},
	{"suspension", &sql_dump_suspensions, NULL},
	{"attachment_use", &sql_dump_attachment_uses, NULL},
	{"peer", &sql_dump_peers, NULL},
	{"parcel", &sql_dump_parcels, NULL},
	{"list", &sql_dump_lists, "list.reason"},
	{"list_entry", &sql_dump_list_entries, NULL},
	{"list_refusal", &sql_dump_list_refusals, NULL},
	{"police_check", &sql_dump_police_checks, "police_check.sealed"},
	{"campaign", &sql_dump_campaigns, NULL},
	{"campaign_stage", &sql_dump_campaign_stages, NULL},
	{"export_request", &sql_dump_exports, "export.purpose"},
	{"export_reason", &sql_dump_export_reasons, "export.reason"},
	{"import", &sql_dump_imports, NULL},
	{"import_identity", &sql_dump_import_identities, NULL},
	{"import_refusal", &sql_dump_import_refusals, "import_refusal.sealed"},
	{"import_case", &sql_dump_import_cases, NULL},
	{"problem_group", &sql_dump_problem_groups, NULL},
	{"problem", &sql_dump_problems, NULL},
	{"problem_seen", &sql_dump_problem_seen, NULL},
	{"problem_count", &sql_dump_problem_counts, NULL},
	{"problem_day", &sql_dump_problem_days, NULL},
	{"problem_message", &sql_dump_problem_messages, "problem_message.sealed"},
	{"problem_person", &sql_dump_problem_persons, NULL},
	{"problem_apart", &sql_dump_problem_apart, NULL},
};

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
	void *plain = seal_open(ctx->arena, ctx->app->keys, place, sealed, size, &size);
	if (plain == NULL) {
		fputs("unreadable", out);
		return;
	}
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
