/* Exports asked for, decided and fetched, in a few words. */
#pragma once

#include "tests/calls/calls.h"
#include "xueji/v1/exports.pb-c.h"

struct answer export_asked(struct house *house, const struct person *person,
	const Xueji__V1__AskExportRequest *request);
struct answer export_decided(struct house *house, const struct person *person, const char *id,
	bool approve, const char *reason);
/* size 0: the server's own; token "": the first page. */
struct answer export_fetched(struct house *house, const struct person *person, const char *id,
	int size, const char *token);
/* Asked for by one and approved by another; its id. */
const char *export_approved(struct house *house, const struct person *asker,
	const struct person *approver, const Xueji__V1__AskExportRequest *request);
