/* What a check finds in a value: faults, which refuse it, and warnings, which ask for a second
 * look. A check reports all of them, one call each, so that a form is answered at once. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "domain/reasons.h"

struct finding {
	int item; /* of enum item (domain/items.h); -1 where a value is checked by itself */
	enum reason reason;
	/* {0}, {1}, {2} of the sentence or NULL; valid until report returns. Some are terms. */
	const char *args[3];
	bool is_warning;
};

/* Where findings go. Set report, to; item is carried into each finding; faults counts those that
 * are no warnings. Words of the registry among the arguments are terms (domain/term.h): a finding
 * has no language before it is told. */
struct findings {
	void (*report)(void *to, const struct finding *finding);
	void *to;
	int item;
	size_t faults;
};

/* `finding_fault(findings, REASON_TOO_LONG, "50");` */
#define finding_fault(findings, reason, ...) \
	finding_add(findings, false, reason, (const char *const[3]){__VA_ARGS__})
#define finding_warn(findings, reason, ...) \
	finding_add(findings, true, reason, (const char *const[3]){__VA_ARGS__})
void finding_add(
	struct findings *findings, bool is_warning, enum reason reason, const char *const args[3]);

/* The same for one character: {0} is the character as shown to people ("Ｘ (U+FF38)", or "U+200B"
 * alone where it cannot be seen), the other two as given or NULL. */
void finding_fault_character(struct findings *findings, enum reason reason, unsigned code_point,
	const char *second, const char *third);
