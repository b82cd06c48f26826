/* xuejid exchange list, read, answer: asking for a list where no server runs; and the other side of
 * it, for a node that plays the nation or the police: rows out as CSV, verdicts in as CSV. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/file.h"
#include "domain/id_number.h"
#include "domain/student_no.h"
#include "server/commands/caches.h"
#include "server/commands/command.h"
#include "server/commands/exchange_steps.h"
#include "server/commands/write.h"
#include "server/node/lists.h"
#include "server/service/lists.h"
#include "server/store/db.h"
#include "server/store/parcel_store.h"
#include "server/store/unit_tree.h"
#include "server/unpack.h"
#include "server/wire.h"

/* ---- list ---- */

struct wish {
	enum parcel_kind kind;
	const char *unit, *reason;
};

static enum err ask_for(struct ctx *ctx, void *arg)
{
	const struct wish *wish = arg;
	struct list list;
	const struct unit_node *unit = unit_tree_by_code(ctx->units, wish->unit);
	if (unit == NULL || unit->tier != TIER_PROVINCE)
		return ctx_fail(ctx, REASON_NO_SUCH_UNIT, wish->unit);
	return list_ask_for(ctx, unit->id, wish->kind, wish->reason, &list);
}

static enum err make_step(struct ctx *ctx, bool *again_out)
{
	return list_make_step(ctx, LIST_ENTRIES_MOST, again_out);
}

static enum exit_code list(struct invocation *invocation)
{
	const char *unit = option_value(invocation, "--unit");
	char *word = arena_printf(invocation->arena, "list.%s", invocation->operands[1]);
	struct wish wish = {.kind = (enum parcel_kind)parcel_kind_named(word),
		.unit = unit ? unit : invocation->settings.unit,
		.reason = option_value(invocation, "--reason")};
	if (wish.kind == 0)
		return fail(invocation, EXIT_USAGE,
			"There is no list \"%s\"; there are wider_check, g_numbers, key_data, "
			"problems and police.",
			invocation->operands[1]);
	if (wish.reason == NULL || wish.reason[0] == '\0')
		return fail(invocation, EXIT_USAGE,
			"--reason is missing: a list holds numbers of children, and the journal "
			"says why it was made.");
	enum exit_code code = caches_open(invocation);
	if (code == EXIT_DONE)
		code = write_apply(invocation, ask_for, &wish);
	if (code == EXIT_DONE)
		code = exchange_run(invocation, make_step);
	caches_close(invocation);
	return code;
}

static const struct option list_options[] = {
	{"--reason", "TEXT", "why it is made", .repeats = false},
	{"--unit", "CODE", "the province; the division that the node serves if not given",
		.repeats = false},
};
const struct command exchange_list_command = {
	.name = "exchange list",
	.operands = "DIR KIND",
	.purpose = "make the list of wider_check, g_numbers, key_data, problems or police",
	.options = list_options,
	.n_options = sizeof list_options / sizeof *list_options,
	.needs = NEEDS_STORE,
	.run = list,
};

/* ---- rows of a list that came ---- */

typedef enum err row_fn(struct ctx *ctx, const Xueji__V1__ListRow *row, void *arg);

static enum err find_list(struct ctx *ctx, const char *name, int64_t number, struct parcel_row *out)
{
	struct peer peer;
	enum err err = peer_named(ctx, name, &peer);
	if (err == OK)
		err = parcel_numbered(ctx, peer.id, true, number, out);
	if (err == OK && (out->state != PARCEL_TAKEN || out->kind == 0 ||
				 parcel_kind_row(out->kind)->receiver == 0))
		err = ctx_fail(ctx, REASON_NO_SUCH_LIST);
	return err;
}

static enum err each_row(struct ctx *ctx, struct parcel_row *parcel, row_fn *visit, void *arg)
{
	const ProtobufCMessageDescriptor *type = &xueji__v1__list_row__descriptor;
	const uint8_t *at, *item;
	size_t size, item_size;
	enum err err = OK;
	for (int64_t block = 0; err == OK && block < parcel->blocks; block++) {
		err = parcel_read_block(ctx, parcel, block, &at, &size);
		for (const uint8_t *end = at + size;
			err == OK && parcel_next_item(&at, end, &item, &item_size);) {
			err = wire_check(ctx, type, item, item_size);
			if (err == OK)
				err = visit(ctx, unpack_message(ctx->arena, type, item, item_size),
					arg);
		}
	}
	return err;
}

