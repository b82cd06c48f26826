/* Whatever is typed, whatever comes, whatever size the terminal takes: it goes on. At random, and
 * what must not fail anywhere at every row of the table of screens. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xueji/v1/students.pb-c.h>
#include <xueji/v1/units.pb-c.h>

#include "common/memory.h"
#include "common/text.h"
#include "tests/support/suite.h"
#include "tests/tui/stage.h"
#include "tui/client/methods.h"

enum { DEPTH = 4, MANY = 9 };

static const char *const words[] = {"", "1", "长安区第一中学", "\x1b[2J", "\xe2\x80\xae",
	"\x9b\xff", "买买提·江", "2026-11-27",
	"0123456789012345678901234567890123456789012345678901234567890", "\xf0\xae\xaf\xb0"};

static int pick(int n)
{
	return (int)(random() % n);
}

static void fill(ProtobufCMessage *message, int depth);

static void *make(const ProtobufCMessageDescriptor *descriptor, int depth)
{
	ProtobufCMessage *message = memory_new(descriptor->sizeof_message);
	protobuf_c_message_init(descriptor, message);
	fill(message, depth);
	return message;
}

static void fill_value(void *at, const ProtobufCFieldDescriptor *field, int depth)
{
	switch (field->type) {
	case PROTOBUF_C_TYPE_STRING:
		*(char **)at = memory_text(words[pick(sizeof words / sizeof *words)]);
		break;
	case PROTOBUF_C_TYPE_MESSAGE:
		*(void **)at = make(field->descriptor, depth - 1);
		break;
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
		*(int64_t *)at = random() % 3 == 0 ? -random() : random();
		break;
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_ENUM:
		*(int32_t *)at = pick(20) - 2;
		break;
	case PROTOBUF_C_TYPE_BOOL:
		*(protobuf_c_boolean *)at = pick(2);
		break;
	default:
		break;
	}
}

static size_t size_of(const ProtobufCFieldDescriptor *field)
{
	bool is_small =
		field->type == PROTOBUF_C_TYPE_INT32 || field->type == PROTOBUF_C_TYPE_ENUM ||
		field->type == PROTOBUF_C_TYPE_BOOL || field->type == PROTOBUF_C_TYPE_UINT32;
	return is_small ? 4 : 8;
}

/* All that a server might say, and more: messages on the way are always there, as the contract's
 * replies have them. */
static void fill(ProtobufCMessage *message, int depth)
{
	const ProtobufCMessageDescriptor *descriptor = message->descriptor;
	for (unsigned i = 0; i < descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &descriptor->fields[i];
		char *at = (char *)message + field->offset;
		bool is_deep = field->type == PROTOBUF_C_TYPE_MESSAGE && depth == 0;
		if (is_deep || field->type == PROTOBUF_C_TYPE_BYTES)
			continue;
		if (field->label != PROTOBUF_C_LABEL_REPEATED) {
			fill_value(at, field, depth);
			continue;
		}
		size_t n = (size_t)pick(MANY), size = size_of(field);
		char *rows = n > 0 ? memory_array(n, size) : NULL;
		for (size_t row = 0; row < n; row++)
			fill_value(rows + row * size, field, depth);
		*(void **)at = rows;
		*(size_t *)((char *)message + field->quantifier_offset) = n;
	}
}

static void lay_all(struct stage *stage)
{
	for (size_t i = 0; i < client_methods.n; i++) {
		const struct client_method *method = &client_methods.rows[i];
		bool is_account = strstr(method->path, "Sessions/") != NULL;
		if (is_account || method->is_stream || pick(4) == 0)
			continue;
		ProtobufCMessage *reply = make(method->reply, DEPTH);
		fake_answer(stage->client, method->path, reply);
		protobuf_c_message_free_unpacked(reply, NULL);
		if (pick(8) == 0)
			fake_refuse_next(
				stage->client, method->path, "OUTSIDE_SCOPE", "no", "name");
	}
}

static void press_anything(struct stage *stage)
{
	static const uint32_t keys[] = {KEY_ENTER, KEY_ESC, KEY_UP, KEY_DOWN, KEY_LEFT, KEY_RIGHT,
		KEY_PAGE_UP, KEY_PAGE_DOWN, KEY_HOME, KEY_END, KEY_TAB, KEY_BACKTAB, KEY_BACKSPACE,
		KEY_DELETE, KEY_F1, KEY_F1 + 1, KEY_F1 + 2, CTRL('S'), CTRL('U'), CTRL('W'),
		CTRL('L'), CTRL('F'), 0x5b66, 0x202e};
	int n = (int)(sizeof keys / sizeof *keys);
	int at = pick(n + 95);
	stage_key(stage, at < n ? keys[at] : (uint32_t)(' ' + at - n));
}

