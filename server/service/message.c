#include "server/service/message.h"

#include "common/date.h"
#include "domain/roles.h"

Google__Protobuf__Timestamp *message_time(struct arena *arena, int64_t us)
{
	if (us == 0)
		return NULL;
	Google__Protobuf__Timestamp *time = arena_one(arena, Google__Protobuf__Timestamp);
	google__protobuf__timestamp__init(time);
	time->seconds = us / US_PER_SECOND;
	time->nanos = (int32_t)(us % US_PER_SECOND) * 1000;
	return time;
}

char *message_day(struct arena *arena, int32_t day)
{
	char *text = arena_alloc(arena, DATE_TEXT_SIZE);
	if (day != 0)
		date_format(day, text);
	return text;
}

Xueji__V1__Role *message_roles(struct arena *arena, uint32_t roles, size_t *n_out)
{
	Xueji__V1__Role *list = arena_array(arena, Xueji__V1__Role, role_rows_count);
	size_t n = 0;
	for (int i = 0; roles >> i != 0; i++)
		if (roles >> i & 1)
			list[n++] = (Xueji__V1__Role)(i + 1);
	*n_out = n;
	return list;
}

uint32_t message_roles_read(const Xueji__V1__Role *roles, size_t n)
{
	uint32_t set = 0;
	for (size_t i = 0; i < n; i++) {
		if (roles[i] < 1 || roles[i] > role_rows_count)
			return 0;
		set |= UINT32_C(1) << (roles[i] - 1);
	}
	return set;
}
