#include "server/rpc/methods.h"

#include "domain/roles.h"

static const char *const kinds[] = {
	[METHOD_UNARY] = "unary", [METHOD_STREAM] = "stream", [METHOD_BIDI] = "bidi"};
static const char *const modes[] = {
	[METHOD_READ] = "read", [METHOD_AUDITED] = "audited", [METHOD_WRITE] = "write"};
static const char *const scopes[] = {
	[SCOPE_REGISTRY] = "registry",
	[SCOPE_SELF] = "self",
	[SCOPE_SUBTREE] = "subtree",
	[SCOPE_UNIT] = "unit",
	[SCOPE_MANAGED] = "managed",
	[SCOPE_EACH] = "each",
};
static const struct {
	uint32_t flag;
	const char *word;
} flags[] = {
	{METHOD_WHILE_LIMITED, "while-limited"},
	{METHOD_SECRET, "secret"},
	{METHOD_WHEN_EXPIRED, "when-expired"},
	{METHOD_UNRECORDED, "unrecorded"},
};

static const char *who_words(uint32_t who, char *out, size_t size)
{
	if (who & WHO_PUBLIC)
		return "anyone";
	if (who & WHO_SIGNED_IN)
		return "signed-in";
	return roles_words(who, out, size);
}

static const char *flag_words(uint32_t set, char *out, size_t size)
{
	size_t n = 0;
	snprintf(out, size, "-");
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
		if (set & flags[i].flag && n < size)
			n += (size_t)snprintf(
				out + n, size - n, "%s%s", n > 0 ? "," : "", flags[i].word);
	return out;
}

/* Two blanks or more end a column, for whoever reads it by program. */
#define ROW "%-61s  %-6s  %-7s  %-8s  %-24s  %-33s  %s\n"

void methods_print(const struct methods *methods, FILE *out)
{
	char who[128], words[64];
	fprintf(out, ROW, "method", "kind", "mode", "scope", "who", "flags", "purpose");
	for (size_t i = 0; i < methods_count(methods); i++) {
		const struct method_entry *entry = methods_at(methods, i);
		const struct method *method = entry->method;
		fprintf(out, ROW, entry->path, kinds[entry->kind], modes[method->mode],
			scopes[method->scope], who_words(method->who, who, sizeof who),
			flag_words(method->flags, words, sizeof words), method->purpose_en);
	}
}
