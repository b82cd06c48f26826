/* A child's rows, as creating and enrolling it would leave them. */
#include <string.h>

#include "domain/roll.h"
#include "server/store/bulk_batch.h"
#include "server/store/ids.h"
#include "server/store/number_key.h"
#include "server/store/profile_store.h"

static void make_number(struct arena *arena, const struct app *app, int64_t *next,
	const struct number_row *number, struct bulk_rows *rows)
{
	struct bulk_number *out = &rows->numbers[rows->n_numbers];
	number_key(app->keys, number->text, out->key);
	for (size_t i = 0; i < rows->n_numbers; i++)
		if (memcmp(rows->numbers[i].key, out->key, sizeof out->key) == 0)
			return; /* the same again */
	out->row = *number;
	out->row.student = rows->student.id;
	out->row.id = ids_make(app->node, rows->student.shard, (*next)++);
	out->sealed = seal(arena, app->keys, NUMBER_PLACE(out->row.id), number->text,
		strlen(number->text), &out->sealed_size);
	if (number->is_current)
		rows->student.number_kind = number->sort;
	rows->n_numbers++;
}

static void make_numbers(struct arena *arena, const struct app *app, const struct bulk_child *child,
	int64_t *next, struct bulk_rows *rows)
{
	const struct number_row aux = {
		.sort = NUMBER_ALIAS, .from_day = "", .to_day = "", .text = child->items->aux_no};
	rows->numbers = arena_array(arena, struct bulk_number, child->n_numbers + 1);
	for (size_t i = 0; i < child->n_numbers; i++)
		make_number(arena, app, next, &child->numbers[i], rows);
	if (*aux.text != '\0' && rows->student.status != ROLL_PENDING)
		make_number(arena, app, next, &aux, rows);
}

static void make_guardians(
	const struct app *app, const Xueji__V1__StudentItems *items, struct bulk_rows *rows)
{
	const char *names[GUARDIANS];
	rows->n_guardians = guardian_names(items, names);
	for (int i = 0; i < rows->n_guardians; i++)
		guardian_key(app->keys, names[i], rows->guardians[i]);
}

void bulk_rows_make(struct arena *arena, const struct app *app, int64_t now_us,
	const struct bulk_child *child, int64_t *next, struct bulk_rows *out)
{
	const Xueji__V1__StudentItems *items = child->items;
	struct student_row *student = &out->student;
	*student = child->row;
	student->shard = student->county;
	student->id = ids_make(app->node, student->shard, (*next)++);
	if (child->id_out != NULL)
		*child->id_out = student->id;
	student->name = items->name;
	student->sex = items->sex[0] - '0';
	student->birth = items->birth_date;
	student->number_kind = 0;
	student->rev = 1;
	student->updated_us = now_us;
	make_numbers(arena, app, child, next, out);
	make_guardians(app, items, out);
	out->identity = identity_key(app->keys, items->id_type, items->id_number);
	out->holds = !child->claims_only && roll_status_row(student->status)->holds_identity;
	out->stays = child->stays;
	out->n_stays = child->n_stays;
	out->profile = profile_seal(arena, app->keys, student->id, items, &out->profile_size);
}
