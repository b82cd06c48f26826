#include "server/store/profile_text.h"

#include <string.h>

#include "server/registry/student_items.h"
#include "tests/support/form.h"
#include "tests/support/suite.h"

static struct arena *arena;

static void before(void)
{
	arena = arena_new(0);
}

static void after(void)
{
	arena_free(arena);
}

static Xueji__V1__StudentItems *good(void)
{
	Xueji__V1__StudentItems *items = arena_one(arena, Xueji__V1__StudentItems);
	student_items_from_values(form_good, items);
	return items;
}

static void check_same(const Xueji__V1__StudentItems *items)
{
	enum item differ[ITEM_COUNT];
	size_t size;
	const void *packed = profile_text_pack(arena, items, &size);
	const Xueji__V1__StudentItems *back = profile_text_unpack(arena, packed, size);
	ck_assert_ptr_nonnull(back);
	ck_assert_uint_eq(student_items_differ(items, back, differ), 0);
}

START_TEST(every_item_comes_back_as_it_was)
{
	Xueji__V1__StudentItems *items = good();
	check_same(items);
	for (int i = 0; i < ITEM_COUNT; i++) {
		*student_item_at(items, (enum item)i) =
			arena_printf(arena, "𠮷·item %d\xef\xbf\xbd", i);
		check_same(items);
	}
}
END_TEST

START_TEST(a_child_of_whom_nothing_is_known_comes_back_so)
{
	Xueji__V1__StudentItems items = XUEJI__V1__STUDENT_ITEMS__INIT;
	size_t size;
	ck_assert_ptr_nonnull(profile_text_pack(arena, &items, &size));
	ck_assert_uint_le(size, 8);
	check_same(&items);
}
END_TEST

START_TEST(a_text_of_a_megabyte_comes_back)
{
	enum { LONG = 1000000 };
	Xueji__V1__StudentItems *items = good();
	char *text = arena_alloc(arena, LONG + 1);
	for (int i = 0; i < LONG; i++)
		text[i] = (char)('a' + i % 23);
	text[LONG] = '\0';
	items->talents = text;
	check_same(items);
}
END_TEST

START_TEST(what_the_family_shares_is_stored_once)
{
	Xueji__V1__StudentItems *items = good();
	size_t one, three;
	items->present_address = "浙江省杭州市西湖区文三路108号阳光小区3栋2单元501室";
	items->mailing_address = items->family_address = "";
	profile_text_pack(arena, items, &one);
	items->mailing_address = items->family_address = items->present_address;
	profile_text_pack(arena, items, &three);
	ck_assert_uint_lt(three, one + 16);
}
END_TEST

/* What lies in the text of a damaged profile ends within it: valgrind and the sanitizers watch. */
static size_t length_of_all(const Xueji__V1__StudentItems *items)
{
	size_t length = 0;
	for (int i = 0; items != NULL && i < ITEM_COUNT; i++)
		length += strlen(student_item(items, (enum item)i));
	return length;
}

START_TEST(what_is_cut_or_damaged_harms_nobody)
{
	static uint8_t whole[4096], damaged[4096];
	size_t size;
	const void *packed = profile_text_pack(arena, good(), &size);
	ck_assert_uint_le(size, sizeof whole);
	memcpy(whole, packed, size);
	for (size_t i = 0; i < size; i++) {
		ck_assert_ptr_null(profile_text_unpack(arena, whole, i));
		memcpy(damaged, whole, size);
		damaged[i] ^= (uint8_t)(1 << i % 8);
		ck_assert_uint_lt(
			length_of_all(profile_text_unpack(arena, damaged, size)), 1 << 16);
		arena_reset(arena);
	}
}
END_TEST

SUITE_WITH("profile_text", before, after, every_item_comes_back_as_it_was,
	a_child_of_whom_nothing_is_known_comes_back_so, a_text_of_a_megabyte_comes_back,
	what_the_family_shares_is_stored_once, what_is_cut_or_damaged_harms_nobody)
