/* Numbers, dates and instants as each language expects them. */
#include <stdio.h>
#include <string.h>

#include "common/date.h"
#include "tui/app_state.h"

const char *app_number(struct app *app, int64_t number)
{
	char digits[24], *out = arena_array(app->arena, char, 32);
	int n = snprintf(digits, sizeof digits, "%lld", (long long)number), at = 0;
	for (int i = 0; i < n; i++) {
		if (i > 0 && digits[i - 1] != '-' && (n - i) % 3 == 0)
			out[at++] = ',';
		out[at++] = digits[i];
	}
	return out;
}

static const char *weekday(int32_t day)
{
	static const char *const names[] = {
		N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"), N_("Mon"), N_("Tue"), N_("Wed")};
	return _(names[((day % 7) + 7) % 7]); /* 1970-01-01 was a Thursday */
}

const char *app_date(struct app *app, const char *iso, bool is_short)
{
	int32_t day;
	if (iso == NULL || iso[0] == '\0')
		return "-";
	if (!is_short || !date_parse(iso, &day))
		return iso;
	return app_print(app, "%s %s", iso + 5, weekday(day));
}

const char *app_instant(struct app *app, const struct Google__Protobuf__Timestamp *instant)
{
	char day[DATE_TEXT_SIZE];
	if (instant == NULL)
		return "-";
	int64_t minute = (instant->seconds + INT64_C(8) * 3600) / 60;
	date_format(date_of_instant(instant->seconds * US_PER_SECOND), day);
	return app_print(app, "%s %02d:%02d", day, (int)(minute / 60 % 24), (int)(minute % 60));
}
