/* FSM5: how a controlled item (name, sex, birth date, ID type, ID number) changes: with proof,
 * registrar, approver, bureau; for the holder of a formal number only name and ID number, and then
 * the nation checks (R40, R41, Q5). */
#pragma once

#include "server/registry/case_table.h"

extern const struct case_table case_key_data;
