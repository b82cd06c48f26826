/* FSM3: a child goes to another school of the same stage (R8, R23–R25). The receiving school
 * starts; its approver signs, its bureau confirms (and, where the province wants it, city and
 * province); then the sending school and its bureau answer. With the last signature the record is
 * at the new school, in one instant; the paper file follows within a month. Between two schools of
 * one bureau that bureau confirms once, at the end.
 *
 * Across provinces each side has a case of its own, on its own node, and a move on one is told to
 * the other by message (server/node). The node of the province that the child leaves checks the
 * application (2001, 2002, 2003), its people answer, and it lets go of the child only once the new
 * school fetches the file; the new side begins only with that file in its hands.
 *
 * What the sending side may say no for is a closed list (Q16). Lateness is reported and never
 * decides anything; what is not finished after half a year is purged (R37). Who has an open problem
 * record that its kind lets block a transfer is stopped when it is submitted (2003, Q10). */
#pragma once

#include "server/registry/case_table.h"

extern const struct case_table case_transfer;
