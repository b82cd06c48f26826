/* The transfer contact form (转学联系表): the slip that goes with a child, as text for paper. */
#pragma once

#include <xueji/v1/cases.pb-c.h>

#include "common/arena.h"
#include "domain/lang.h"

/* Child, way, cause, and a row for each party: who signed and when, or room for a signature and a
 * stamp. Numbers are masked, as the reply has them; nothing in it can drive a printer. Lines end
 * with line breaks; from the arena. "" for a case that is no transfer. */
const char *contact_form_text(
	struct arena *arena, const Xueji__V1__GetCaseResponse *one, enum lang lang);
