#include "tests/calls/importing.h"

#include <string.h>

#include "server/service/services.h"
#include "tests/calls/deciding.h"

bool verdict_has(const Xueji__V1__RowVerdict *verdict, const char *item, const char *reason)
{
	for (size_t i = 0; i < verdict->n_faults; i++)
		if (strcmp(verdict->faults[i]->item, item) == 0 &&
			strcmp(verdict->faults[i]->reason, reason) == 0)
			return true;
	return false;
}

const Xueji__V1__DecideBatchResponse *batch_decided(struct house *house,
	const struct person *person, const char *import, Xueji__V1__CaseParty party,
	Xueji__V1__CaseEvent event)
{
	Xueji__V1__DecideBatchRequest in = XUEJI__V1__DECIDE_BATCH_REQUEST__INIT;
	in.import_id = (char *)import;
	in.waiting_for = party;
	in.event = event;
	in.reason = event == RETURN ? "名字" : "";
	struct answer a = call(house, person->token, &imports_service, "DecideBatch", &in.base);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return a.reply;
}
