/* FSM1: how a record is established. Registrar enters, approver signs, bureau confirms; a child
 * without any document goes up the tiers (R17), one who does not begin a stage waits for the wider
 * check (R16). */
#pragma once

#include "server/registry/case_table.h"

extern const struct case_table case_registration;
