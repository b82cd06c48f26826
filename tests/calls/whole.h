/* The whole store of a house: as text, and whether it is sound. */
#pragma once

#include "tests/calls/calls.h"

/* What `xuejid dump` writes, living as long as the house. */
char *whole_dump(struct house *house);
/* What `xuejid check` finds fails the test. */
void whole_check(struct house *house);
/* The test fails with the first line that differs. */
void whole_is(struct house *house, const char *dump);

/* house_write with the tree of units and the policies, as a call has them; whole_commit or
 * whole_rollback ends it. */
struct ctx *whole_write(struct house *house);
void whole_commit(struct house *house);
void whole_rollback(struct house *house);
