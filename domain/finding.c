#include "domain/finding.h"

#include <stdio.h>

#include "common/text.h"

void finding_add(
	struct findings *findings, bool is_warning, enum reason reason, const char *const args[3])
{
	findings->faults += !is_warning;
	struct finding finding = {findings->item, reason, {args[0], args[1], args[2]}, is_warning};
	findings->report(findings->to, &finding);
}

void finding_fault_character(struct findings *findings, enum reason reason, unsigned code_point,
	const char *second, const char *third)
{
	char shown[32], character[5] = "";
	text_put(character, code_point);
	if (text_is_forbidden(code_point) || text_is_blank(character))
		snprintf(shown, sizeof shown, "U+%04X", code_point);
	else if (code_point < 0x7f)
		snprintf(shown, sizeof shown, "%s", character);
	else
		snprintf(shown, sizeof shown, "%s (U+%04X)", character, code_point);
	finding_fault(findings, reason, shown, second, third);
}
