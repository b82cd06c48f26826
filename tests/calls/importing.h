/* What became of the rows of a sheet, and of the batches that they make. */
#pragma once

#include "tests/calls/deciding.h"
#include "xueji/v1/imports.pb-c.h"

bool verdict_has(const Xueji__V1__RowVerdict *verdict, const char *item, const char *reason);
/* All that waits of it is decided, a return because of names; whoever's batch it is. */
const Xueji__V1__DecideBatchResponse *batch_decided(struct house *house,
	const struct person *person, const char *import, Xueji__V1__CaseParty party,
	Xueji__V1__CaseEvent event);
