/* The manual and the shell's completion, made from the rows. */
#pragma once

#include <stdio.h>

void manual_write(FILE *out);
void manual_write_completion(FILE *out);
