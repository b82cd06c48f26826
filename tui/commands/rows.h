/* Rows on stdout, as the command's columns say: a table for people, CSV for scripts. */
#pragma once

#include "tui/commands/command.h"

struct rows;
struct rows *rows_begin(struct invocation *invocation);
void rows_add(struct rows *rows, const ProtobufCMessage *message);
/* Writes them; `is_one` is a single thing, a line a column. */
void rows_end(struct rows *rows, bool is_one);
