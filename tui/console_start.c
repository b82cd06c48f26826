/* The console as main starts it: client, terminal, loop. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/arena.h"
#include "common/file.h"
#include "tui/console.h"

enum { PASSWORD_FILE = 1024 };

/* The first line of the file; NULL and a sentence when it cannot be read. */
static char *read_password(struct arena *arena, const char *path, char why[WHY_SIZE])
{
	size_t size;
	char *text = file_read(arena, path, PASSWORD_FILE, &size, why);
	if (text != NULL)
		text[strcspn(text, "\r\n")] = '\0';
	return text;
}

static int run(const struct start *start, const char *password, char why[WHY_SIZE])
{
	struct client *client = client_open(
		&(struct client_options){
			.server = start->server,
			.ca = start->ca,
			.certificate = start->certificate,
			.key = start->key,
			.lang = start->lang,
		},
		why);
	int code = 1;
	if (client != NULL)
		code = console_run(&(struct console_options){.client = client,
					   .lang = start->lang,
					   .user = start->user,
					   .password = password},
			why);
	client_close(client);
	return code;
}

int console_start(const struct start *start)
{
	char why[WHY_SIZE] = "", *password = NULL;
	struct arena *arena = arena_new(PASSWORD_FILE * 4);
	int code = 1;
	console_block_signals();
	if (start->password_file != NULL)
		password = read_password(arena, start->password_file, why);
	if (start->password_file == NULL || password != NULL)
		code = run(start, password, why);
	if (password != NULL)
		explicit_bzero(password, strlen(password));
	arena_free(arena);
	if (why[0] != '\0')
		fprintf(stderr, "xueji: %s\n", why);
	return code;
}
