/* The real console and the real server, made by the demo: from signing in to a child, with the
 * server killed on the way. */
#include "tests/support/program.h"
#include "tests/support/scratch.h"
#include "tests/tui/pty.h"

static struct running server;

static void serve(const char *address)
{
	server = program_start(1, "serve", scratch_path("demo"), "--listen", address, NULL);
}

static void begin(void)
{
	scratch_open();
	program_do("demo", scratch_path("demo"), "--students", "300");
	serve("127.0.0.1:0");
}

static void end(void)
{
	running_stop(&server, SIGTERM);
	scratch_close();
}

/* The name and password of the first operator whose line ends so. */
static void find_operator(const char *ending, char name[64], char password[64])
{
	char *table = scratch_read("demo/operators.csv"), *save = NULL;
	for (char *line = strtok_r(table, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		size_t n = strlen(line), m = strlen(ending);
		if (n > m && strcmp(line + n - m, ending) == 0 &&
			sscanf(line, "%63[^,],%63[^,]", name, password) == 2)
			break;
	}
	free(table);
	ck_assert_str_ne(name, "");
}

static struct pty *start(const char *user)
{
	const char *const argv[] = {XUEJI, "--server", server.addresses[0], "--ca",
		scratch_path("demo/ca.crt"), "--lang", "en", "--user", user, NULL};
	return pty_start(argv,
		&(struct pty_options){
			.rows = 24, .cols = 80, .term = "xterm-256color", .locale = "C.UTF-8"});
}

static struct pty *sign_in(const char *name, const char *password)
{
	struct pty *pty = start(name);
	pty_wait(pty, "Password");
	pty_type(pty, password);
	pty_type(pty, "\r\r");
	return pty;
}

/* ---- how deep one stands: the names in the header */

static size_t depth(struct pty *pty)
{
	size_t n = 1;
	for (const char *at = pty_row(pty, 0); (at = strstr(at, " > ")) != NULL; at += 3)
		n++;
	return n;
}

/* The first row of the list that has a bar: where there are children. 0: none is drawn yet. */
static int first_bar(struct pty *pty)
{
	for (int row = 3; row < 22; row++)
		if (strchr(pty_row(pty, row), '#') != NULL)
			return row;
	return 0;
}

static bool has_bar(struct pty *pty)
{
	return first_bar(pty) > 0;
}

static bool is_city(struct pty *pty)
{
	return depth(pty) == 2 && has_bar(pty);
}

static bool is_county(struct pty *pty)
{
	return depth(pty) == 3 && has_bar(pty);
}

static bool is_school(struct pty *pty)
{
	return depth(pty) == 4 && strstr(pty_row(pty, 3), "[") != NULL; /* its classes */
}

static bool is_class(struct pty *pty)
{
	return depth(pty) == 5 && strstr(pty_row(pty, 3), "****") != NULL;
}

static void go_down(struct pty *pty)
{
	char foot[32];
	int first = 3, row = first_bar(pty);
	for (int at = first; at < row; at++)
		pty_type(pty, "j");
	snprintf(foot, sizeof foot, " %d/", 1 + row - first);
	pty_wait(pty, foot);
	pty_type(pty, "\r");
}

START_TEST(one_walks_from_the_province_to_a_child_though_the_server_dies)
{
	char name[64] = "", password[64] = "", address[160];
	find_operator(",province,officer", name, password);
	struct pty *pty = sign_in(name, password);
	pty_wait(pty, "[1 Desk]");
	pty_type(pty, "2");
	pty_wait_until(pty, has_bar, "the province");
	go_down(pty);
	pty_wait_until(pty, is_city, "a city");
	snprintf(address, sizeof address, "%s", server.addresses[0]);
	running_stop(&server, SIGKILL);
	pty_wait(pty, "[no line]");
	go_down(pty); /* typed all the same */
	serve(address);
	pty_wait_until(pty, is_county, "a county, when the server is back");
	go_down(pty);
	pty_wait_until(pty, is_school, "a school");
	pty_type(pty, "\r");
	pty_wait_until(pty, is_class, "a class");
	pty_type(pty, "i");
	pty_wait(pty, "ID number");
	pty_type(pty, "\x1b");
	pty_wait_until(pty, is_school, "the school again");
	pty_type(pty, ":quit\r");
	ck_assert_int_eq(pty_wait_end(pty), 0);
	ck_assert(pty_is_sane(pty));
	pty_end(pty);
}
END_TEST

/* ---- the line goes for good */

static const char *page; /* what header or tabs say of where one is */

static bool is_page(struct pty *pty)
{
	return strstr(pty_row(pty, 0), page) != NULL || strstr(pty_row(pty, 1), page) != NULL;
}

/* Every page that is opened by its name, and a child's file: the line is lost on each, and whoever
 * signs in again stands on it. */
struct page {
	const char *keys, *page; /* how it is opened, and what is_page looks for */
};

/* Loses the line on each page in turn. */
static void lose_on_each(const char *person, const struct page *pages, size_t n)
{
	char name[64] = "", password[64] = "";
	find_operator(person, name, password);
	struct pty *pty = sign_in(name, password);
	pty_wait(pty, "[1 Desk]");
	for (size_t i = 0; i < n; i++) {
		page = pages[i].page;
		pty_type(pty, pages[i].keys);
		pty_wait_until(pty, is_page, page);
		kill(pty_pid(pty), SIGHUP);
		ck_assert_int_eq(pty_wait_end(pty), 3);
		pty_end(pty);
		pty = sign_in(name, password);
		pty_wait_until(pty, is_page, page);
	}
	pty_end(pty);
}

START_TEST(a_lost_line_leads_back_to_the_page_that_was_open)
{
	static const struct page pages[] = {{":units\r", " Units]"}, {":cases\r", "[3 Cases]"},
		{":operators\r", " Operators]"}, {":policies\r", "[6 Policies]"},
		{":looks\r", " Who looked "}, {":settings\r", "Settings"},
		{":search 王\r", " > 王 "}, {"\r", " > 王 > 王"}, {":check\r", "elsewhere?"}};
	lose_on_each(",province,officer", pages, sizeof pages / sizeof *pages);
}
END_TEST

START_TEST(a_lost_line_leads_the_security_administrator_back_too)
{
	static const struct page pages[] = {{":operators\r", "[5 Operators]"},
		{":policies\r", "[6 Policies]"}, {":units\r", " Units]"},
		{":settings\r", "Settings"}};
	lose_on_each(",province,security", pages, sizeof pages / sizeof *pages);
}
END_TEST

START_TEST(a_lost_line_leads_the_auditor_back_too)
{
	static const struct page pages[] = {{":journal\r", "[7 Journal]"},
		{":operators\r", "[5 Operators]"}, {":units\r", " Units]"},
		{":settings\r", "Settings"}};
	lose_on_each(",province,auditor", pages, sizeof pages / sizeof *pages);
}
END_TEST

/* What the store holds, in clear. */
static bool store_has(const char *text)
{
	struct outcome dump = program_run("dump", scratch_path("demo"), NULL);
	bool has = dump.code == 0 && strstr(dump.out, text) != NULL;
	outcome_free(&dump);
	return has;
}

/* Name, sex and birth date are what the server asks of a draft; and the session must not end before
 * it has arrived. */
START_TEST(what_was_being_entered_is_a_draft_when_the_terminal_goes)
{
	char name[64] = "", password[64] = "";
	find_operator(",school,registrar", name, password);
	struct pty *pty = sign_in(name, password);
	pty_wait(pty, "[1 Desk]");
	pty_type(pty, ":register\r");
	page = "New child";
	pty_wait_until(pty, is_page, page);
	pty_type(pty, "\r\r\r欧阳虎\r1\r2020-05-12");
	pty_wait(pty, "[2020-05-12");
	ck_assert(!store_has("欧阳虎"));
	pty_hang_up(pty);
	ck_assert_int_eq(pty_wait_end(pty), 3);
	pty_end(pty);
	ck_assert(store_has("欧阳虎"));
	pty = sign_in(name, password);
	pty_wait_until(pty, is_page, page);
	pty_end(pty);
}
END_TEST

/* A name alone is no draft yet for the server: the console keeps the form itself. */
START_TEST(a_half_filled_form_is_offered_to_whoever_signs_in_again)
{
	char name[64] = "", password[64] = "";
	find_operator(",school,registrar", name, password);
	struct pty *pty = sign_in(name, password);
	pty_wait(pty, "[1 Desk]");
	pty_type(pty, ":register\r");
	page = "New child";
	pty_wait_until(pty, is_page, page);
	pty_type(pty, "\r\r\r司马光");
	pty_wait(pty, "司马光");
	pty_hang_up(pty);
	ck_assert_int_eq(pty_wait_end(pty), 3);
	pty_end(pty);
	pty = sign_in(name, password);
	pty_wait_until(pty, is_page, page);
	pty_wait(pty, "Enter takes it up");
	pty_type(pty, "\r");
	pty_wait(pty, "司马光");
	pty_end(pty);
}
END_TEST

SUITE_WITH("walk", begin, end, a_lost_line_leads_back_to_the_page_that_was_open,
	a_half_filled_form_is_offered_to_whoever_signs_in_again,
	a_lost_line_leads_the_security_administrator_back_too,
	a_lost_line_leads_the_auditor_back_too,
	what_was_being_entered_is_a_draft_when_the_terminal_goes,
	one_walks_from_the_province_to_a_child_though_the_server_dies)
