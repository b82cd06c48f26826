#include <stdlib.h>
#include <string.h>

#include "tests/support/suite.h"
#include "tui/keys.h"

static struct key_decoder decoder;

static void begin(void)
{
	memset(&decoder, 0, sizeof decoder);
}

/* The codes that some bytes are, with KEYS_SPECIAL between what is asked for before and after the
 * wait. */
static void expect(const char *bytes, const uint32_t *codes, size_t n)
{
	struct key key;
	keys_feed(&decoder, bytes, strlen(bytes));
	for (size_t i = 0; i < n; i++) {
		bool is_there = keys_next(&decoder, false, &key) || keys_next(&decoder, true, &key);
		ck_assert_msg(is_there, "key %zu of \"%s\" is missing", i, bytes);
		ck_assert_msg(key.code == codes[i], "key %zu of \"%s\" is %x", i, bytes, key.code);
	}
	ck_assert_msg(!keys_next(&decoder, true, &key), "\"%s\" is more than %zu keys", bytes, n);
}

#define EXPECT(bytes, ...)                                          \
	do {                                                        \
		const uint32_t codes[] = {__VA_ARGS__};             \
		expect(bytes, codes, sizeof codes / sizeof *codes); \
	} while (0)

START_TEST(arrows_of_all_terminals_are_understood)
{
	EXPECT("\x1b[A\x1b[B\x1b[C\x1b[D", KEY_UP, KEY_DOWN, KEY_RIGHT, KEY_LEFT);
	EXPECT("\x1bOA\x1bOB", KEY_UP, KEY_DOWN);
	EXPECT("\x1b[1;5A", KEY_UP);
	EXPECT("\x1b[H\x1b[1~\x1b[7~\x1bOH", KEY_HOME, KEY_HOME, KEY_HOME, KEY_HOME);
	EXPECT("\x1b[5~\x1b[6~\x1b[3~\x1b[Z", KEY_PAGE_UP, KEY_PAGE_DOWN, KEY_DELETE, KEY_BACKTAB);
	EXPECT("\x1bOP\x1b[11~\x1b[[A\x1b[24~", KEY_F1, KEY_F1, KEY_F1, KEY_F12);
}
END_TEST

START_TEST(letters_of_an_unknown_sequence_never_act_as_keys)
{
	EXPECT("\x1b[?1;2cx", 'x');
	EXPECT("\x1b[99;12~x", 'x');
	EXPECT("\x1b[>0;276;0cx", 'x');
	EXPECT("\x1b[Ix", 'x');
}
END_TEST

START_TEST(an_escape_alone_is_a_key_once_nothing_follows)
{
	struct key key;
	keys_feed(&decoder, "\x1b", 1);
	ck_assert(!keys_next(&decoder, false, &key));
	ck_assert(keys_waiting(&decoder));
	keys_feed(&decoder, "[A", 2);
	ck_assert(keys_next(&decoder, false, &key));
	ck_assert_uint_eq(key.code, KEY_UP);
	keys_feed(&decoder, "\x1b", 1);
	ck_assert(keys_next(&decoder, true, &key));
	ck_assert_uint_eq(key.code, KEY_ESC);
}
END_TEST

START_TEST(chinese_may_come_byte_by_byte)
{
	struct key key;
	keys_feed(&decoder, "\xe5", 1);
	ck_assert(!keys_next(&decoder, false, &key));
	keys_feed(&decoder, "\xad\xa6", 2);
	ck_assert(keys_next(&decoder, false, &key));
	ck_assert_uint_eq(key.code, 0x5b66);
	EXPECT("\xff\xc3x", 'x');
}
END_TEST

START_TEST(what_is_pasted_is_known_for_it)
{
	struct key key;
	static const char paste[] = "a\x1b[200~b\rc\x1b[201~d";
	static const char codes[] = "ab\rcd";
	keys_feed(&decoder, paste, strlen(paste));
	for (size_t i = 0; i < 5; i++) {
		ck_assert(keys_next(&decoder, false, &key));
		ck_assert_uint_eq(key.code, (unsigned char)codes[i]);
		ck_assert(key.is_pasted == (i > 0 && i < 4));
	}
}
END_TEST

START_TEST(the_terminals_own_answers_are_no_keys)
{
	struct key key;
	keys_feed(&decoder, "\x1b[0n\x1b[24;80R", 12);
	ck_assert(keys_next(&decoder, false, &key));
	ck_assert_uint_eq(key.code, KEY_ANSWER);
	ck_assert(keys_next(&decoder, false, &key));
	ck_assert_uint_eq(key.code, KEY_POSITION);
	ck_assert_int_eq(key.value, 80);
}
END_TEST

START_TEST(random_bytes_are_worked_off_to_the_end)
{
	srandom(7);
	for (int round = 0; round < 2000; round++) {
		unsigned char bytes[64];
		struct key key;
		for (size_t i = 0; i < sizeof bytes; i++)
			bytes[i] = random() % 3 == 0 ? 27 : (unsigned char)(random() & 0xff);
		keys_feed(&decoder, bytes, sizeof bytes);
		while (keys_next(&decoder, true, &key))
			;
		ck_assert(!keys_waiting(&decoder));
	}
}
END_TEST

START_TEST(keys_have_names_for_the_legend)
{
	char name[16];
	ck_assert_str_eq(key_name('a', name), "a");
	ck_assert_str_eq(key_name(KEY_ENTER, name), "Enter");
	ck_assert_str_eq(key_name(CTRL('S'), name), "Ctrl-S");
	ck_assert_str_eq(key_name(KEY_F1 + 1, name), "F2");
	ck_assert_str_eq(key_name(KEY_PAGE_UP, name), "PgUp");
}
END_TEST

SUITE_WITH("keys", begin, NULL, arrows_of_all_terminals_are_understood,
	letters_of_an_unknown_sequence_never_act_as_keys,
	an_escape_alone_is_a_key_once_nothing_follows, chinese_may_come_byte_by_byte,
	what_is_pasted_is_known_for_it, the_terminals_own_answers_are_no_keys,
	random_bytes_are_worked_off_to_the_end, keys_have_names_for_the_legend)
