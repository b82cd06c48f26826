/* The codes with which the program ends; the table is exit_codes.def. */
#pragma once

#include <stdio.h>

#include "server/store/db.h"

enum exit_code {
#define EXIT_CODE(name, number, meaning) EXIT_##name = number,
#include "server/commands/exit_codes.def"
#undef EXIT_CODE
};

/* The code for what kept a store from opening. */
enum exit_code exit_of_store(enum store_problem problem);

void exit_write_table(FILE *out);
