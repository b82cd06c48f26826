/* Findings as one line of text, so that a table can say what it expects: "ID_CHECK",
 * "TOO_LONG(50)",
 * "?ID_OLD_FORM" for a warning, joined by "; ", "" for none. With items: "sex:REQUIRED". */
#pragma once

#include <stdio.h>
#include <string.h>

#include "domain/finding.h"
#include "domain/term.h"
#include "tests/support/suite.h"

struct found {
	char text[4096];
	const char *(*item_word)(int item); /* NULL: items are not shown */
	enum lang lang;
	struct findings findings;
};

static inline void found_add(struct found *found, const char *text)
{
	size_t used = strlen(found->text), size = strlen(text);
	ck_assert_uint_lt(used + size, sizeof found->text);
	memcpy(found->text + used, text, size + 1);
}

static inline void found_report(void *to, const struct finding *finding)
{
	struct found *found = to;
	char told[TERM_TOLD];
	if (found->text[0] != '\0')
		found_add(found, "; ");
	if (found->item_word != NULL) {
		found_add(found, found->item_word(finding->item));
		found_add(found, ":");
	}
	if (finding->is_warning)
		found_add(found, "?");
	found_add(found, reason_row(finding->reason)->name);
	for (int i = 0; i < 3 && finding->args[i] != NULL; i++) {
		found_add(found, i == 0 ? "(" : ", ");
		found_add(found, term_told(finding->args[i], found->lang, told));
	}
	if (finding->args[0] != NULL)
		found_add(found, ")");
}

/* Empty, in English. */
static inline struct findings *found_start(struct found *found)
{
	found->text[0] = '\0';
	found->lang = LANG_EN;
	found->findings = (struct findings){.report = found_report, .to = found, .item = -1};
	return &found->findings;
}
