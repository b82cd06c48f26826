#include <string.h>

#include "server/method.h"
#include "tests/support/suite.h"
#include "tui/client/methods.h"

static const struct method *row_of(const struct client_method *method)
{
	for (size_t i = 0; i < services_count; i++) {
		const char *service = services[i]->descriptor->name;
		size_t size = strlen(service);
		if (strncmp(method->path, service, size) != 0 || method->path[size] != '/')
			continue;
		for (size_t j = 0; j < services[i]->n_methods; j++)
			if (strcmp(services[i]->methods[j].name, method->path + size + 1) == 0)
				return &services[i]->methods[j];
	}
	ck_abort_msg("the server has no %s", method->path);
}

START_TEST(the_client_knows_of_each_method_what_the_server_does)
{
	ck_assert_uint_gt(client_methods.n, 40);
	for (size_t i = 0; i < client_methods.n; i++) {
		const struct client_method *method = &client_methods.rows[i];
		const struct method *row = row_of(method);
		ck_assert_msg(method->is_stream == (row->next != NULL), "%s", method->path);
		ck_assert_msg(method->is_secret == ((row->flags & METHOD_SECRET) != 0),
			"%s: tui/client/secret_methods.txt and the method's row differ",
			method->path);
	}
}
END_TEST

START_TEST(the_client_knows_every_method_of_the_server)
{
	size_t n = 0;
	for (size_t i = 0; i < services_count; i++)
		n += services[i]->n_methods;
	ck_assert_uint_eq(n, client_methods.n);
	ck_assert_ptr_nonnull(client_method(&client_methods, "xueji.v1.Units/GetUnit"));
	ck_assert_ptr_null(client_method(&client_methods, "xueji.v1.Units/GetUnicorn"));
}
END_TEST

SUITE("methods", the_client_knows_of_each_method_what_the_server_does,
	the_client_knows_every_method_of_the_server)
