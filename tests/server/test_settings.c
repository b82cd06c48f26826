#include "server/settings.h"

#include "tests/support/scratch.h"

static struct arena *arena;
static struct settings settings;
static char why[WHY_SIZE];

static void before(void)
{
	scratch_open();
	arena = arena_new(0);
}

static void after(void)
{
	arena_free(arena);
	scratch_close();
}

static bool reads(const char *text)
{
	scratch_write("xuejid.conf", text);
	return settings_read(&settings, arena, scratch, why);
}

START_TEST(the_sample_names_every_setting_with_its_default)
{
	FILE *file = fopen(scratch_path("sample"), "w");
	settings_write_sample(NULL, 0, file);
	fclose(file);
	char *made = scratch_read("sample");
	FILE *there = fopen(SOURCE_DIR "/etc/xuejid.conf", "r");
	ck_assert_ptr_nonnull(there);
	char *text = calloc(1, 1 << 20);
	ck_assert_uint_gt(fread(text, 1, (1 << 20) - 1, there), 0);
	fclose(there);
	ck_assert_msg(strcmp(text, made) == 0,
		"etc/xuejid.conf is not what the table says; make it with: xuejid help settings");
	free(text);
	free(made);
}
END_TEST

START_TEST(an_empty_file_is_all_defaults_and_safe)
{
	struct settings defaults;
	ck_assert_msg(reads(""), "%s", why);
	settings_defaults(&defaults, arena, scratch);
	ck_assert_int_eq(settings.max_message_bytes, defaults.max_message_bytes);
	ck_assert_str_eq(settings.key_file, scratch_path("keys"));
	ck_assert_str_eq(defaults.key_file, settings.key_file);
	ck_assert_str_eq(settings.directory, scratch);
	ck_assert_uint_eq(settings.listen.n, 2);
	for (size_t i = 0; i < settings.listen.n; i++)
		ck_assert(!settings_demands_certificate(&settings, settings.listen.items[i]));
	ck_assert(settings_listen_is_safe(&settings, why));
	ck_assert(!settings.reflection);
}
END_TEST

START_TEST(a_bad_address_or_code_is_refused_where_it_stands)
{
	ck_assert(!reads("listen = [\"127.0.0.1\"];"));
	ck_assert_ptr_nonnull(strstr(why, "xuejid.conf:1: listen must hold addresses: unix:PATH"));
	ck_assert(!reads("\nunit = \"44000\";"));
	ck_assert_ptr_nonnull(
		strstr(why, "xuejid.conf:2: unit must be the six digits of a division."));
	ck_assert(!reads("key_file = \"\";"));
	ck_assert_ptr_nonnull(strstr(why, "xuejid.conf:1: key_file must name a file."));
}
END_TEST

START_TEST(other_hosts_are_let_in_with_a_certificate_only)
{
	ck_assert_msg(reads("listen = [\"0.0.0.0:50051\"];"), "%s", why);
	ck_assert(settings_demands_certificate(&settings, "0.0.0.0:50051"));
	ck_assert(!settings_demands_certificate(&settings, "127.0.0.1:50051"));
	ck_assert(settings_listen_is_safe(&settings, why));
	ck_assert_msg(reads("listen = [\"0.0.0.0:50051\"]; client_ca = \"\";"), "%s", why);
	ck_assert(!settings_listen_is_safe(&settings, why));
	ck_assert_ptr_nonnull(strstr(why, "0.0.0.0:50051 needs client certificates"));
}
END_TEST

START_TEST(the_risk_can_be_taken_by_name)
{
	ck_assert_msg(reads("listen = [\"0.0.0.0:50051\"]; client_ca = \"\";"
			    "accept_denial_of_service_by_strangers = true;"),
		"%s", why);
	ck_assert(!settings_demands_certificate(&settings, "0.0.0.0:50051"));
	ck_assert(settings_listen_is_safe(&settings, why));
}
END_TEST

START_TEST(certificates_can_be_demanded_at_home_too)
{
	ck_assert_msg(reads("require_client_certificate = true; client_ca = \"\";"), "%s", why);
	ck_assert(settings_demands_certificate(&settings, "127.0.0.1:50051"));
	ck_assert(!settings_listen_is_safe(&settings, why));
}
END_TEST

START_TEST(a_relative_socket_stands_in_the_data_directory)
{
	char expected[PATH_MAX + 100];
	settings_defaults(&settings, arena, scratch);
	snprintf(expected, sizeof expected, "unix:%s/xuejid.sock", scratch);
	ck_assert_str_eq(settings_address(&settings, arena, "unix:xuejid.sock"), expected);
	ck_assert_str_eq(settings_address(&settings, arena, "unix:/run/x"), "unix:/run/x");
	ck_assert_str_eq(settings_address(&settings, arena, "127.0.0.1:0"), "127.0.0.1:0");
}
END_TEST

SUITE_WITH("settings", before, after, the_sample_names_every_setting_with_its_default,
	an_empty_file_is_all_defaults_and_safe, a_bad_address_or_code_is_refused_where_it_stands,
	other_hosts_are_let_in_with_a_certificate_only, the_risk_can_be_taken_by_name,
	certificates_can_be_demanded_at_home_too, a_relative_socket_stands_in_the_data_directory)
