/* What is decided about, as a word: "812" is the case or problem as it stands now, "812@3" as it
 * was seen, at revision 3. */
#pragma once

#include <xueji/v1/cases.pb-c.h>

#include "tui/commands/command.h"

/* Where the word has no revision, `method` is asked, with the id in `field`; its reply has a
 * summary. */
enum exit_code ref_read(struct invocation *invocation, const char *word, const char *method,
	const char *field, Xueji__V1__CaseRef *out);
/* The same of all operands from `first` on. */
enum exit_code ref_read_all(struct invocation *invocation, size_t first, const char *method,
	const char *field, Xueji__V1__CaseRef ***out, size_t *n_out);
