/* Service Students: finding a child within one's scope. */
#include "server/service/students.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "common/text.h"
#include "domain/name_text.h"
#include "domain/roles.h"
#include "domain/student_no.h"
#include "server/auth/access.h"
#include "server/service/fields.h"
#include "server/service/page.h"
#include "server/service/units.h"
#include "server/store/student_search.h"

enum { QUERY_MOST = 60 };

enum err students_place_search(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__V1__SearchStudentsRequest *in = request;
	const struct right *right = access_right(ctx, ROLES_BUSINESS, SCOPE_REGISTRY, 0);
	*place_out = field_id_or(ctx, "unit_id", in->unit_id, right != NULL ? right->unit : 0);
	return ctx_faults(ctx);
}

/* ---- what is searched for ---- */

/* Letters in lower case, without what separates them ("Z x-y" is "zxy"); NULL when there is
 * something else. */
static const char *read_initials(struct ctx *ctx, const char *query)
{
	char *initials = arena_strdup(ctx->arena, query), *to = initials;
	for (const char *at = query; *at != '\0'; at++) {
		if (isalpha((unsigned char)*at) && (unsigned char)*at < 0x80)
			*to++ = (char)tolower(*at);
		else if (strchr(" '-.", *at) == NULL)
			return NULL;
	}
	*to = '\0';
	return *initials != '\0' ? initials : NULL;
}

static Xueji__V1__SearchBy judge(struct ctx *ctx, const Xueji__V1__SearchStudentsRequest *in)
{
	if (in->by != XUEJI__V1__SEARCH_BY__SEARCH_BY_UNSPECIFIED)
		return in->by;
	if (number_kind(in->query) != NUMBER_NONE)
		return XUEJI__V1__SEARCH_BY__SEARCH_BY_NUMBER;
	if (read_initials(ctx, in->query) != NULL)
		return XUEJI__V1__SEARCH_BY__SEARCH_BY_INITIALS;
	return XUEJI__V1__SEARCH_BY__SEARCH_BY_NAME_PREFIX;
}

static const enum student_search_by ways[] = {
	[XUEJI__V1__SEARCH_BY__SEARCH_BY_NAME] = SEARCH_NAME,
	[XUEJI__V1__SEARCH_BY__SEARCH_BY_NAME_PREFIX] = SEARCH_PREFIX,
	[XUEJI__V1__SEARCH_BY__SEARCH_BY_NAME_PART] = SEARCH_WITHIN,
	[XUEJI__V1__SEARCH_BY__SEARCH_BY_INITIALS] = SEARCH_INITIALS,
	[XUEJI__V1__SEARCH_BY__SEARCH_BY_GUARDIAN] = SEARCH_GUARDIAN,
};

static const char *read_text(
	struct ctx *ctx, const Xueji__V1__SearchStudentsRequest *in, Xueji__V1__SearchBy by)
{
	if (by == XUEJI__V1__SEARCH_BY__SEARCH_BY_NUMBER)
		return in->query;
	if (by == XUEJI__V1__SEARCH_BY__SEARCH_BY_INITIALS) {
		const char *initials = read_initials(ctx, in->query);
		if (initials == NULL)
			ctx_fault(ctx, "query", REASON_NOT_INITIALS);
		return initials;
	}
	const char *name = name_tidy(ctx->arena, in->query);
	if (by == XUEJI__V1__SEARCH_BY__SEARCH_BY_NAME_PART && text_length(name) < 2)
		ctx_fault(ctx, "query", REASON_TOO_SHORT, "2");
	return name;
}

/* ---- found ones ---- */

static enum err fill(struct ctx *ctx, const struct student_row *rows, size_t n,
	Xueji__V1__SearchStudentsResponse *out)
{
	Xueji__V1__Student **students;
	size_t n_students;
	enum err err = student_messages(ctx, rows, n, &students, &n_students);
	if (err != OK)
		return err;
	out->students = arena_array(ctx->arena, Xueji__V1__FoundStudent *, n);
	for (size_t i = 0; i < n; i++) {
		Xueji__V1__FoundStudent *found = arena_one(ctx->arena, Xueji__V1__FoundStudent);
		xueji__v1__found_student__init(found);
		found->student = students[i];
		found->place = student_place_text(ctx, rows[i].school);
		out->students[out->n_students++] = found;
	}
	return OK;
}

