#include "tui/client/methods.h"

#include <stdlib.h>
#include <string.h>

#include "tui/client/messages.h"

static const struct client_method rows[] = {
#include "tui/client/methods.inc"
};
const struct client_methods client_methods = {rows, sizeof rows / sizeof *rows};

static int compare(const void *path, const void *row)
{
	return strcmp(path, ((const struct client_method *)row)->path);
}

const struct client_method *client_method(const struct client_methods *methods, const char *path)
{
	return bsearch(path, methods->rows, methods->n, sizeof *methods->rows, compare);
}
