/* What a copied file of the store, or a backup, tells about a child. */
#include "server/store/backup.h"
#include "server/store/student_record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/children.h"
#include "tests/support/suite.h"

static struct fixture *f;

static void before(void)
{
	f = children_open();
}

static void after(void)
{
	children_close();
}

static const char *path_of(const char *file)
{
	return arena_printf(f->ctx.arena, "%s/%s", f->directory, file);
}

static bool has(const char *file, const char *text)
{
	FILE *in = fopen(path_of(file), "r");
	if (in == NULL)
		return false;
	enum { MOST = 16 << 20 };
	char *bytes = malloc(MOST);
	size_t n = fread(bytes, 1, MOST, in);
	fclose(in);
	bool found = memmem(bytes, n, text, strlen(text)) != NULL;
	free(bytes);
	return found;
}

static bool is_legible(const char *text)
{
	return has("store.db", text) || has("store.db-wal", text) || has("copy.db", text);
}

static char *plant(Xueji__V1__StudentItems *items, const ProtobufCFieldDescriptor *field)
{
	char *text = arena_printf(f->ctx.arena, "planted%u", field->id);
	*(char **)((char *)items + field->offset) = text;
	return text;
}

START_TEST(no_sealed_item_and_no_number_is_legible_in_the_file)
{
	const ProtobufCMessageDescriptor *type = &xueji__v1__student_items__descriptor;
	struct student_record child = child_new("陈小明", "2019-03-04", SCHOOL_A);
	struct student_record other = child_new("王小虎", "2019-05-04", SCHOOL_A);
	const char *planted[200];
	size_t n = 0;
	for (unsigned i = 0; i < type->n_fields; i++) {
		const char *name = type->fields[i].name;
		if (strcmp(name, "name") != 0 && strcmp(name, "sex") != 0 &&
			strcmp(name, "birth_date") != 0 && strcmp(name, "grade") != 0 &&
			strcmp(name, "class_name") != 0 && strcmp(name, "id_number") != 0)
			planted[n++] = plant(child.items, &type->fields[i]);
	}
	struct student_enrolled enrolled = child_enrol(&child);
	planted[n++] = child.items->id_number;
	planted[n++] = enrolled.student_no;
	Xueji__V1__StudentItems changed = *child.items;
	changed.id_number = other.items->id_number; /* the former one becomes an alias */
	ck_assert_int_eq(student_apply_items(children_ctx(), &child, &changed, NULL), OK);
	planted[n++] = other.items->id_number;
	fixture_commit(f);

	char why[WHY_SIZE];
	struct db *db = store_reader(f->store);
	ck_assert_int_eq(backup_copy(db, path_of("copy.db"), why), STORE_OK);
	db_close(db);
	ck_assert_uint_gt(n, 70);
	/* A plain column: the search itself works. */
	ck_assert(has("store.db-wal", "陈小明") && has("copy.db", "陈小明"));
	for (size_t i = 0; i < n; i++)
		ck_assert_msg(!is_legible(planted[i]), "%s is legible", planted[i]);
}
END_TEST

SUITE_WITH("student_secrecy", before, after, no_sealed_item_and_no_number_is_legible_in_the_file)
