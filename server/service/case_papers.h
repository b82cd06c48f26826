/* The papers of a case: attachments of its child that prove what it says (R13, R17, R18, R40, R46).
 * Which kinds a case may carry, and of which it needs one, stands in its table
 * (server/registry/case_table.h). While a case relies on an attachment nobody drops it. */
#pragma once

#include "server/service/case_apply.h"

enum { CASE_PAPERS_MOST = 20 };

struct case_papers {
	int64_t *ids;
	size_t n;
};

/* Reads the request's field attachment_ids: each must be a complete attachment of this child, of a
 * kind that such a case may carry, and stand there once. Faults are noted, each with its index. */
enum err case_papers_read(struct ctx *ctx, enum case_type type, int64_t student, char *const *texts,
	size_t n, struct case_papers *out) MUST_CHECK;

/* From now on the case relies on these and no others; read in the same transaction. */
enum err case_papers_keep(
	struct ctx *ctx, int64_t case_id, const struct case_papers *papers) MUST_CHECK;

/* Of which kinds they are: bits of domain/attachment_kind.h. */
enum err case_papers_kinds(struct ctx *ctx, int64_t case_id, uint32_t *kinds_out) MUST_CHECK;
/* Their ids, for a message. */
enum err case_papers_list(
	struct ctx *ctx, int64_t case_id, char ***ids_out, size_t *n_out) MUST_CHECK;

/* Kinds in words, in the caller's language: bits of domain/attachment_kind.h. */
const char *case_papers_titles(struct ctx *ctx, uint32_t kinds);

/* The case lets go of them; those on which nothing else relies are dropped. */
enum err case_papers_drop(struct ctx *ctx, int64_t case_id) MUST_CHECK;
