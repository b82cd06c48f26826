/* All commands, in the order in which `xueji help` lists them. */
#pragma once

#include "tui/commands/command.h"

size_t commands_count(void);
const struct command *commands_at(size_t i);

/* The tables that they stand in, one a file. */
struct command_table {
	const struct command *rows;
	size_t n;
};
#define COMMAND_TABLE(rows)                         \
	{                                           \
		rows, sizeof(rows) / sizeof *(rows) \
	}

extern const struct command_table account_commands, desk_commands, unit_commands, student_commands,
	case_commands, transfer_commands, graduation_commands, status_commands, problem_commands,
	attachment_commands, journal_commands, operator_commands, policy_commands, server_commands,
	own_commands, import_commands, batch_commands, export_commands, renumber_commands,
	campaign_commands, ticket_commands;