static bool number_operand(const struct invocation *invocation, int64_t *out)
{
	char *end;
	*out = strtoll(invocation->operands[2], &end, 10);
	return *end == '\0' && *out > 0;
}

/* ---- read ---- */

/* In quotes where CSV asks for them. */
static void print_field(const char *text, const char *after)
{
	bool is_plain = strpbrk(text, ",\"\r\n") == NULL;
	if (!is_plain)
		putchar('"');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			putchar('"');
		putchar(*text);
	}
	printf("%s%s", is_plain ? "" : "\"", after);
}

static enum err print_row(struct ctx *ctx, const Xueji__V1__ListRow *row, void *arg)
{
	const char *const fields[] = {row->student_no, row->name, row->sex, row->birth_date,
		row->id_type, row->id_number, row->school_code, row->name_before,
		row->id_number_before, row->asked};
	enum { N = sizeof fields / sizeof *fields };
	(void)ctx, (void)arg;
	printf("%lld,%d,", (long long)row->row, row->grade);
	for (size_t i = 0; i < N; i++)
		print_field(fields[i], i + 1 < N ? "," : "\n");
	return OK;
}

static enum exit_code read_list(struct invocation *invocation)
{
	struct ctx ctx;
	struct parcel_row parcel;
	int64_t number;
	if (!number_operand(invocation, &number))
		return fail(
			invocation, EXIT_USAGE, "\"%s\" is no number.", invocation->operands[2]);
	struct db *db = store_reader(invocation->store);
	write_ctx(invocation, &ctx, db);
	enum err err = find_list(&ctx, invocation->operands[1], number, &parcel);
	if (err == OK)
		puts("row,grade,student_no,name,sex,birth_date,id_type,id_number,school_code,"
		     "name_before,id_number_before,asked");
	if (err == OK)
		err = each_row(&ctx, &parcel, print_row, NULL);
	db_close(db);
	return err == OK ? EXIT_DONE : write_refused(invocation, &ctx, err);
}

const struct command exchange_read_command = {
	.name = "exchange read",
	.operands = "DIR NAME NUMBER",
	.purpose = "print a list that came from another node, as CSV, with whole numbers",
	.needs = NEEDS_READER,
	.run = read_list,
};

/* ---- answer ---- */

struct answer {
	const char *peer;
	int64_t number;
	char *csv;                      /* or */
	Xueji__V1__VerdictResult every; /* the same for each row; 0: by the CSV */
	struct parcel_row parcel;
	uint8_t *block;
	size_t size;
	int64_t n;
};

/* "numbered" for VERDICT_RESULT_NUMBERED; 0: none. */
static Xueji__V1__VerdictResult result_named(const char *word)
{
	const ProtobufCEnumDescriptor *results = &xueji__v1__verdict_result__descriptor;
	for (unsigned i = 1; i < results->n_values; i++)
		if (strcasecmp(results->values[i].name + strlen("VERDICT_RESULT_"), word) == 0)
			return (Xueji__V1__VerdictResult)results->values[i].value;
	return 0;
}

static enum err flush(struct ctx *ctx, struct answer *answer)
{
	enum err err =
		parcel_add_block(ctx, &answer->parcel, answer->block, answer->size, answer->n);
	answer->size = 0;
	answer->n = 0;
	return err;
}

static enum err put_verdict(
	struct ctx *ctx, struct answer *answer, const Xueji__V1__Verdict *verdict)
{
	enum err err = OK;
	if (!parcel_put_item(answer->block, &answer->size, &verdict->base)) {
		err = flush(ctx, answer);
		if (err == OK && !parcel_put_item(answer->block, &answer->size, &verdict->base))
			err = ctx_fail(ctx, REASON_PARCEL_ITEM_TOO_LARGE);
	}
	answer->n++;
	return err;
}

static enum err answer_row(struct ctx *ctx, const Xueji__V1__ListRow *row, void *arg)
{
	struct answer *answer = arg;
	struct id_number number;
	char student_no[STUDENT_NO_SIZE];
	Xueji__V1__Verdict verdict = XUEJI__V1__VERDICT__INIT;
	verdict.row = row->row;
	verdict.result = answer->every;
	if (answer->every == XUEJI__V1__VERDICT_RESULT__VERDICT_RESULT_NUMBERED &&
		id_number_parse(row->id_number, &number)) {
		student_no_make_g(&number, student_no);
		verdict.student_no = student_no;
	}
	return put_verdict(ctx, answer, &verdict);
}

