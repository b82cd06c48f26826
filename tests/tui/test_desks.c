/* The desk of each person, with the menus that his rights leave him: the server itself says who may
 * do what and what waits for whom (persons.c); only the numbers are made up. */
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xueji/v1/desk.pb-c.h>

#include "tests/support/suite.h"
#include "tests/support/scratch.h"
#include "tests/tui/stage.h"

#define TEXT(text) ((char *)(uintptr_t)(text))

static const char *const people[] = {
	"registrar", "approver", "county", "city", "province", "nation", "security", "auditor"};
static const char *at;

enum { MESSAGE_MOST = 1 << 20 };

static void *read_message(
	enum lang lang, const char *what, const ProtobufCMessageDescriptor *descriptor)
{
	char name[64];
	uint8_t *bytes = malloc(MESSAGE_MOST);
	snprintf(name, sizeof name, "%s.%s.%s", at, lang == LANG_ZH ? "zh" : "en", what);
	FILE *in = fopen(scratch_path(name), "r");
	ck_assert_msg(in != NULL, "no %s", name);
	size_t size = fread(bytes, 1, MESSAGE_MOST, in);
	void *message = protobuf_c_message_unpack(descriptor, NULL, size, bytes);
	ck_assert_ptr_nonnull(message);
	fclose(in);
	free(bytes);
	return message;
}

static void fill_counts(Xueji__V1__GetDeskResponse *desk)
{
	for (size_t i = 0; i < desk->n_rows; i++) {
		Xueji__V1__DeskCount *count = desk->rows[i]->count;
		count->count = (int32_t)((i + 1) * 17 % 40);
		count->due_today = i % 3 == 1 ? 2 : 0;
		count->overdue = i % 4 == 1 ? 1 : 0;
		if (count->due_today + count->overdue > 0)
			count->earliest_due_day = strdup("2026-11-27");
	}
}

static void desk_scene(struct stage *stage)
{
	char shot[64];
	Xueji__V1__WhoAmIResponse *who =
		read_message(stage->lang, "who", &xueji__v1__who_am_iresponse__descriptor);
	Xueji__V1__GetDeskResponse *desk =
		read_message(stage->lang, "desk", &xueji__v1__get_desk_response__descriptor);
	fill_counts(desk);
	*stage_who(stage) = *who;
	stage_who(stage)->now = NULL; /* the clock is the stage's */
	fake_answer(stage->client, "xueji.v1.Desk/GetDesk", &desk->base);
	stage_sign_in(stage);
	snprintf(shot, sizeof shot, "desk_of_%s", at);
	stage_shot_whole(stage, shot);
	protobuf_c_message_free_unpacked(&who->base, NULL);
	protobuf_c_message_free_unpacked(&desk->base, NULL);
}

static void ask_the_server(void)
{
	char *const argv[] = {TEXT(PERSONS), NULL};
	int status;
	pid_t pid;
	ck_assert_int_eq(setenv("PERSONS_DIR", scratch, 1), 0);
	ck_assert_int_eq(posix_spawn(&pid, PERSONS, NULL, NULL, argv, environ), 0);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
}

START_TEST(each_person_has_the_desk_and_the_menus_that_rights_give)
{
	ask_the_server();
	for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
		at = people[i];
		stage_play(desk_scene);
	}
}
END_TEST

SUITE_WITH("desks", scratch_open, scratch_close,
	each_person_has_the_desk_and_the_menus_that_rights_give)
