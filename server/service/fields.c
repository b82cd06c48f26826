#include "server/service/fields.h"

#include <string.h>

#include "common/date.h"
#include "common/text.h"
#include "server/store/ids.h"

const char *field_in(struct ctx *ctx, const char *list, size_t index, const char *name)
{
	return arena_printf(
		ctx->arena, "%s[%zu]%s%s", list, index, name[0] != '\0' ? "." : "", name);
}

int64_t field_id_or(struct ctx *ctx, const char *field, const char *text, int64_t missing)
{
	int64_t id = 0;
	if (text[0] == '\0')
		return missing;
	if (!ids_parse(text, &id))
		ctx_fault(ctx, field, REASON_NOT_AN_ID);
	return id;
}

int64_t field_id(struct ctx *ctx, const char *field, const char *text)
{
	if (text[0] == '\0')
		ctx_fault(ctx, field, REASON_REQUIRED);
	return field_id_or(ctx, field, text, 0);
}

bool field_line_or_none(struct ctx *ctx, const char *field, const char *text, size_t longest)
{
	uint32_t forbidden = text_find_forbidden(text);
	bool is_long = text_length(text) > longest;
	if (is_long)
		ctx_fault(ctx, field, REASON_TOO_LONG, arena_printf(ctx->arena, "%zu", longest));
	if (forbidden != 0)
		ctx_fault(ctx, field, REASON_FORBIDDEN_CHARACTER,
			arena_printf(ctx->arena, "U+%04X", (unsigned)forbidden));
	return !is_long && forbidden == 0;
}

bool field_line(struct ctx *ctx, const char *field, const char *text, size_t longest)
{
	if (text_is_blank(text)) {
		ctx_fault(ctx, field, REASON_REQUIRED);
		return false;
	}
	bool is_loose = text[0] == ' ' || text[strlen(text) - 1] == ' ';
	if (is_loose)
		ctx_fault(ctx, field, REASON_LOOSE_SPACE);
	return field_line_or_none(ctx, field, text, longest) && !is_loose;
}

int32_t field_day_or(struct ctx *ctx, const char *field, const char *text, int32_t missing)
{
	int32_t day = 0;
	if (text[0] == '\0')
		return missing;
	if (!date_parse(text, &day))
		ctx_fault(
			ctx, field, date_is_no_day(text) ? REASON_NO_SUCH_DAY : REASON_NOT_A_DATE);
	return day;
}

int32_t field_day(struct ctx *ctx, const char *field, const char *text)
{
	if (text[0] == '\0')
		ctx_fault(ctx, field, REASON_REQUIRED);
	return field_day_or(ctx, field, text, 0);
}

bool field_number(struct ctx *ctx, const char *field, int64_t value, int64_t low, int64_t high)
{
	if (value >= low && value <= high)
		return true;
	ctx_fault(ctx, field, REASON_OUT_OF_RANGE, arena_printf(ctx->arena, "%lld", (long long)low),
		arena_printf(ctx->arena, "%lld", (long long)high));
	return false;
}
