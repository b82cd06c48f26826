#include "server/store/guardian_store.h"

#include <string.h>

#include "server/store/db_gather.h"
#include "sql/guardian.sql.h"

void guardian_key(const struct keys *keys, const char *name, uint8_t out[GUARDIAN_KEY_SIZE])
{
	uint8_t whole[BLIND_SIZE];
	blind_index(keys, "guardian", name, strlen(name), whole);
	memcpy(out, whole, GUARDIAN_KEY_SIZE);
}

int guardian_names(const Xueji__V1__StudentItems *items, const char *names[GUARDIANS])
{
	int n = 0;
	if (*items->family_1_name != '\0' && strcmp(items->family_1_is_guardian, "0") != 0)
		names[n++] = items->family_1_name;
	if (*items->family_2_name != '\0' && strcmp(items->family_2_is_guardian, "0") != 0)
		names[n++] = items->family_2_name;
	return n;
}

int64_t guardian_birth(const char *birth)
{
	int64_t number = 0;
	for (; *birth != '\0'; birth++)
		if (*birth != '-')
			number = number * 10 + (*birth - '0');
	return number;
}

bool guardian_is_same(const Xueji__V1__StudentItems *a, const Xueji__V1__StudentItems *b)
{
	const char *of_a[GUARDIANS], *of_b[GUARDIANS];
	int n = guardian_names(a, of_a);
	if (guardian_names(b, of_b) != n || strcmp(a->birth_date, b->birth_date) != 0)
		return false;
	for (int i = 0; i < n; i++)
		if (strcmp(of_a[i], of_b[i]) != 0)
			return false;
	return true;
}

static enum err change(struct ctx *ctx, bool is_insert, int64_t county, int64_t student,
	const Xueji__V1__StudentItems *items)
{
	const char *names[GUARDIANS];
	uint8_t key[GUARDIAN_KEY_SIZE];
	enum err err = OK;
	for (int i = 0, n = guardian_names(items, names); i < n && err == OK; i++) {
		guardian_key(ctx->app->keys, names[i], key);
		const struct args args = ARGS(arg_int(county), arg_blob(key, sizeof key),
			arg_int(guardian_birth(items->birth_date)), arg_int(student));
		err = is_insert ? db_insert(ctx, &sql_guardian_insert, &sql_guardian_rows, args)
				: db_run(ctx, &sql_guardian_delete, args, NULL);
	}
	return err;
}

enum err guardian_insert(
	struct ctx *ctx, int64_t county, int64_t student, const Xueji__V1__StudentItems *items)
{
	return change(ctx, true, county, student, items);
}

enum err guardian_delete(
	struct ctx *ctx, int64_t county, int64_t student, const Xueji__V1__StudentItems *items)
{
	return change(ctx, false, county, student, items);
}
