#include "common/log.h"

#include <pthread.h>
#include <regex.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/suite.h"

static FILE *captured;
static int old_stderr;

static void before(void)
{
	captured = tmpfile();
	ck_assert_ptr_nonnull(captured);
	old_stderr = dup(STDERR_FILENO);
	dup2(fileno(captured), STDERR_FILENO);
}

static void after(void)
{
	dup2(old_stderr, STDERR_FILENO);
	close(old_stderr);
	fclose(captured);
}

static const char *logged(void)
{
	static char text[1 << 20];
	rewind(captured);
	size_t n = fread(text, 1, sizeof text - 1, captured);
	text[n] = '\0';
	return text;
}

static bool matches(const char *text, const char *pattern)
{
	regex_t regex;
	ck_assert_int_eq(regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB), 0);
	bool found = regexec(&regex, text, 0, NULL, 0) == 0;
	regfree(&regex);
	return found;
}

#define STAMP "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z "

START_TEST(a_line_says_when_how_bad_what_and_the_facts)
{
	log_warn("disk.low", "free_mb=%d path=%s", 12, "data");
	ck_assert_msg(
		matches(logged(), STAMP "warn disk\\.low free_mb=12 path=data\n$"), "%s", logged());
}
END_TEST

START_TEST(an_event_without_facts_ends_with_its_name)
{
	log_info("serve.stop", "%s", "");
	log_error("serve.stop", "%s", "");
	ck_assert_msg(matches(logged(), STAMP "info serve\\.stop\n"), "%s", logged());
	ck_assert_msg(matches(logged(), " error serve\\.stop\n$"), "%s", logged());
}
END_TEST

START_TEST(an_overlong_line_is_cut_and_still_ends)
{
	log_info("long", "a=%05000d", 1);
	log_info("next", "b=1");
	const char *end = strchr(logged(), '\n');
	ck_assert_ptr_nonnull(end);
	ck_assert_int_le(end - logged(), 2048);
	ck_assert_msg(matches(end + 1, STAMP "info next b=1\n$"), "%s", end);
}
END_TEST

static void *log_many(void *arg)
{
	for (int i = 0; i < 500; i++)
		log_info("thread", "id=%s end=1", (const char *)arg);
	return NULL;
}

START_TEST(threads_do_not_mix_their_lines)
{
	char ids[4][400];
	pthread_t threads[4];
	for (int i = 0; i < 4; i++) {
		memset(ids[i], 'a' + i, sizeof ids[i] - 1);
		ids[i][sizeof ids[i] - 1] = '\0';
		ck_assert_int_eq(pthread_create(&threads[i], NULL, log_many, ids[i]), 0);
	}
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	int lines = 0;
	char line[600];
	rewind(captured);
	while (fgets(line, sizeof line, captured) != NULL) {
		ck_assert_msg(
			matches(line, STAMP "info thread id=(a+|b+|c+|d+) end=1\n$"), "%s", line);
		lines++;
	}
	ck_assert_int_eq(lines, 2000);
}
END_TEST

START_TEST(outside_text_cannot_reach_the_terminal)
{
	char out[64];
	ck_assert_str_eq(log_quote("plain-1.2", out, sizeof out), "plain-1.2");
	ck_assert_str_eq(log_quote("", out, sizeof out), "");
	ck_assert_str_eq(log_quote("a b\n\x1b[2J", out, sizeof out), "a\\x20b\\x0a\\x1b[2J");
	ck_assert_str_eq(
		log_quote("\"\\\x7f学", out, sizeof out), "\\x22\\x5c\\x7f\\xe5\\xad\\xa6");
}
END_TEST

START_TEST(a_quoted_text_fits_its_room)
{
	for (unsigned size = 1; size < 20; size++) {
		char out[24];
		memset(out, '#', sizeof out);
		log_quote("ab\n\ncdefghijklmnop", out, size);
		ck_assert_uint_lt(strlen(out), size);
		for (unsigned i = size; i < sizeof out; i++)
			ck_assert_int_eq(out[i], '#');
	}
}
END_TEST

SUITE_WITH("log", before, after, a_line_says_when_how_bad_what_and_the_facts,
	an_event_without_facts_ends_with_its_name, an_overlong_line_is_cut_and_still_ends,
	threads_do_not_mix_their_lines, outside_text_cannot_reach_the_terminal,
	a_quoted_text_fits_its_room)
