/* Whatever is dropped, doubled, reordered, replayed, cut or forged on the way between two
 * provinces, and whatever their people do meanwhile: a child has one home, or is on its way to one.
 * XUEJI_ROUNDS=5000 does it for longer, XUEJI_SEED=7 otherwise. */
#include <stdlib.h>
#include <string.h>

#include "domain/roll.h"
#include "domain/stages.h"
#include "server/store/number_store.h"
#include "tests/office/provinces.h"

enum { CHILDREN = 10, ROUNDS = 260, CASES = 4000, OLD = 64, LETTERS = 24, LOOK_EVERY = 40 };
enum { LATEST = 5, OLDER = 40 };

static struct mover children[CHILDREN];
static struct {
	struct province *at; /* the side that asked */
	const Xueji__V1__Case *one;
} cases[CASES];
static size_t n_cases;
static struct letter old[OLD]; /* that were carried once */
static size_t n_old;
static uint64_t state;

static uint32_t below(uint32_t n)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(state >> 33) % n;
}

static long wanted(const char *name, long usual)
{
	const char *text = getenv(name);
	return text != NULL ? strtol(text, NULL, 10) : usual;
}

static void set_up(void)
{
	provinces_open();
	stages_open();
	state = (uint64_t)wanted("XUEJI_SEED", 12345);
	n_cases = n_old = 0;
	for (int i = 0; i < CHILDREN; i++)
		children[i] = child_of(i % 2 == 0 ? &south : &north, "陈小明");
}

static void tear_down(void)
{
	while (n_old > 0)
		free(old[--n_old].bytes);
	provinces_close();
}

static struct province *anywhere(void)
{
	return below(2) == 0 ? &south : &north;
}

static const char open_stays[] =
	"SELECT count(*) FROM enrolment WHERE to_day IS NULL AND student_id = %lld";

static const char at_home[] =
	"SELECT count(*) FROM student WHERE status IN (2, 3, 4, 5, 8) AND id = %lld";

static int64_t of_child(struct province *p, const char *format, int64_t child)
{
	return count_in(p, arena_printf(p->house->arena, format, (long long)child));
}

static struct student_record record_in(struct province *p, int64_t child)
{
	struct student_record record;
	ck_assert_int_eq(student_read(house_write(p->house), child, &record), OK);
	house_rollback(p->house);
	return record;
}

static struct province *home_of(int64_t child)
{
	return of_child(&south, at_home, child) == 1 ? &south : &north;
}

/* ---- people ---- */

/* Before a case could begin, or in the middle of one, which it then stops. */
static void somebody_graduates(void)
{
	const struct mover *child = &children[below(CHILDREN)];
	struct province *p = home_of(child->id);
	if (of_child(p, open_stays, child->id) == 1 &&
		record_in(p, child->id).row.stage != STAGE_SENIOR)
		graduates_in(p, child);
}

/* As what it is by now; sometimes as what it is not, or where it is already. */
static void apply_for_anyone(void)
{
	const struct mover *child = &children[below(CHILDREN)];
	struct province *from = home_of(child->id), *to = below(6) == 0 ? from : from->other;
	bool is_known = of_child(from, at_home, child->id) == 1; /* else it is on its way */
	struct student_row row =
		is_known ? record_in(from, child->id).row
			 : (struct student_row){.status = ROLL_ENROLLED, .grade = 1};
	bool is_graduate = (row.status == ROLL_GRADUATED) != (below(20) == 0);
	int grade = !is_graduate ? row.grade : row.stage == STAGE_PRIMARY ? 7 : 10;
	struct answer a = apply_abroad_as(to, child,
		is_graduate ? XUEJI__V1__CASE_TYPE__CASE_TYPE_ENROLMENT
			    : XUEJI__V1__CASE_TYPE__CASE_TYPE_TRANSFER,
		grade);
	ck_assert_int_eq(a.err, OK); /* nobody here knows whether the child is there */
	if (n_cases == CASES)
		return;
	cases[n_cases].at = to;
	cases[n_cases++].one = ((const Xueji__V1__GetCaseResponse *)a.reply)->summary;
}

static void do_anything(struct province *p, const Xueji__V1__Case *one)
{
	static const Xueji__V1__CaseEvent events[] = {
		APPROVE, SUBMIT, REFUSE, WITHDRAW, PULL, HAND_OVER, RECEIVE};
	struct person *who = p->people[below(3)];
	Xueji__V1__CaseEvent event = events[below(sizeof events / sizeof *events)];
	struct moving here = {.house = p->house};
	if (event == REFUSE)
		refuse_for(&here, who, one, (Xueji__V1__RefusalGround)below(4));
	else
		case_try(p->house, who, event, one, "");
}

/* On one of the latest cases, of either half: mostly what brings it on. One that is left lying
 * would bar its child from all others. */
static void somebody_moves(void)
{
	if (n_cases == 0)
		return;
	size_t most = below(3) == 0 ? OLDER : LATEST;
	size_t window = n_cases < most ? n_cases : most;
	size_t which = n_cases - 1 - below((uint32_t)window);
	struct province *p = cases[which].at;
	const Xueji__V1__Case *one = case_now(p, cases[which].one);
	if (below(2) == 0) {
		one = half_of(p->other, one);
		p = p->other;
	}
	if (one == NULL)
		return;
	if (below(20) == 0)
		do_anything(p, one);
	else
		moved_on(p, one);
}

/* ---- the carrier ---- */

static void keep(struct letter letter)
{
	size_t at = n_old < OLD ? n_old++ : below(OLD);
	if (at < n_old - 1 || n_old == OLD)
		free(old[at].bytes);
	old[at] = letter;
}

