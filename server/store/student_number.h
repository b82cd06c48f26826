/* Formal numbers: how a child on the roll gets one (R71, R73). The number before stays his for ever
 * and finds him as it did (R77). Who may have one is judged elsewhere. */
#pragma once

#include "server/store/student_record.h"

/* G, of his resident ID number. ERR_EXISTS with NUMBER_TAKEN when another child has it, which
 * writes nothing. */
enum err student_give_g(
	struct ctx *ctx, struct student_record *record, const char *student_no) MUST_CHECK;
/* Any student number (R70) that is nobody else's, also one that he had before. */
enum err student_renumber(
	struct ctx *ctx, struct student_record *record, const char *student_no) MUST_CHECK;
/* J, whose serial is drawn until one is free. */
enum err student_give_j(
	struct ctx *ctx, struct student_record *record, char out[STUDENT_NO_SIZE]) MUST_CHECK;
