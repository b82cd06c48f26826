/* The rules that look at one child: what is wrong with its record now, and whether what was found
 * still is (R50). Pure reading; what a finding becomes is problem_found.h. */
#pragma once

#include "server/registry/problem_table.h"
#include "server/store/problem_store.h"
#include "server/store/student_record.h"

/* Is what this problem says still true of the child? */
enum err problem_still_fits(struct ctx *ctx, const struct problem_row *problem,
	const struct student_record *child, bool *out) MUST_CHECK;

/* Can a school find this of the child? Who has no record is being registered; who has one and is
 * not here, or is elsewhere, is enrolled. */
bool problem_report_fits(enum problem_kind kind, const struct student_record *child);

/* An open problem of the child that keeps a case of this type from being begun; 0: none. A cure is
 * never blocked, by whatever else is open (Q10). */
enum err problem_that_blocks(
	struct ctx *ctx, int64_t student, enum case_type type, enum problem_kind *out) MUST_CHECK;

/* What is wrong with a number as such (ID_FORMAT): a cause's word; NULL when nothing is. */
const char *problem_id_fault(struct ctx *ctx, const struct student_record *child);

/* There is no ID number, and no J in its place (NO_ID). */
bool problem_lacks_id(const struct student_record *child);

/* Are mandatory items empty (MISSING_ITEM)? */
bool problem_lacks_items(struct ctx *ctx, const struct student_record *child);

/* Is something wrong with the record by itself, whatever others there are: one of the three above?
 */
bool problem_is_in_record(struct ctx *ctx, const struct student_record *child);

/* What the police said last of the child as it is now, for a sentence; "": nothing. */
enum err problem_police_text(
	struct ctx *ctx, const struct student_record *child, const char **out) MUST_CHECK;

/* The keyed hash of what a comparison with the police asks about (list_store.h). */
void problem_police_facts(
	struct ctx *ctx, const struct student_record *child, uint8_t out[BLIND_SIZE]);

/* Live records, the child's own among them, that claim the ID number; that have no ID number and
 * are the same in name, sex and birth date. At most PROBLEM_GROUP_MOST. */
struct record_ids {
	int64_t ids[PROBLEM_GROUP_MOST];
	size_t n;
};
enum err problem_same_number(
	struct ctx *ctx, const struct student_record *child, struct record_ids *out) MUST_CHECK;
enum err problem_same_person(
	struct ctx *ctx, const struct student_record *child, struct record_ids *out) MUST_CHECK;
