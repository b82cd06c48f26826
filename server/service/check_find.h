/* What checks read of the store and how they judge it: all records of a unit, or one child's. They
 * only read; what is found becomes problem records in check_tell.h.
 *
 * Each function uses up the arena of its ctx and reads in transactions of a few milliseconds, so
 * that the log of the store can be cut at any time; ctx->db is a reading connection outside a
 * transaction; ctx->units are pinned anew each time. A record that changes meanwhile is compared
 * when it does. One that does not open is left out. */
#pragma once

#include "server/finder/finder.h"
#include "server/store/check_store.h"
#include "xueji/v1/students.pb-c.h"

/* A pair, or with other 0 a child that shares something outright or whose own record is faulty. */
struct check_found {
	int64_t student, other;
	enum cause cause;
	int permille;
};
typedef void check_take(void *arg, const struct check_found *found);
/* False ends it; called some times a second. `done` of 1,000 are done, as far as one can tell. */
typedef bool check_goes_on(void *arg, int done);

struct check_reading {
	struct ctx *ctx;
	struct check_run *run; /* records and left_out are counted in it */
	check_take *take;
	check_goes_on *goes_on;
	void *arg;
};
/* Gives a child of the run's unit of each set that agrees outright, within the unit or with others.
 * Reads two indexes of the store once. False in *whole_out when it was told to end. */
enum err check_find_exact(const struct check_reading *reading, bool *whole_out) MUST_CHECK;
/* Reads everybody of the unit: gives a child whose own record is faulty (CHECK_RECORD), and puts
 * all into a crowd to be compared (CHECK_NEAR). */
enum err check_gather(
	const struct check_reading *reading, struct crowd *crowd, bool *whole_out) MUST_CHECK;
/* Compares them. */
bool check_find_near(const struct check_reading *reading, struct crowd *crowd);

/* What the finder sees of a record; texts are borrowed. */
struct person check_person(const struct keys *keys, int64_t id, const char *name, int sex,
	int32_t born, int64_t school, const Xueji__V1__StudentItems *items);

/* Compares one child with those of all counties who were born on the same day and have a guardian
 * of the same name, or a name that a slip makes of this one; and with those of the same name whose
 * birth date a slip makes of this one. Each is a range of an index that few stand in: some hundred
 * look-ups and a few records, whatever the size of the province. Names and guardians are taken to
 * be as frequent as they are in the middle. */
struct letter_table;
enum err finder_check_child(struct ctx *ctx, struct letter_table *letters, int64_t student,
	check_take *take, void *arg) MUST_CHECK;
