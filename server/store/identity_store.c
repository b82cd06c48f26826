#include "server/store/identity_store.h"

#include <stdio.h>
#include <string.h>

#include "domain/codes.h"
#include "domain/id_number.h"
#include "domain/number_text.h"
#include "server/store/db_gather.h"
#include "sql/identity.sql.h"

static struct identity_key make_key(const struct keys *keys, const char *text)
{
	struct identity_key key = {.is_empty = false};
	blind_index(keys, "identity", text, strlen(text), key.bytes);
	return key;
}

static struct identity_key make_typed(const struct keys *keys, const char *type, const char *number)
{
	char text[ID_NUMBER_SIZE + 8];
	snprintf(text, sizeof text, "%s:%s", type, number);
	return make_key(keys, text);
}

struct identity_key identity_key(const struct keys *keys, const char *type, const char *number)
{
	struct id_number national;
	if (*number == '\0')
		return (struct identity_key){.is_empty = true};
	if (id_number_parse(number, &national))
		return make_key(keys, national.text);
	return make_typed(keys, type, number);
}

size_t identity_keys_of(
	const struct keys *keys, const char *typed, struct identity_key *out, size_t most)
{
	struct id_number national;
	char number[ID_NUMBER_SIZE];
	size_t n_types, n = 0;
	const struct code *types = code_rows(CODES_ID_TYPE, &n_types);
	if (!number_tidy(typed, number, sizeof number) || *number == '\0' || most == 0)
		return 0;
	if (id_number_parse(number, &national)) {
		out[0] = make_key(keys, national.text);
		return 1;
	}
	for (size_t i = 0; i < n_types && n < most; i++)
		out[n++] = make_typed(keys, types[i].code, number);
	return n;
}

static struct arg arg_key(const struct identity_key *key)
{
	return arg_blob(key->bytes, sizeof key->bytes);
}

enum err identity_claim_first(struct ctx *ctx, int64_t student, const struct identity_key *key)
{
	if (key->is_empty)
		return OK;
	return db_insert(ctx, &sql_identity_insert, &sql_identity_rows,
		ARGS(arg_int(student), arg_key(key)));
}

enum err identity_claim(struct ctx *ctx, int64_t student, const struct identity_key *key)
{
	int64_t is_claimed;
	if (key->is_empty)
		return OK;
	enum err err = db_number(ctx, &sql_identity_is_claimed,
		ARGS(arg_int(student), arg_key(key)), 0, &is_claimed);
	return err == OK && is_claimed == 0 ? identity_claim_first(ctx, student, key) : err;
}

enum err identity_take(
	struct ctx *ctx, int64_t student, const struct identity_key *key, bool *holds_out)
{
	int64_t holds = 0;
	*holds_out = false;
	if (key->is_empty)
		return OK;
	enum err err = db_run(ctx, &sql_identity_take, ARGS(arg_int(student), arg_key(key)), NULL);
	if (err == OK)
		err = db_number(
			ctx, &sql_identity_holds, ARGS(arg_int(student), arg_key(key)), 0, &holds);
	*holds_out = holds != 0;
	return err;
}

enum err identity_release(struct ctx *ctx, int64_t student, const struct identity_key *key)
{
	if (key->is_empty)
		return OK;
	return db_run(ctx, &sql_identity_delete, ARGS(arg_int(student), arg_key(key)), NULL);
}

enum err identity_yield(struct ctx *ctx, int64_t student, const struct identity_key *key)
{
	if (key->is_empty)
		return OK;
	return db_run(ctx, &sql_identity_yield, ARGS(arg_int(student), arg_key(key)), NULL);
}

enum err identity_find(struct ctx *ctx, const struct identity_key *key, struct identity_claims *out)
{
	out->n = 0;
	if (key->is_empty)
		return OK;
	struct cursor *c =
		db_open(ctx, &sql_identity_find, ARGS(arg_key(key), arg_int(IDENTITY_CLAIMS)));
	while (out->n < IDENTITY_CLAIMS && cursor_next(c)) {
		out->of[out->n].student = cursor_int(c, 0);
		out->of[out->n].holds = cursor_int(c, 1) == 0;
		out->n++;
	}
	return cursor_close(c);
}
