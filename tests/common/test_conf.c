#include "common/conf.h"

#include "tests/support/scratch.h"

struct probe {
	bool loud;
	int64_t size;
	const char *word, *place;
	struct conf_list names;
};

static bool is_short(const char *value)
{
	return strlen(value) <= 5;
}

#define SETTING(member, kind) \
	.name = #member, .type = CONF_##kind, .at = offsetof(struct probe, member)
static const struct conf_row rows[] = {
	{SETTING(loud, BOOL), .fallback = "true", .meaning = "Loud?"},
	{SETTING(size, INT), .min = 1, .max = INT64_C(9000000000), .fallback = "7",
		.meaning = "How large."},
	{SETTING(word, TEXT), .fallback = "\"abc\"", .meaning = "A word.", .is_good = is_short,
		.must = "have at most five letters"},
	{SETTING(place, PATH), .fallback = "\"here\"", .meaning = "A file."},
	{SETTING(names, LIST), .fallback = "[]", .meaning = "Names.", .is_good = is_short,
		.must = "hold names of at most five letters"},
};
static const struct conf_table table = {rows, sizeof rows / sizeof *rows, sizeof(struct probe)};

static struct arena *arena;
static struct probe probe;
static char why[WHY_SIZE];

static void before(void)
{
	scratch_open();
	arena = arena_new(0);
	probe = (struct probe){.size = -1};
	why[0] = '\0';
}

static void after(void)
{
	arena_free(arena);
	scratch_close();
}

static bool reads(const char *text)
{
	return conf_read(&table, scratch_write("probe.conf", text), arena, &probe, why);
}

/* The text is refused with this sentence after "FILE:", and nothing was applied. */
static void refused(const char *text, const char *sentence)
{
	ck_assert_msg(!reads(text), "accepted: %s", text);
	const char *file = scratch_path("probe.conf");
	ck_assert_int_eq(strncmp(why, file, strlen(file)), 0);
	ck_assert_str_eq(why + strlen(file), sentence);
	ck_assert_int_eq(probe.size, -1);
	ck_assert_ptr_null(probe.word);
}

START_TEST(what_a_file_leaves_out_has_its_default)
{
	ck_assert_msg(reads(""), "%s", why);
	ck_assert(probe.loud);
	ck_assert_int_eq(probe.size, 7);
	ck_assert_str_eq(probe.word, "abc");
	ck_assert_str_eq(probe.place, scratch_path("here"));
	ck_assert_uint_eq(probe.names.n, 0);
}
END_TEST

START_TEST(what_a_file_says_counts)
{
	ck_assert_msg(reads("loud = false;\nsize = 9000000000L; # large\nword = \"x\";\n"
			    "place = \"/etc/x\"; names = (\"a\", \"b\");\n"),
		"%s", why);
	ck_assert(!probe.loud);
	ck_assert_int_eq(probe.size, INT64_C(9000000000));
	ck_assert_str_eq(probe.word, "x");
	ck_assert_str_eq(probe.place, "/etc/x");
	ck_assert_uint_eq(probe.names.n, 2);
	ck_assert_str_eq(probe.names.items[1], "b");
}
END_TEST

START_TEST(an_empty_path_is_none)
{
	ck_assert_msg(reads("place = \"\";"), "%s", why);
	ck_assert_str_eq(probe.place, "");
}
END_TEST

START_TEST(an_unknown_setting_names_file_and_line)
{
	refused("size = 3;\n\nsiez = 4;\n", ":3: siez is not a setting of this program.");
}
END_TEST

START_TEST(a_wrong_type_names_what_is_right)
{
	refused("loud = 1;", ":1: loud must be true or false.");
	refused("\nsize = \"3\";", ":2: size must be a whole number.");
	refused("size = 3.5;", ":1: size must be a whole number.");
	refused("word = 3;", ":1: word must be text in double quotes.");
	refused("place = [\"a\"];", ":1: place must be a file's path in double quotes.");
	refused("names = \"a\";", ":1: names must be a list of texts, as [\"one\", \"two\"].");
	refused("names = [1, 2];", ":1: names must be a list of texts, as [\"one\", \"two\"].");
	refused("word: { a = 1; };", ":1: word must be text in double quotes.");
}
END_TEST

START_TEST(a_number_out_of_range_names_the_range)
{
	refused("size = 0;", ":1: size must lie between 1 and 9000000000.");
	refused("size = 9000000001L;", ":1: size must lie between 1 and 9000000000.");
}
END_TEST

START_TEST(a_value_that_breaks_its_rule_is_refused)
{
	refused("word = \"abcdef\";", ":1: word must have at most five letters.");
	refused("names = [\"ok\", \"abcdef\"];",
		":1: names must hold names of at most five letters.");
}
END_TEST

START_TEST(a_later_fault_leaves_nothing_applied)
{
	refused("size = 3;\nword = \"x\";\nloud = 9;", ":3: loud must be true or false.");
}
END_TEST

START_TEST(a_slip_of_the_pen_names_its_line)
{
	refused("size = 3;\n= 4;\n", ":2: syntax error.");
	refused("size = 3;\nsize = 4;\n", ":2: duplicate setting name.");
}
END_TEST

START_TEST(a_file_that_is_not_there_or_no_text_is_refused)
{
	ck_assert(!conf_read(&table, scratch_path("none"), arena, &probe, why));
	ck_assert_ptr_nonnull(strstr(why, "none cannot be read: No such file or directory."));
	ck_assert(!conf_read(&table, scratch, arena, &probe, why));
	ck_assert_ptr_nonnull(strstr(why, " is not a file."));
	FILE *file = fopen(scratch_path("nul"), "w");
	fwrite("size = 3;\0x", 1, 11, file);
	fclose(file);
	ck_assert(!conf_read(&table, scratch_path("nul"), arena, &probe, why));
	ck_assert_ptr_nonnull(strstr(why, "nul is not a text file."));
}
END_TEST

START_TEST(a_sample_is_a_settings_file_that_changes_nothing)
{
	FILE *file = fopen(scratch_path("sample"), "w");
	conf_write_sample(&table, NULL, 0, file);
	fclose(file);
	char *sample = scratch_read("sample");
	ck_assert_str_eq(sample, "\n# Loud?\n# loud = true;\n"
				 "\n# How large.\n# From 1 to 9000000000.\n# size = 7;\n"
				 "\n# A word.\n# word = \"abc\";\n"
				 "\n# A file.\n# place = \"here\";\n"
				 "\n# Names.\n# names = [];\n");
	ck_assert_msg(reads(sample), "%s", why);
	ck_assert_int_eq(probe.size, 7);
	free(sample);
}
END_TEST

START_TEST(a_choice_in_a_sample_counts)
{
	FILE *file = fopen(scratch_path("sample"), "w");
	conf_write_sample(&table, &(struct conf_choice){"size", "12"}, 1, file);
	fclose(file);
	char *sample = scratch_read("sample");
	ck_assert_msg(reads(sample), "%s", why);
	ck_assert_int_eq(probe.size, 12);
	free(sample);
}
END_TEST

SUITE_WITH("conf", before, after, what_a_file_leaves_out_has_its_default, what_a_file_says_counts,
	an_empty_path_is_none, an_unknown_setting_names_file_and_line,
	a_wrong_type_names_what_is_right, a_number_out_of_range_names_the_range,
	a_value_that_breaks_its_rule_is_refused, a_later_fault_leaves_nothing_applied,
	a_slip_of_the_pen_names_its_line, a_file_that_is_not_there_or_no_text_is_refused,
	a_sample_is_a_settings_file_that_changes_nothing, a_choice_in_a_sample_counts)
