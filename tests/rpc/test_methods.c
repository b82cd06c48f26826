#include "server/rpc/methods.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/roles.h"
#include "tests/rpc/trial.h"
#include "tests/support/suite.h"

static char why[WHY_SIZE];
static struct method rows[16];
static struct service service;
static const struct service *served[2] = {&service};
static struct method_set set;

/* The trial's own rows, to be spoilt. */
static void before(void)
{
	service = trial_service;
	memcpy(rows, trial_service.methods, trial_service.n_methods * sizeof *rows);
	service.methods = rows;
	set = trial_methods();
	set.services = served;
	why[0] = '\0';
}

static struct method *row(const char *name)
{
	for (size_t i = 0; i < service.n_methods; i++)
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	ck_abort_msg("no row %s", name);
	return NULL;
}

static void assert_refused(const char *sentence)
{
	ck_assert_ptr_null(methods_build(&set, true, why));
	ck_assert_str_eq(why, sentence);
	before();
}

START_TEST(tables_that_match_are_taken)
{
	struct methods *methods = methods_build(&set, true, why);
	ck_assert_msg(methods != NULL, "%s", why);
	ck_assert_uint_eq(methods_count(methods), 10 + 2 + 2);
	ck_assert(methods_has_service(methods, "xueji.trial.v1.Trial"));
	ck_assert(methods_has_service(methods, "grpc.health.v1.Health"));
	ck_assert(!methods_has_service(methods, "xueji.trial.v1.Trials"));
	methods_free(methods);
}
END_TEST

START_TEST(every_method_is_found_by_its_path_and_nothing_else)
{
	struct methods *methods = methods_build(&set, true, why);
	for (size_t i = 0; i < methods_count(methods); i++) {
		char path[128];
		const struct method_entry *entry = methods_at(methods, i);
		int n = snprintf(path, sizeof path, "/%s", entry->path);
		ck_assert_ptr_eq(methods_find(methods, path, (size_t)n), entry);
		ck_assert_ptr_ne(methods_find(methods, path, (size_t)n - 1), entry);
		path[n] = 'x';
		ck_assert_ptr_null(methods_find(methods, path, (size_t)n + 1));
		path[0] = 'x';
		ck_assert_ptr_null(methods_find(methods, path, (size_t)n));
	}
	ck_assert_ptr_null(methods_find(methods, "", 0));
	ck_assert_ptr_null(methods_find(methods, "/", 1));
	ck_assert_int_eq(
		methods_find(methods, "/xueji.trial.v1.Trial/Talk", 26)->kind, METHOD_BIDI);
	ck_assert_int_eq(
		methods_find(methods, "/xueji.trial.v1.Trial/Count", 27)->kind, METHOD_STREAM);
	ck_assert_int_eq(
		methods_find(methods, "/xueji.trial.v1.Trial/Echo", 26)->kind, METHOD_UNARY);
	methods_free(methods);
}
END_TEST

START_TEST(without_reflection_it_is_not_there)
{
	struct methods *methods = methods_build(&set, false, why);
	ck_assert_uint_eq(methods_count(methods), 10 + 2);
	ck_assert(!methods_has_service(methods, "grpc.reflection.v1.ServerReflection"));
	methods_free(methods);
}
END_TEST

START_TEST(what_is_missing_on_one_side_is_named)
{
	row("Look")->name = "Looks";
	assert_refused("the method xueji.trial.v1.Trial/Look has no row in its service's table");
	row("Look")->name = "Echo";
	assert_refused("the method xueji.trial.v1.Trial/Echo has more than one row in its "
		       "service's table");
	rows[service.n_methods++] = (struct method){.name = "More"};
	assert_refused("the service xueji.trial.v1.Trial has no method for its row More");
	set.n_services = 0;
	assert_refused("the service Trial of trial.proto is not served");
	set.protoset = xueji_protoset;
	set.protoset_size = xueji_protoset_size;
	assert_refused("the service xueji.trial.v1.Trial is not in the descriptor set");
	set.protoset_size = 1;
	assert_refused("the descriptor set cannot be decoded");
}
END_TEST

static enum err no_place(struct ctx *ctx, const void *request, int64_t *place_out)
{
	(void)ctx, (void)request, (void)place_out;
	return OK;
}

START_TEST(a_row_that_says_too_little_about_rights_is_refused)
{
	row("Echo")->who = 0;
	assert_refused("the method xueji.trial.v1.Trial/Echo names nobody who may call it (.who)");
	row("Echo")->who = 1 << 20;
	assert_refused("the method xueji.trial.v1.Trial/Echo names unknown roles (.who)");
	row("Echo")->scope = SCOPE_UNSET;
	assert_refused("the method xueji.trial.v1.Trial/Echo has no scope (.scope)");
	row("Echo")->mode = 0;
	assert_refused("the method xueji.trial.v1.Trial/Echo has no mode (.mode)");
	row("Echo")->purpose_zh = "";
	assert_refused("the method xueji.trial.v1.Trial/Echo has no purpose in both languages "
		       "(.purpose_en, .purpose_zh)");
	row("Put")->scope = SCOPE_UNIT;
	assert_refused("the method xueji.trial.v1.Trial/Put has a scope that needs a place "
		       "(.place)");
	row("Echo")->scope = SCOPE_UNIT;
	row("Echo")->place = no_place;
	assert_refused("the method xueji.trial.v1.Trial/Echo is public, so it cannot have the "
		       "scope of a place");
}
END_TEST

static enum err no_countersign(struct ctx *ctx, const void *request)
{
	(void)ctx, (void)request;
	return OK;
}

START_TEST(a_row_without_the_right_handler_is_refused)
{
	row("Echo")->run = NULL;
	assert_refused("the method xueji.trial.v1.Trial/Echo is unary and has no handler (.run)");
	row("Put")->countersign = no_countersign;
	assert_refused("the method xueji.trial.v1.Trial/Put is countersigned, so its mode must be "
		       "METHOD_AUDITED");
	row("Talk")->next = NULL;
	assert_refused("the method xueji.trial.v1.Trial/Talk streams and has no handler for its "
		       "items (.next)");
	row("Talk")->run = row("Echo")->run;
	assert_refused("the method xueji.trial.v1.Trial/Talk has a handler of the other kind "
		       "(.run for unary, .next for streams)");
	row("Talk")->mode = METHOD_WRITE;
	assert_refused("the method xueji.trial.v1.Trial/Talk streams, so its mode must be "
		       "METHOD_READ, without .prepare");
}
END_TEST

START_TEST(the_matrix_has_a_line_for_each_method)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	struct methods *methods = methods_build(&set, true, why);
	methods_print(methods, out);
	fclose(out);
	ck_assert_ptr_nonnull(strstr(text,
		"\nxueji.trial.v1.Trial/Put                                       unary   write    "
		"registry  officer                   -                                  "
		"try things\n"));
	ck_assert_ptr_nonnull(strstr(text,
		"\nxueji.trial.v1.Trial/Watch                                     stream  read     "
		"registry  anyone  "));
	methods_free(methods);
	free(text);
}
END_TEST

SUITE_WITH("methods", before, NULL, tables_that_match_are_taken,
	every_method_is_found_by_its_path_and_nothing_else, without_reflection_it_is_not_there,
	what_is_missing_on_one_side_is_named, a_row_that_says_too_little_about_rights_is_refused,
	a_row_without_the_right_handler_is_refused, the_matrix_has_a_line_for_each_method)
