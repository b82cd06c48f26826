#include "server/registry/student_items.h"

#include <string.h>

#include "tests/support/suite.h"

static const ProtobufCMessageDescriptor *const type = &xueji__v1__student_items__descriptor;

START_TEST(the_message_and_the_table_of_items_are_the_same)
{
	ck_assert_uint_eq(type->n_fields, ITEM_COUNT);
	for (unsigned i = 0; i < type->n_fields; i++) {
		const struct item_row *row = item_row((enum item)i);
		ck_assert_str_eq(type->fields[i].name, row->word);
		ck_assert_uint_eq(type->fields[i].id, i + 1);
		ck_assert_int_eq(type->fields[i].type, PROTOBUF_C_TYPE_STRING);
		ck_assert_int_eq(type->fields[i].label, PROTOBUF_C_LABEL_NONE);
		if (row->number != 0)
			ck_assert_uint_eq(type->fields[i].id, (unsigned)row->number);
	}
}
END_TEST

START_TEST(values_go_there_and_back)
{
	const char *values[ITEM_COUNT] = {[ITEM_NAME] = "陈小明", [ITEM_PHONE] = "13800000000"};
	const char *back[ITEM_COUNT];
	Xueji__V1__StudentItems items;
	student_items_from_values(values, &items);
	ck_assert_str_eq(items.name, "陈小明");
	ck_assert_str_eq(items.phone, "13800000000");
	ck_assert_str_eq(items.email, "");
	student_items_to_values(&items, back);
	ck_assert_str_eq(back[ITEM_NAME], "陈小明");
	ck_assert_str_eq(back[ITEM_EMAIL], "");
}
END_TEST

START_TEST(differences_are_named_in_order)
{
	Xueji__V1__StudentItems a, b;
	enum item out[ITEM_COUNT];
	xueji__v1__student_items__init(&a);
	b = a;
	ck_assert_uint_eq(student_items_differ(&a, &b, out), 0);
	b.phone = "1";
	b.family_2_duty = "2";
	a.name = "x";
	ck_assert_uint_eq(student_items_differ(&a, &b, out), 3);
	ck_assert_int_eq(out[0], ITEM_NAME);
	ck_assert_int_eq(out[1], ITEM_PHONE);
	ck_assert_int_eq(out[2], ITEM_FAMILY_2_DUTY);
}
END_TEST

START_TEST(numbers_of_pupil_and_family_show_their_last_two_characters)
{
	struct arena *arena = arena_new(0);
	Xueji__V1__StudentItems items;
	xueji__v1__student_items__init(&items);
	items.id_number = "11010519491231002X";
	items.family_1_id_number = "440524188001010014";
	items.phone = "13800000000";
	student_items_mask(arena, &items);
	ck_assert_str_eq(items.id_number, "****************2X");
	ck_assert_str_eq(items.family_1_id_number, "****************14");
	ck_assert_str_eq(items.family_2_id_number, "");
	ck_assert_str_eq(items.phone, "13800000000");
	arena_free(arena);
}
END_TEST

SUITE("student_items", the_message_and_the_table_of_items_are_the_same, values_go_there_and_back,
	differences_are_named_in_order, numbers_of_pupil_and_family_show_their_last_two_characters)
