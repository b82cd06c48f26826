/* A child's record goes to another province, or comes from one. Its id, its home shard and its
 * numbers are kept verbatim (server/store/ids.h); what it was there stays as history. */
#pragma once

#include "server/store/number_store.h"
#include "server/store/student_record.h"

/* Off the roll from today on, if it was on one; graduates are not. The record stays, to be seen,
 * and keeps the slot of its identity: who asks for it is told where it went (R12, Q4). */
enum err student_leave(struct ctx *ctx, struct student_record *record) MUST_CHECK;

struct student_arrival {
	int years, year_in_stage;         /* of the new school's programme */
	const struct number_row *numbers; /* one of them in force */
	size_t n_numbers;
};
/* On the roll of record->row.school from today on. Of the row, id, shard, status, school, stage,
 * grade, class_no, initials and is_provisional are read; name, sex and birth date are taken from
 * the items. Where its number in force is another child's here, it gets a temporary one (Q4, R77).
 * STUDENT_IS_HERE when the record never left this province, or is back already. */
enum err student_arrive(struct ctx *ctx, struct student_record *record,
	const struct student_arrival *arrival) MUST_CHECK;
