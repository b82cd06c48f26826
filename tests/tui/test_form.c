/* The form widget, on a screen of the test's own: what is typed becomes a request, and a refusal's
 * faults stand at their fields. */
#include <string.h>
#include <xueji/v1/students.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/stage.h"
#include "tui/app.h"
#include "tui/widgets/form.h"

#define SEARCH "xueji.v1.Students/SearchStudents"

struct entry {
	struct form form;
};

static const struct form_choice ways[] = {
	{"0", N_("Name")}, {"4", N_("Sex")}, {"5", N_("Born")}, {0}};
static const struct form_field fields[] = {
	{.name = "query", .label = N_("Name"), .max = 30, .width = 24, .is_required = true},
	{.name = "by", .label = N_("Status"), .width = 6, .choices = ways},
	{.name = "birth_date",
		.label = N_("Born"),
		.width = 12,
		.has_codes = true,
		.codes = CODES_SEX},
	{.name = "page_size", .label = N_("Number"), .width = 8, .hint = N_("Number")},
	{.name = "unit_id", .label = N_("Unit"), .width = 10},
};

static void open_entry(struct app *app, void *state, const char *subject)
{
	struct entry *entry = state;
	form_init(&entry->form, fields, sizeof fields / sizeof *fields);
	form_set(&entry->form, "birth_date", subject);
	form_draft_take(&entry->form, app, "entry");
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	form_faults(&((struct entry *)state)->form, app, reply, "child.");
}

static void draw(struct app *app, void *state, struct area area)
{
	form_draw(&((struct entry *)state)->form, app, area);
}

static bool on_key(struct app *app, void *state, struct key key)
{
	struct entry *entry = state;
	Xueji__V1__SearchStudentsRequest request = XUEJI__V1__SEARCH_STUDENTS_REQUEST__INIT;
	enum form_answer answer = form_key(&entry->form, app, key);
	if (answer == FORM_SUBMIT && form_check(&entry->form, app)) {
		form_fill(&entry->form, &request.base);
		app_request(app, SEARCH, &request.base);
	}
	return answer != FORM_IGNORED;
}

static struct form *form_of(void *state)
{
	return &((struct entry *)state)->form;
}

static void close_entry(struct app *app, void *state)
{
	struct entry *entry = state;
	form_draft_put(&entry->form, app, "entry");
	form_free(&entry->form);
}

static const struct screen entry_screen = {
	.name = "entry",
	.title = "Entry",
	.state_size = sizeof(struct entry),
	.open = open_entry,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.form = form_of,
	.close = close_entry,
};

static const Xueji__V1__SearchStudentsRequest *sent(struct stage *stage)
{
	return fake_request(stage->client, SEARCH);
}

/* A code stands there from the beginning. */
static void begin_with(struct stage *stage, const char *code)
{
	Xueji__V1__SearchStudentsResponse reply = XUEJI__V1__SEARCH_STUDENTS_RESPONSE__INIT;
	fake_answer(stage->client, SEARCH, &reply.base);
	stage_sign_in(stage);
	stage_open_screen(stage, &entry_screen, code);
}

static void begin(struct stage *stage)
{
	begin_with(stage, "");
}

static void fill_scene(struct stage *stage)
{
	begin(stage);
	stage_key(stage, CTRL('S'));
	ck_assert(stage_shows(stage, "! is required"));
	ck_assert_ptr_null(sent(stage));
	stage_type(stage, "张欣怡\t");
	ck_assert(!stage_shows(stage, "! is required"));
	stage_key(stage, KEY_RIGHT); /* the first choice, then the second */
	stage_key(stage, KEY_RIGHT);
	ck_assert(stage_shows(stage, "[4     ]"));
	stage_type(stage, "\t男\t"); /* a label becomes its code */
	stage_type(stage, "25\t1001\r");
	ck_assert_str_eq(sent(stage)->query, "张欣怡");
	ck_assert_int_eq(sent(stage)->by, 4);
	ck_assert_str_eq(sent(stage)->birth_date, "1");
	ck_assert_int_eq(sent(stage)->page_size, 25);
	ck_assert_str_eq(sent(stage)->unit_id, "1001");
}

START_TEST(what_is_typed_becomes_the_request)
{
	stage_play_as(fill_scene, LANG_EN, 24, 80);
}
END_TEST

static void fault_scene(struct stage *stage)
{
	begin(stage);
	fake_refuse_next(stage->client, SEARCH, "INVALID", "is wrong; write it otherwise",
		"child.birth_date");
	stage_type(stage, "a");
	stage_key(stage, CTRL('S'));
	ck_assert(stage_shows(stage, "! is wrong; write it otherwise"));
	ck_assert(strchr(stage_row(stage, 4), '>') != NULL); /* the cursor is there */
	stage_type(stage, "1");
	ck_assert(!stage_shows(stage, "! is wrong"));
	fake_refuse_next(stage->client, SEARCH, "INVALID", "is unknown here", "elsewhere");
	stage_key(stage, CTRL('S'));
	ck_assert(stage_shows(stage, "! elsewhere is unknown here"));
}

START_TEST(faults_stand_at_their_fields)
{
	stage_play_as(fault_scene, LANG_EN, 24, 80);
}
END_TEST