static void scene(struct stage *stage)
{
	lay_all(stage);
	stage_sign_in(stage);
	for (int i = 0; i < 600; i++) {
		if (pick(50) == 0)
			lay_all(stage);
		if (pick(40) == 0)
			stage_resize(stage, 1 + pick(50), 1 + pick(140));
		if (pick(60) == 0)
			fake_hold(stage->client);
		if (pick(20) == 0)
			fake_release(stage->client);
		if (pick(80) == 0)
			fake_lose(stage->client);
		if (pick(150) == 0)
			stage_sign_in(stage); /* should it be locked or out */
		if (pick(30) == 0)
			stage_open_screen(
				stage, screens[pick((int)screens_count)], words[pick(10)]);
		press_anything(stage);
	}
	app_hang_up(stage->app);
}

START_TEST(random_keys_replies_and_sizes_never_end_it)
{
	srandom((unsigned)_i + 1);
	stage_play_as(scene, _i % 2 == 0 ? LANG_ZH : LANG_EN, 24, 80);
}
END_TEST

/* ---- every screen */

enum { PASTED = 10240 };

/* Nothing that drives a terminal, and nothing that turns text, is on the picture. */
static void check_picture(struct stage *stage, const char *screen)
{
	for (int row = 0; row < stage->canvas->rows; row++)
		for (const char *at = stage_row(stage, row); *at != '\0';) {
			uint32_t c = text_next(&at);
			bool drives = c < 0x20 || (c >= 0x7f && c < 0xa0) ||
				      (c >= 0x200b && c <= 0x200f) ||
				      (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
			ck_assert_msg(!drives, "%s: U+%04X", screen, c);
		}
}

static void squeeze(struct stage *stage, const char *screen)
{
	static const int sizes[][2] = {{1, 1}, {24, 1}, {1, 80}, {3, 20}, {60, 200}, {24, 80}};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		stage_resize(stage, sizes[i][0], sizes[i][1]);
		check_picture(stage, screen);
	}
}

/* Worked off before a picture is drawn, as the loop does it. */
static void paste(struct stage *stage, const char *screen)
{
	static const uint32_t keys[] = {KEY_ENTER, 'a', 'E', KEY_UP, CTRL('C'), CTRL('S'), 'q'};
	for (size_t i = 0; i < PASTED; i++)
		app_key(stage->app,
			(struct key){.code = i % 40 < 7 ? keys[i % 40] : 'y', .is_pasted = true});
	stage_wait(stage, 1);
	check_picture(stage, screen);
}

static const struct screen *walked;

/* Typed into, squeezed, pasted upon, without a line, and then left by its terminal: with a dead
 * server too it ends, and by signing out. */
static void walk_scene(struct stage *stage)
{
	lay_all(stage);
	stage_sign_in(stage);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		stage_open_screen(stage, walked, words[i]);
		stage_wait(stage, 1);
		check_picture(stage, walked->name);
	}
	squeeze(stage, walked->name);
	stage_type(stage, "王\x9b");
	paste(stage, walked->name);
	fake_set_line(stage->client, LINE_DOWN);
	stage_wait(stage, 1);
	squeeze(stage, walked->name);
	press_anything(stage);
	fake_hold(stage->client);
	size_t ended = fake_calls(stage->client, "xueji.v1.Sessions/SignOut");
	app_hang_up(stage->app);
	fake_release(stage->client);
	app_leave(stage->app);
	ck_assert_uint_eq(fake_calls(stage->client, "xueji.v1.Sessions/SignOut"), ended + 1);
}

START_TEST(every_screen_bears_squeezing_pasting_a_dead_line_and_a_lost_terminal)
{
	walked = screens[_i];
	srandom((unsigned)_i + 1);
	stage_play_as(walk_scene, _i % 2 == 0 ? LANG_ZH : LANG_EN, 24, 80);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("random");
	TCase *tcase = tcase_create("random");
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, random_keys_replies_and_sizes_never_end_it, 0, 20);
	tcase_add_loop_test(tcase,
		every_screen_bears_squeezing_pasting_a_dead_line_and_a_lost_terminal, 0,
		(int)screens_count);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
