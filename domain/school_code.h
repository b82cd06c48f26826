/* School codes (R76): ten digits, of which the first two say the category, the next two the
 * province. A change of category is a new code, a change of name is not. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "domain/lang.h"
#include "domain/stages.h"

struct school_category {
	const char *digits;
	/* Stages that such a school must teach, and may teach besides, as bits 1 << enum stage.
	 * Both 0: a school of another system (preschool, vocational, adult, higher), which the
	 * registry does not keep (R1). */
	uint32_t must, may;
	struct sentence title;
};

/* Of a code of ten digits, or of two; NULL for an unknown category. */
const struct school_category *school_category(const char *code);

/* The registry keeps such schools. */
static inline bool school_category_is_kept(const struct school_category *category)
{
	return (category->must | category->may) != 0;
}
