/* FSM6, step 4: a graduate is enrolled in the next stage by a school that applies for it (R12, R23,
 * R35, R36), in the same province or from another one. The new school starts and its approver signs
 * (R58); its bureau confirms, and then the bureau of the school that the child has left, unless it
 * is the same one. That school has nothing to decide: the child is no longer on its roll. From
 * there on all is as in a transfer: across provinces the new school fetches the file, and the paper
 * file follows (R24).
 *
 * A child whom another school has enrolled, or applies for, is not enrolled twice (FSM6, step 5).
 */
#pragma once

#include "server/registry/case_table.h"

extern const struct case_table case_enrolment;
