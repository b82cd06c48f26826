#include "server/commands/usage.h"

#include <string.h>

#include "tests/support/program.h"
#include "tests/support/suite.h"

/* One line on stderr, which names the command and what is wrong. */
static void complains(struct outcome outcome, const char *sentence)
{
	ck_assert_str_eq(outcome.out, "");
	ck_assert_ptr_eq(strchr(outcome.err, '\n'), outcome.err + strlen(outcome.err) - 1);
	outcome_expect(outcome, EXIT_USAGE, sentence);
}

static void prints(struct outcome outcome, const char *text)
{
	ck_assert_msg(strstr(outcome.out, text) != NULL, "\"%s\" is not in: %s", text, outcome.out);
	ck_assert_str_eq(outcome.err, "");
	outcome_expect(outcome, EXIT_DONE, "");
}

START_TEST(without_a_command_it_lists_them)
{
	struct outcome outcome = program_run(NULL, NULL);
	for (size_t i = 0; i < commands_count; i++)
		ck_assert_ptr_nonnull(strstr(outcome.err, commands[i]->purpose));
	outcome_expect(outcome, EXIT_USAGE, "xuejid help COMMAND tells more");
}
END_TEST

START_TEST(a_slip_on_the_command_line_is_named)
{
	complains(program_run("serv", "x", NULL), "there is no command serv;");
	complains(program_run("cert", NULL), "there is no command cert;");
	complains(program_run("cert", "list", NULL),
		"xuejid cert list: something is missing of: DIR;");
	complains(program_run("cert", "list", "a", "b", NULL),
		"xuejid cert list: too many words: b;");
	complains(program_run("cert", "issue", "a", "b", "--dayz", "3", NULL),
		"xuejid cert issue: there is no option --dayz;");
	complains(program_run("cert", "issue", "a", "b", "--days", NULL),
		"xuejid cert issue: a value is missing after the option --days;");
	complains(program_run("cert", "issue", "a", "b", "--days", "3", "--days=4", NULL),
		"xuejid cert issue: given more than once: the option --days;");
	complains(program_run("version", "--days=3", NULL),
		"xuejid version: there is no option --days=3;");
}
END_TEST

START_TEST(every_command_is_explained)
{
	for (size_t i = 0; i < commands_count; i++) {
		char words[64], *second;
		snprintf(words, sizeof words, "%s", commands[i]->name);
		if ((second = strchr(words, ' ')) != NULL)
			*second++ = '\0';
		prints(program_run("help", words, second, NULL), commands[i]->purpose);
		if (second != NULL)
			prints(program_run(words, second, "--help", NULL), commands[i]->purpose);
		else if (strcmp(words, "help") != 0)
			prints(program_run(words, "--help", NULL), commands[i]->purpose);
	}
	complains(program_run("help", "nonsense", NULL), "there is no command nonsense;");
}
END_TEST

START_TEST(help_tells_exit_codes_and_settings)
{
	prints(program_run("help", "exit-codes", NULL), "  7  another process has the data");
	prints(program_run("help", "settings", NULL), "# max_message_bytes = 262144;");
}
END_TEST

START_TEST(the_version_is_printed)
{
	prints(program_run("version", NULL), "xuejid 0.");
	prints(program_run("--version", NULL), "xuejid 0.");
}
END_TEST

START_TEST(output_that_is_lost_is_no_success)
{
	outcome_expect(program_run_to("/dev/full", "help", "settings", NULL), EXIT_FAILED,
		"The output could not be written.");
}
END_TEST

SUITE("usage", without_a_command_it_lists_them, a_slip_on_the_command_line_is_named,
	every_command_is_explained, help_tells_exit_codes_and_settings, the_version_is_printed,
	output_that_is_lost_is_no_success)
