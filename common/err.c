#include "common/err.h"

static const char *const names[ERR_COUNT] = {
	[OK] = "OK",
	[ERR_INVALID] = "INVALID",
	[ERR_NOT_FOUND] = "NOT_FOUND",
	[ERR_EXISTS] = "EXISTS",
	[ERR_STALE] = "STALE",
	[ERR_DENIED] = "DENIED",
	[ERR_UNAUTHENTICATED] = "UNAUTHENTICATED",
	[ERR_PRECONDITION] = "PRECONDITION",
	[ERR_LIMITED] = "LIMITED",
	[ERR_CANCELLED] = "CANCELLED",
	[ERR_UNIMPLEMENTED] = "UNIMPLEMENTED",
	[ERR_UNAVAILABLE] = "UNAVAILABLE",
	[ERR_INTERNAL] = "INTERNAL",
};

const char *err_name(enum err err)
{
	return err < ERR_COUNT ? names[err] : "?";
}
