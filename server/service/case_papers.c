#include "server/service/case_papers.h"

#include "domain/attachment_kind.h"
#include "server/service/attachments.h"
#include "server/service/fields.h"
#include "server/store/ids.h"

/* ---- what a request names ---- */

const char *case_papers_titles(struct ctx *ctx, uint32_t kinds)
{
	const char *text = "", *between = ctx->lang == LANG_EN ? ", " : "、";
	for (int kind = 1; kind < ATTACHMENT_KIND_END; kind++)
		if (kinds & ATTACHMENT_BIT(kind))
			text = arena_printf(ctx->arena, "%s%s%s", text, text[0] ? between : "",
				sentence_in(&attachment_kind_row(kind)->title, ctx->lang));
	return text;
}

static enum err judge(
	struct ctx *ctx, const char *field, enum case_type type, int64_t student, int64_t id)
{
	uint32_t papers = case_table(type)->papers;
	bool is_complete;
	int kind;
	enum err err = attachment_kind_of(ctx, student, id, &kind, &is_complete);
	if (err != OK)
		return err;
	if (kind == 0)
		ctx_fault(ctx, field, REASON_PAPER_UNKNOWN);
	else if (!is_complete)
		ctx_fault(ctx, field, REASON_PAPER_UNFINISHED);
	else if (!(papers & ATTACHMENT_BIT(kind)))
		ctx_fault(ctx, field, REASON_PAPER_UNFIT,
			sentence_in(&attachment_kind_row(kind)->title, ctx->lang),
			case_papers_titles(ctx, papers));
	return OK;
}

static bool is_among(const struct case_papers *papers, int64_t id)
{
	for (size_t i = 0; i < papers->n; i++)
		if (papers->ids[i] == id)
			return true;
	return false;
}

static enum err read_one(struct ctx *ctx, enum case_type type, int64_t student, const char *text,
	size_t i, struct case_papers *out)
{
	const char *field = field_in(ctx, "attachment_ids", i, "");
	int64_t id = field_id(ctx, field, text);
	if (id == 0)
		return OK;
	if (is_among(out, id)) {
		ctx_fault(ctx, field, REASON_PAPER_TWICE);
		return OK;
	}
	out->ids[out->n++] = id;
	return judge(ctx, field, type, student, id);
}

enum err case_papers_read(struct ctx *ctx, enum case_type type, int64_t student, char *const *texts,
	size_t n, struct case_papers *out)
{
	enum err err = OK;
	*out = (struct case_papers){.ids = arena_array(ctx->arena, int64_t, n)};
	if (n > CASE_PAPERS_MOST) {
		ctx_fault(ctx, "attachment_ids", REASON_TOO_MANY,
			arena_printf(ctx->arena, "%d", CASE_PAPERS_MOST));
		return OK;
	}
	for (size_t i = 0; err == OK && i < n; i++)
		err = read_one(ctx, type, student, texts[i], i, out);
	return err;
}

/* ---- what a case relies on ---- */

enum err case_papers_keep(struct ctx *ctx, int64_t case_id, const struct case_papers *papers)
{
	return attachment_rely(ctx, ATTACHMENT_OF_CASE, case_id, papers->ids, papers->n);
}

enum err case_papers_kinds(struct ctx *ctx, int64_t case_id, uint32_t *kinds_out)
{
	struct attachment_row row;
	int64_t *ids;
	size_t n;
	*kinds_out = 0;
	if (case_id == 0) /* it is not stored yet */
		return OK;
	enum err err = attachment_relied_on(ctx, ATTACHMENT_OF_CASE, case_id, &ids, &n);
	for (size_t i = 0; err == OK && i < n; i++) {
		err = attachment_get(ctx, ids[i], &row);
		if (err == OK)
			*kinds_out |= ATTACHMENT_BIT(row.kind);
	}
	return err;
}

enum err case_papers_list(struct ctx *ctx, int64_t case_id, char ***ids_out, size_t *n_out)
{
	int64_t *ids;
	enum err err = attachment_relied_on(ctx, ATTACHMENT_OF_CASE, case_id, &ids, n_out);
	if (err != OK)
		return err;
	*ids_out = arena_array(ctx->arena, char *, *n_out);
	for (size_t i = 0; i < *n_out; i++)
		(*ids_out)[i] = ids_format(ctx->arena, ids[i]);
	return OK;
}

static enum err drop_one(struct ctx *ctx, int64_t id)
{
	struct attachment_row row;
	bool is_relied_on;
	enum err err = attachment_is_relied_on(ctx, id, &is_relied_on);
	if (err != OK || is_relied_on)
		return err;
	err = attachment_get(ctx, id, &row);
	if (err == OK)
		err = attachment_drop(ctx, id);
	return err == OK ? attachment_journal(ctx, ACTION_ATTACHMENT_DROPPED, &row) : err;
}

enum err case_papers_drop(struct ctx *ctx, int64_t case_id)
{
	int64_t *ids;
	size_t n;
	enum err err = attachment_relied_on(ctx, ATTACHMENT_OF_CASE, case_id, &ids, &n);
	if (err == OK)
		err = attachment_rely(ctx, ATTACHMENT_OF_CASE, case_id, NULL, 0);
	for (size_t i = 0; err == OK && i < n; i++)
		err = drop_one(ctx, ids[i]);
	return err;
}
