/* What the last signature under a transfer or an enrolment does (FSM3, FSM6). */
#pragma once

#include "server/service/case_apply.h"

/* The child leaves the one roll and is on the other in the same instant, with its history, its
 * numbers and its attachments. It comes into the class applied for, if that is there and has room,
 * else it is placed later. The file as it is now stays with the case, for the school that it leaves
 * (R12). */
enum err transfer_carry_out(struct ctx *ctx, struct case_file *file) MUST_CHECK;