/* Some bytes are changed, or it is cut: it is not believed. */
static void forge(struct province *to, const struct letter *letter)
{
	uint8_t *bytes = malloc(letter->size);
	size_t size = below(3) == 0 ? below((uint32_t)letter->size) : letter->size;
	memcpy(bytes, letter->bytes, letter->size);
	if (size == letter->size)
		bytes[below((uint32_t)size)] ^= (uint8_t)(1 + below(255));
	ck_assert_int_ne(letter_arrives(to, bytes, size), REASON_COUNT);
	free(bytes);
}

static void carry_badly(struct province *from)
{
	struct letter letters[LETTERS];
	size_t n = letters_of(from, letters, LETTERS);
	for (size_t i = n; i > 1; i--) {
		size_t with = below((uint32_t)i);
		struct letter kept = letters[i - 1];
		letters[i - 1] = letters[with];
		letters[with] = kept;
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t fate = below(10);
		if (fate == 0)
			forge(from->other, &letters[i]);
		if (fate == 1) /* back to where it came from */
			ck_assert_int_ne(letter_arrives(from, letters[i].bytes, letters[i].size),
				REASON_COUNT);
		for (uint32_t times = fate < 3 ? 0 : 1 + (fate == 9); times > 0; times--)
			letter_arrives(from->other, letters[i].bytes, letters[i].size);
	}
	for (size_t i = 0; i < n; i++)
		if (below(4) == 0)
			keep(letters[i]);
		else
			free(letters[i].bytes);
	if (below(2) == 0)
		takes_in(from->other);
}

static void replay(void)
{
	if (n_old == 0)
		return;
	const struct letter *letter = &old[below((uint32_t)n_old)];
	struct province *to = anywhere();
	letter_arrives(to, letter->bytes, letter->size);
	takes_in(to);
}

/* ---- and this holds ---- */

static int64_t homes(int64_t child)
{
	return of_child(&south, at_home, child) + of_child(&north, at_home, child);
}

/* On its way: one side has sent its file, and waits for the receipt (state 21). */
static int64_t on_its_way(int64_t child)
{
	static const char sent[] =
		"SELECT count(*) FROM kase WHERE state = 21 AND student_id = %lld";
	return of_child(&south, sent, child) + of_child(&north, sent, child);
}

static void look(void)
{
	for (int i = 0; i < CHILDREN; i++) {
		int64_t n = homes(children[i].id);
		ck_assert_msg(n == 1 || (n == 0 && on_its_way(children[i].id) == 1),
			"child %d: %lld homes", i, (long long)n);
	}
}

/* A stay for each arrival, besides the first. */
static void history_is_whole(int64_t child)
{
	static const char stays[] = "SELECT count(*) FROM enrolment WHERE student_id = %lld";
	static const char arrivals[] =
		"SELECT count(*) FROM kase k JOIN case_step s ON s.case_id = k.id "
		"WHERE s.from_state = 20 AND s.to_state IN (13, 15) AND k.student_id = %lld";
	ck_assert_int_eq(of_child(&south, stays, child) + of_child(&north, stays, child),
		1 + of_child(&south, arrivals, child) + of_child(&north, arrivals, child));
}

static void numbers_resolve(const struct mover *child)
{
	struct province *home = home_of(child->id);
	int64_t found = 0;
	size_t n = 0;
	ck_assert_int_eq(
		number_find(house_write(home->house), child->student_no, &found, 1, &n), OK);
	house_rollback(home->house);
	ck_assert_int_eq(found, child->id);
}

/* What one half has come to, the other has. */
static void halves_agree(void)
{
	for (size_t i = 0; i < n_cases; i++) {
		const Xueji__V1__Case *one = case_now(cases[i].at, cases[i].one);
		const Xueji__V1__Case *half = half_of(cases[i].at->other, one);
		if (half != NULL && one->state != STATE(PULLING))
			ck_assert_int_eq(one->state, half->state);
		else if (half != NULL)
			ck_assert_int_eq(half->state, STATE(FILE_SENT));
	}
}

static void one_open_case(void)
{
	static const char two[] =
		"SELECT count(*) FROM (SELECT student_id FROM kase WHERE "
		"is_open = 1 AND type <> 5 AND student_id > 0 GROUP BY student_id HAVING "
		"count(*) > 1)";
	ck_assert_int_eq(count_in(&south, two), 0);
	ck_assert_int_eq(count_in(&north, two), 0);
}

START_TEST(each_child_has_one_home_whatever_the_carrier_does)
{
	static const char arrived[] = "SELECT count(*) FROM case_step WHERE from_state = 20";
	long rounds = wanted("XUEJI_ROUNDS", ROUNDS);
	for (long i = 0; i < rounds; i++) {
		uint32_t what = below(100);
		if (what < 2 || n_cases < 4)
			apply_for_anyone();
		else if (what == 2 && below(4) == 0)
			somebody_graduates();
		else if (what < 70)
			somebody_moves();
		else if (what < 97)
			carry_badly(anywhere());
		else
			replay();
		if (i % LOOK_EVERY == LOOK_EVERY - 1)
			look();
	}
	carry_all();
	look();
	halves_agree();
	one_open_case();
	for (int i = 0; i < CHILDREN; i++) {
		ck_assert_int_eq(homes(children[i].id), 1);
		history_is_whole(children[i].id);
		numbers_resolve(&children[i]);
	}
	both_are_clean();
	ck_assert_int_gt(count_in(&south, "SELECT count(*) FROM parcel WHERE state = 4"), 10);
	ck_assert_int_gt(count_in(&south, arrived) + count_in(&north, arrived), rounds / 160);
}
END_TEST

SUITE_WITH(
	"crossing_property", set_up, tear_down, each_child_has_one_home_whatever_the_carrier_does)
