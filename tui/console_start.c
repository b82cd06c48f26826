/* The console as main starts it: client, terminal, loop. */
#include <stdio.h>
#include <stdlib.h>

#include "tui/console.h"

int console_start(const struct start *start)
{
	char why[WHY_SIZE] = "";
	console_block_signals();
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
		code = console_run(
			&(struct console_options){
				.client = client, .lang = start->lang, .user = start->user},
			why);
	client_close(client);
	if (why[0] != '\0')
		fprintf(stderr, "xueji: %s\n", why);
	return code;
}
