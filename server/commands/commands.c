#include <sodium.h>
#include <stdio.h>

#include "server/commands/command.h"
#include "server/commands/open.h"
#include "server/commands/usage.h"

extern const struct command init_command, demo_command, serve_command, check_command, dump_command,
	backup_command, restore_command, rekey_command, admin_reset_command, cert_issue_command,
	cert_list_command, cert_renew_command, cert_revoke_command, exchange_key_command,
	exchange_trust_command, exchange_peers_command, exchange_revoke_command,
	exchange_out_command, exchange_in_command, exchange_list_command, exchange_read_command,
	exchange_answer_command, methods_command, version_command, help_command;

/* In the order in which `xuejid help` lists them. */
const struct command *const commands[] = {
	&init_command,
	&demo_command,
	&serve_command,
	&check_command,
	&dump_command,
	&backup_command,
	&restore_command,
	&rekey_command,
	&admin_reset_command,
	&cert_list_command,
	&cert_issue_command,
	&cert_renew_command,
	&cert_revoke_command,
	&exchange_key_command,
	&exchange_trust_command,
	&exchange_peers_command,
	&exchange_revoke_command,
	&exchange_list_command,
	&exchange_out_command,
	&exchange_in_command,
	&exchange_read_command,
	&exchange_answer_command,
	&methods_command,
	&version_command,
	&help_command,
};
const size_t commands_count = sizeof commands / sizeof *commands;

int commands_main(int argc, char *const argv[])
{
	struct invocation invocation = {.arena = arena_new(0)};
	/* Each sealed value takes 24 random bytes: from a generator of the process, which the
	 * system's seeds, they cost no call of the system. */
	randombytes_set_implementation(&randombytes_internal_implementation);
	if (sodium_init() < 0) {
		fputs("xuejid: the system gives no randomness.\n", stderr);
		return EXIT_FAILED;
	}
	enum exit_code code = usage_parse(&invocation, argc, argv);
	if (code == EXIT_DONE && invocation.wants_help) {
		usage_write_one(invocation.command, stdout);
	} else if (code == EXIT_DONE) {
		code = invocation_open(&invocation);
		if (code == EXIT_DONE)
			code = invocation.command->run(&invocation);
		invocation_close(&invocation);
	}
	/* What was printed and could not be written (a full disk) must not look like success. */
	if (fflush(stdout) != 0 && code == EXIT_DONE)
		code = fail(&invocation, EXIT_FAILED, "The output could not be written.");
	arena_free(invocation.arena);
	return code;
}
