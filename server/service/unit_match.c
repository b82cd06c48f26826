#include "server/service/unit_match.h"

#include <ctype.h>
#include <string.h>

struct unit_match unit_match_make(struct ctx *ctx, const char *text)
{
	struct unit_match match = {.name = text};
	char *lower = arena_strdup(ctx->arena, text);
	bool is_alnum = true, is_digits = true;
	for (char *c = lower; *c != '\0'; c++) {
		is_alnum = is_alnum && isalnum((unsigned char)*c) && (unsigned char)*c < 0x80;
		is_digits = is_digits && *c >= '0' && *c <= '9';
		*c = *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c;
	}
	match.initials = is_alnum ? lower : NULL;
	match.code = is_digits ? text : NULL;
	return match;
}

bool unit_match_is(const struct unit_match *match, const struct unit_node *node)
{
	return (match->code != NULL &&
		       strncmp(node->code, match->code, strlen(match->code)) == 0) ||
	       (match->initials != NULL && strstr(node->initials, match->initials) != NULL) ||
	       strstr(node->name, match->name) != NULL;
}