/* A page ends at county, id, and "school name" or "school initials". */
static void read_position(const struct page *page, struct student_row *after)
{
	char *end;
	*after = (struct student_row){
		.county = page->number[0], .id = page->number[1], .name = "", .initials = ""};
	if (page->is_first)
		return;
	after->school = strtoll(page->text, &end, 10);
	after->name = after->initials = *end == ' ' ? end + 1 : end;
}

static char *position(struct ctx *ctx, const struct page *page, const struct student_row *row,
	Xueji__V1__SearchBy by)
{
	bool is_by_initials = by == XUEJI__V1__SEARCH_BY__SEARCH_BY_INITIALS;
	const char *text = arena_printf(ctx->arena, "%lld %s", (long long)row->school,
		is_by_initials ? row->initials : row->name);
	return page_next(page, row->county, row->id, text);
}

static enum err search(struct ctx *ctx, const struct student_search *search,
	const struct page *page, Xueji__V1__SearchStudentsResponse *out)
{
	struct student_row *rows = NULL;
	size_t n = 0;
	enum err err = student_search(ctx, search, &rows, &n);
	if (err != OK)
		return err;
	if (n > page->size) {
		n = page->size;
		out->next_page_token = position(ctx, page, &rows[n - 1], out->by);
	}
	return fill(ctx, rows, n, out);
}

/* A masked number and a birth date leave few to try, and each search would confirm one or not: so
 * searches by number are in the journal, found or not. */
static void note_search(struct ctx *ctx, const char *number, int64_t unit, int64_t student)
{
	ctx_journal(ctx, &(struct note){.action = ACTION_STUDENT_SEARCHED,
				 .unit = unit,
				 .entity = "student",
				 .entity_id = student,
				 .summary = student != 0 ? "found" : "none",
				 .sealed = number,
				 .sealed_size = strlen(number)});
}

static enum err search_number(struct ctx *ctx, const char *number, const struct unit_node *top,
	Xueji__V1__SearchStudentsResponse *out)
{
	struct student_row *rows = NULL;
	size_t n = 0;
	enum err err = student_search_number(ctx, number, top, &rows, &n);
	if (err != OK)
		return err;
	for (size_t i = 0; i < n; i++)
		note_search(ctx, number, rows[i].school, rows[i].id);
	if (n == 0)
		note_search(ctx, number, top->id, 0);
	return fill(ctx, rows, n, out);
}

static enum err read_request(struct ctx *ctx, const Xueji__V1__SearchStudentsRequest *in,
	struct page *page, struct student_search *out, Xueji__V1__SearchBy *by_out)
{
	int64_t place = 0;
	page_read(ctx, &in->base, page);
	field_line_or_none(ctx, "query", in->query, QUERY_MOST);
	field_day_or(ctx, "birth_date", in->birth_date, 0);
	if (text_is_blank(in->query))
		ctx_fault(ctx, "query", REASON_REQUIRED);
	enum err err = ctx_faults(ctx);
	if (err != OK)
		return err;
	*by_out = judge(ctx, in);
	*out = (struct student_search){.by = ways[*by_out],
		.text = read_text(ctx, in, *by_out),
		.birth = in->birth_date,
		.with_off_roll = in->include_off_roll,
		.limit = page->size + 1};
	read_position(page, &out->after);
	if ((err = ctx_faults(ctx)) != OK)
		return err;
	if ((err = students_place_search(ctx, in, &place)) != OK)
		return err;
	return unit_find(ctx, place, in->unit_id, &out->top);
}

enum err students_search(struct ctx *ctx, const void *request, void *reply)
{
	Xueji__V1__SearchStudentsResponse *out = reply;
	struct student_search in;
	struct page page;
	enum err err = read_request(ctx, request, &page, &in, &out->by);
	if (err != OK)
		return err;
	if (out->by == XUEJI__V1__SEARCH_BY__SEARCH_BY_NUMBER)
		return search_number(ctx, in.text, in.top, out);
	return search(ctx, &in, &page, out);
}
