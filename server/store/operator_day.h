/* Days as the operators' tables hold them: ISO text, "" for DAY_NONE. For the store's own files. */
#pragma once

#include "common/date.h"
#include "server/store/db.h"
#include "server/store/operator_store.h"

static inline int32_t day_scan(const char *text)
{
	int32_t day = DAY_NONE;
	return date_parse(text, &day) ? day : DAY_NONE;
}

static inline struct arg day_arg(int32_t day, char text[DATE_TEXT_SIZE])
{
	text[0] = '\0';
	if (day != DAY_NONE)
		date_format(day, text);
	return arg_text(text);
}
