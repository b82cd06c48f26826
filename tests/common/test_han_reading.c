#include "common/han_reading.h"

#include <pthread.h>
#include <string.h>

#include "common/text.h"
#include "tests/support/suite.h"

static struct han_readings *readings;

static void set_up(void)
{
	readings = han_readings_open();
	ck_assert_ptr_nonnull(readings);
}

static void tear_down(void)
{
	han_readings_close(readings);
}

static const struct {
	const char *character, *general, *surname;
} rows[] = {
	{"刘", "liu", "liu"},
	{"单", "dan", "shan"},
	{"解", "jie", "xie"},
	{"仇", "chou", "qiu"},
	{"曾", "ceng", "zeng"},
	{"查", "cha", "zha"},
	{"区", "qu", "ou"},
	{"任", "ren", "ren"},
	{"吕", "lü", "lü"},
	{"庄", "zhuang", "zhuang"},
	{"〇", "ling", "ling"},
	{"䶮", "yan", "yan"},
	{"𠮷", "", ""},
	{"a", "", ""},
	{"é", "", ""},
	{"·", "", ""},
	{"。", "", ""},
};

START_TEST(a_character_is_read_in_general_and_as_a_surname)
{
	for (int again = 0; again < 2; again++)
		for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
			char general[HAN_READING_SIZE] = "", surname[HAN_READING_SIZE] = "";
			const char *at = rows[i].character;
			uint32_t c = text_next(&at);
			ck_assert(han_reading(readings, c, false, general) ==
				  (rows[i].general[0] != '\0'));
			ck_assert(han_reading(readings, c, true, surname) ==
				  (rows[i].surname[0] != '\0'));
			ck_assert_str_eq(general, rows[i].general);
			ck_assert_str_eq(surname, rows[i].surname);
		}
}
END_TEST

static void *read_all(void *arg)
{
	size_t *read = arg;
	char out[HAN_READING_SIZE];
	for (uint32_t c = 0x4e00; c < 0x4e00 + 2000; c++)
		*read += han_reading(readings, c, c % 2 == 0, out) ? strlen(out) : 0;
	return NULL;
}

START_TEST(threads_may_share_a_handle)
{
	pthread_t threads[4];
	size_t read[4] = {0};
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, read_all, &read[i]), 0);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	ck_assert_uint_gt(read[0], 2000);
	for (int i = 1; i < 4; i++)
		ck_assert_uint_eq(read[i], read[0]);
}
END_TEST

START_TEST(every_character_of_the_basic_block_has_a_reading)
{
	char out[HAN_READING_SIZE];
	size_t missing = 0;
	for (uint32_t c = 0x4e00; c <= 0x9fa5; c++)
		missing += !han_reading(readings, c, false, out);
	ck_assert_uint_le(missing, 100);
}
END_TEST

START_TEST(closing_nothing_is_fine)
{
	han_readings_close(NULL);
}
END_TEST

SUITE_WITH("han_reading", set_up, tear_down, a_character_is_read_in_general_and_as_a_surname,
	threads_may_share_a_handle, every_character_of_the_basic_block_has_a_reading,
	closing_nothing_is_fine)
