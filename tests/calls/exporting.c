#include "tests/calls/exporting.h"

#include "server/service/services.h"

static struct answer ask(struct house *house, const struct person *person, const char *method,
	const ProtobufCMessage *request)
{
	return call(house, person->token, &exports_service, method, request);
}

struct answer export_asked(struct house *house, const struct person *person,
	const Xueji__V1__AskExportRequest *request)
{
	return ask(house, person, "AskExport", &request->base);
}

struct answer export_decided(struct house *house, const struct person *person, const char *id,
	bool approve, const char *reason)
{
	Xueji__V1__DecideExportRequest in = XUEJI__V1__DECIDE_EXPORT_REQUEST__INIT;
	in.export_id = (char *)id;
	in.approve = approve;
	in.reason = (char *)reason;
	return ask(house, person, "DecideExport", &in.base);
}

struct answer export_fetched(struct house *house, const struct person *person, const char *id,
	int size, const char *token)
{
	Xueji__V1__FetchExportRequest in = XUEJI__V1__FETCH_EXPORT_REQUEST__INIT;
	in.export_id = (char *)id;
	in.page_size = size;
	in.page_token = (char *)token;
	return ask(house, person, "FetchExport", &in.base);
}

const char *export_approved(struct house *house, const struct person *asker,
	const struct person *approver, const Xueji__V1__AskExportRequest *request)
{
	struct answer a = export_asked(house, asker, request);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	const char *id = ((const Xueji__V1__AskExportResponse *)a.reply)->export->id;
	id = arena_strdup(house->arena, id);
	ck_assert_int_eq(export_decided(house, approver, id, true, "").err, OK);
	return id;
}