/* row,result,student_no,id_number,note: the note is all the rest of the line. */
static bool parse_verdict(char *line, Xueji__V1__Verdict *out)
{
	char *end, *row = strsep(&line, ","), *result = strsep(&line, ",");
	char *student_no = strsep(&line, ","), *id_number = strsep(&line, ",");
	out->row = strtoll(row, &end, 10);
	out->result = result ? result_named(result) : 0;
	out->student_no = student_no ? student_no : "";
	out->id_number = id_number ? id_number : "";
	out->note = line ? line : "";
	return *end == '\0' && end != row && out->row > 0 && out->result != 0;
}

static enum err answer_csv(struct ctx *ctx, struct answer *answer)
{
	char *rest, *line = strtok_r(answer->csv, "\r\n", &rest);
	enum err err = OK;
	if (line != NULL && strncmp(line, "row,", 4) == 0)
		line = strtok_r(NULL, "\r\n", &rest);
	for (; err == OK && line != NULL; line = strtok_r(NULL, "\r\n", &rest)) {
		Xueji__V1__Verdict verdict = XUEJI__V1__VERDICT__INIT;
		const char *copy = arena_strdup(ctx->arena, line);
		if (!parse_verdict(line, &verdict))
			return ctx_fail(ctx, REASON_VERDICT_LINE_BAD, copy);
		err = put_verdict(ctx, answer, &verdict);
	}
	return err;
}

static enum err apply_answer(struct ctx *ctx, void *arg)
{
	struct answer *answer = arg;
	struct parcel_row list;
	struct peer peer;
	enum err err = find_list(ctx, answer->peer, answer->number, &list);
	if (err == OK)
		err = peer_with_id(ctx, list.peer, &peer);
	if (err == OK)
		err = parcel_begin(ctx, &peer,
			&(struct parcel_start){
				.kind = PARCEL_VERDICTS, .answers = list.number, .is_last = true},
			&answer->parcel);
	answer->block = arena_alloc(ctx->arena, PARCEL_BLOCK_MOST);
	if (err == OK)
		err = answer->every != 0 ? each_row(ctx, &list, answer_row, answer)
					 : answer_csv(ctx, answer);
	if (err == OK && answer->n > 0)
		err = flush(ctx, answer);
	return err == OK ? parcel_finish(ctx, &answer->parcel) : err;
}

static enum exit_code answer(struct invocation *invocation)
{
	char why[WHY_SIZE];
	const char *every = option_value(invocation, "--all");
	const char *file = option_value(invocation, "--verdicts");
	struct answer wanted = {
		.peer = invocation->operands[1], .every = every ? result_named(every) : 0};
	if (!number_operand(invocation, &wanted.number))
		return fail(
			invocation, EXIT_USAGE, "\"%s\" is no number.", invocation->operands[2]);
	if ((every == NULL) == (file == NULL) || (every != NULL && wanted.every == 0))
		return fail(invocation, EXIT_USAGE,
			"Give --verdicts FILE, or --all with passed, failed, numbered, match, "
			"name_differs, not_found or number_replaced.");
	if (file != NULL)
		wanted.csv = file_read(invocation->arena, file, PARCEL_MOST, NULL, why);
	if (file != NULL && wanted.csv == NULL)
		return fail(invocation, EXIT_NOT_FOUND, "%s", why);
	enum exit_code code = write_apply(invocation, apply_answer, &wanted);
	if (code == EXIT_DONE)
		printf("%lld verdicts on list %lld of %s\n", (long long)wanted.parcel.items,
			(long long)wanted.number, wanted.peer);
	return code;
}

static const struct option answer_options[] = {
	{"--verdicts", "FILE", "CSV: row,result,student_no,id_number,note", .repeats = false},
	{"--all", "RESULT", "give every row this result; numbered gives each its G",
		.repeats = false},
};
const struct command exchange_answer_command = {
	.name = "exchange answer",
	.operands = "DIR NAME NUMBER",
	.purpose = "answer a list that came from another node with verdicts",
	.options = answer_options,
	.n_options = sizeof answer_options / sizeof *answer_options,
	.needs = NEEDS_STORE,
	.run = answer,
};