static void pick_scene(struct stage *stage)
{
	begin(stage);
	stage_key(stage, KEY_DOWN);
	stage_type(stage, "4");
	ck_assert(strstr(stage_row(stage, 3), "[4") != NULL);
	stage_type(stage, "0"); /* another choice, not 40 */
	ck_assert_msg(strstr(stage_row(stage, 3), "[0 ") != NULL, "%s", stage_row(stage, 3));
	stage_type(stage, "7"); /* none of them, and not 07 */
	ck_assert(strstr(stage_row(stage, 3), "[7 ") != NULL);
	stage_key(stage, KEY_UP);
	stage_type(stage, "a");
	stage_key(stage, CTRL('S'));
	ck_assert_ptr_null(sent(stage));
	ck_assert(stage_shows(stage, "! is none of those below"));
	stage_type(
		stage, "4"); /* in place of what begins none: a narrow field shows its end alone */
	ck_assert_msg(strstr(stage_row(stage, 3), "[4 ") != NULL, "%s", stage_row(stage, 3));
	stage_key(stage, CTRL('S'));
	ck_assert_int_eq(sent(stage)->by, 4);
	stage_key(stage, CTRL('U'));
	stage_type(stage, "Born"); /* a label, letter by letter */
	stage_key(stage, CTRL('S'));
	ck_assert_int_eq(sent(stage)->by, 5);
}

START_TEST(a_choice_takes_one_key_where_another_stands)
{
	stage_play_as(pick_scene, LANG_EN, 24, 80);
}
END_TEST

static void code_scene(struct stage *stage)
{
	begin(stage);
	stage_type(stage, "a\t\t3"); /* of the sexes */
	ck_assert(!stage_shows(stage, "! is none"));
	stage_type(stage, "\t");
	ck_assert(stage_shows(stage, "! is none of those below"));
	stage_key(stage, CTRL('S'));
	ck_assert_ptr_null(sent(stage));
	stage_key(stage, KEY_RIGHT);
	ck_assert(!stage_shows(stage, "! is none"));
	stage_key(stage, CTRL('U'));
	stage_type(stage, "female\t");
	stage_key(stage, CTRL('S'));
	ck_assert_str_eq(sent(stage)->birth_date, "2");
}

START_TEST(a_wrong_code_is_told_when_one_leaves_its_field)
{
	stage_play_as(code_scene, LANG_EN, 24, 80);
}
END_TEST

/* A record may have what no form offers any more: whoever does not touch it may send the rest. */
static void old_scene(struct stage *stage)
{
	begin_with(stage, "3");
	stage_type(stage, "a\t\t\t");
	stage_key(stage, CTRL('S'));
	ck_assert_str_eq(sent(stage)->birth_date, "3");
}

START_TEST(a_code_that_nobody_typed_is_the_servers_to_judge)
{
	stage_play_as(old_scene, LANG_EN, 24, 80);
}
END_TEST

#define LONG "has 14 characters; a resident ID number has 18; compare it with the papers"

static void long_scene(struct stage *stage)
{
	begin(stage);
	fake_refuse_next(stage->client, SEARCH, "INVALID", LONG, "child.query");
	stage_type(stage, "a");
	stage_key(stage, CTRL('S'));
	ck_assert(stage_shows(stage, LONG));
	stage_key(stage, KEY_DOWN); /* from another field it is what there is room for */
	ck_assert(!stage_shows(stage, LONG));
	ck_assert(stage_shows(stage, "! has 14 characters"));
}

START_TEST(a_long_fault_of_the_field_that_one_is_in_stands_whole_below_the_form)
{
	stage_play_as(long_scene, LANG_EN, 24, 80);
}
END_TEST

static void draft_scene(struct stage *stage)
{
	begin(stage);
	stage_type(stage, "张欣\033");
	ck_assert(stage_shows(stage, "lose what you typed?"));
	stage_type(stage, "n");
	ck_assert(stage_shows(stage, "张欣"));
	stage_type(stage, "\033y");
	ck_assert(!stage_shows(stage, "张欣"));
	stage_open_screen(stage, &entry_screen, "");
	ck_assert(stage_shows(stage, "张欣")); /* a draft was kept all the same */
	stage_type(stage, "\033");
	ck_assert(!stage_shows(stage, "张欣")); /* nothing was added: no question */
}

static void help_scene(struct stage *stage)
{
	begin(stage);
	ck_assert(stage_shows(stage, "F1 help"));
	stage_type(stage, "?");
	ck_assert(stage_shows(stage, "[?"));
	stage_key(stage, KEY_F1);
	ck_assert(stage_shows(stage, "field to field"));
	ck_assert(!stage_shows(stage, "switch module")); /* a digit is typed */
	ck_assert(!stage_shows(stage, "quit"));
}

START_TEST(in_a_form_help_is_behind_f1_and_tells_of_forms)
{
	stage_play_as(help_scene, LANG_EN, 24, 80);
}
END_TEST

START_TEST(a_draft_is_kept)
{
	stage_play_as(draft_scene, LANG_EN, 24, 80);
}
END_TEST

static void paste_scene(struct stage *stage)
{
	begin(stage);
	stage_paste(stage, "one\rtwo\tthree\rfour\r");
	ck_assert_ptr_null(sent(stage));
	ck_assert(stage_shows(stage, "one two three four"));
}

START_TEST(a_pasted_line_break_does_not_send)
{
	stage_play_as(paste_scene, LANG_EN, 24, 80);
}
END_TEST

SUITE("form", what_is_typed_becomes_the_request, faults_stand_at_their_fields,
	a_choice_takes_one_key_where_another_stands, a_wrong_code_is_told_when_one_leaves_its_field,
	a_code_that_nobody_typed_is_the_servers_to_judge,
	a_long_fault_of_the_field_that_one_is_in_stands_whole_below_the_form,
	in_a_form_help_is_behind_f1_and_tells_of_forms, a_draft_is_kept,
	a_pasted_line_break_does_not_send)
