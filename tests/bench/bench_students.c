/* Children's records at scale: loading them, and finding them again.
 *
 *	bench_students DIRECTORY [STUDENTS [QUERIES]]
 *
 * DIRECTORY is made by `xuejid demo` when it is not there, and stays. Times are of the store's own
 * functions, on one connection: warm, and after the file was dropped from the page cache before
 * every tenth query. What should not grow with the province has a limit beside it that was measured
 * in the same run: trust the ratios rather than the times, which depend on what else the machine
 * does. */
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "common/date.h"
#include "common/text.h"
#include "server/store/db.h"
#include "server/store/ids.h"
#include "server/store/number_store.h"
#include "server/store/policy_cache.h"
#include "server/store/seal.h"
#include "server/store/stat_cache.h"
#include "server/store/student_record.h"
#include "server/store/student_search.h"
#include "server/store/unit_tree.h"

enum { SAMPLES = 2000, COLD = 200, DROP_EVERY = 10, PAGE = 51 };

/* A child that is looked for. */
struct sample {
	struct student_record record;
	const char *number;
};

struct bench {
	const char *directory, *file;
	struct store *store;
	struct app app;
	struct ctx ctx;
	struct arena *kept, *of_query;
	const struct unit_tree *units;
	const struct unit_node *province;
	sqlite3_stmt *bare, *bare_file;
	uint64_t random;
	size_t n_samples;
	struct sample samples[SAMPLES];
	size_t n_rows; /* that the last query gave */
};

static _Noreturn void stop(const char *what)
{
	fprintf(stderr, "bench_students: %s\n", what);
	exit(1);
}

static void must(enum err err, const char *what)
{
	if (err != OK)
		stop(what);
}

static uint64_t throw_number(struct bench *bench, uint64_t n)
{
	bench->random = bench->random * 6364136223846793005u + 1442695040888963407u;
	return (bench->random >> 24) % n;
}

static int64_t world_now(void *arg)
{
	(void)arg;
	return clock_now_us();
}

/* ---- loading ---- */

static double seconds_of(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static void load(const char *directory, const char *students)
{
	struct rusage used;
	struct stat made;
	int status;
	char file[4096];
	double n = strtod(students, NULL);
	int64_t start = clock_monotonic_us();
	pid_t child = fork();
	if (child == 0) {
		execl(XUEJID, XUEJID, "demo", directory, "--students", students, (char *)NULL);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &used) < 0 || status != 0)
		stop("xuejid demo failed");
	double took = (double)(clock_monotonic_us() - start) / 1e6;
	double cpu = seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
	snprintf(file, sizeof file, "%s/store.db", directory);
	if (stat(file, &made) != 0)
		stop("there is no store.db");
	printf("loaded     %.0f children in %.1f s: %.0f a second; %.1f us of processor each\n", n,
		took, n / took, cpu * 1e6 / n);
	printf("           %.0f bytes each, %ld MiB of memory at most\n", (double)made.st_size / n,
		used.ru_maxrss / 1024);
}

/* ---- opening ---- */

static void open_reader(struct bench *bench)
{
	db_close(bench->ctx.db);
	ctx_init(&bench->ctx, &bench->app, bench->of_query);
	bench->ctx.db = store_reader(bench->store);
	bench->ctx.units = bench->units;
	if (bench->ctx.db == NULL)
		stop("no connection");
}

static void open_all(struct bench *bench)
{
	char why[WHY_SIZE];
	bench->kept = arena_new(0);
	bench->of_query = arena_new(0);
	bench->file = arena_printf(bench->kept, "%s/store.db", bench->directory);
	bench->app.keys = keys_load(arena_printf(bench->kept, "%s/keys", bench->directory), why);
	if (bench->app.keys == NULL)
		stop(why);
	if (store_open_reader(bench->directory, &bench->store, why) != STORE_OK)
		stop(why);
	bench->app.units = unit_cache_new();
	bench->app.stats = stat_cache_new();
	open_reader(bench);
	int64_t start = clock_monotonic_us();
	must(unit_cache_load(bench->app.units, &bench->ctx), "no units");
	int64_t units_us = clock_monotonic_us() - start;
	start = clock_monotonic_us();
	must(stat_cache_load(bench->app.stats, &bench->ctx), "no totals");
	printf("start      units read in %.1f ms, totals in %.1f ms\n", (double)units_us / 1e3,
		(double)(clock_monotonic_us() - start) / 1e3);
	bench->units = unit_tree_pin(bench->app.units);
	open_reader(bench);
}

/* ---- samples ---- */

static const struct sql next_child = {"next_child",
	"SELECT id FROM student WHERE id >= $1 AND status BETWEEN 2 AND 5 ORDER BY id LIMIT 1"};
static const struct sql shards = {
	"shards", "SELECT shard, next FROM id_sequence WHERE shard > 0 ORDER BY shard"};

static void take_sample(struct bench *bench, int64_t from)
{
	struct sample *sample = &bench->samples[bench->n_samples];
	struct ctx *ctx = &bench->ctx;
	int64_t id;
	must(db_number(ctx, &next_child, ARGS(arg_int(from)), 0, &id), "no child");
	if (id == 0)
		return;
	must(student_read(ctx, id, &sample->record), "a child cannot be read");
	must(number_current(ctx, id, &sample->number), "a child has no number");
	if (*sample->number != '\0' && *sample->record.items->id_number != '\0')
		bench->n_samples++;
}

static void take_samples(struct bench *bench)
{
	enum { MOST = 200 };
	int64_t shard[MOST], up_to[MOST], total = 0;
	size_t n = 0;
	bench->ctx.arena = bench->kept;
	struct cursor *c = db_open(&bench->ctx, &shards, NO_ARGS);
	for (; n < MOST && cursor_next(c); n++) {
		shard[n] = cursor_int(c, 0);
		up_to[n] = total += cursor_int(c, 1);
	}
	must(cursor_close(c), "no shards");
	for (int i = 0; n > 0 && i < 4 * SAMPLES && bench->n_samples < SAMPLES; i++) {
		int64_t thrown = (int64_t)throw_number(bench, (uint64_t)total);
		size_t k = 0;
		while (up_to[k] <= thrown)
			k++;
		int64_t first = k > 0 ? up_to[k - 1] : 0;
		take_sample(bench, ids_make(1, shard[k], 1 + thrown - first));
	}
	if (bench->n_samples == 0)
		stop("there are no children");
	bench->province = unit_tree_ancestor(
		bench->units, bench->samples[0].record.row.school, TIER_PROVINCE);
	bench->ctx.arena = bench->of_query;
}

/* ---- what is asked ---- */

static const char *first_characters(struct bench *bench, const char *name, int n)
{
	const char *end = name;
	while (n-- > 0 && *end != '\0')
		text_next(&end);
	return arena_strndup(bench->of_query, name, (size_t)(end - name));
}

static const char *last_two(struct bench *bench, const char *name)
{
	size_t length = text_length(name);
	const char *at = name;
	for (size_t i = 2; i < length; i++)
		text_next(&at);
	return arena_strdup(bench->of_query, at);
}

/* Reads every column, as whoever asked would. */
static void step(struct bench *bench, sqlite3_stmt *bare, const struct sample *sample)
{
	sqlite3_bind_int64(bare, 1, sample->record.row.id);
	if (sqlite3_step(bare) != SQLITE_ROW)
		stop("the bare statement finds nothing");
	for (int i = 0, n = sqlite3_column_count(bare); i < n; i++)
		if (sqlite3_column_type(bare, i) == SQLITE_INTEGER)
			bench->n_rows += (size_t)sqlite3_column_int64(bare, i);
		else
			bench->n_rows += sqlite3_column_blob(bare, i) != NULL;
	bench->n_rows = 1;
	sqlite3_reset(bare);
}

static void bare_step(struct bench *bench, const struct sample *sample)
{
	step(bench, bench->bare, sample);
}

/* What opening a file must read: the row and the sealed items. */
static void bare_file(struct bench *bench, const struct sample *sample)
{
	step(bench, bench->bare_file, sample);
}

static void get_row(struct bench *bench, const struct sample *sample)
{
	struct student_row row;
	must(student_get(&bench->ctx, sample->record.row.id, &row), "student_get");
	bench->n_rows = 1;
}

static void read_file(struct bench *bench, const struct sample *sample)
{
	struct student_record record;
	must(student_read(&bench->ctx, sample->record.row.id, &record), "student_read");
	bench->n_rows = 1;
}

static void find_number(struct bench *bench, const char *text)
{
	struct student_row *rows;
	must(student_search_number(&bench->ctx, text, bench->province, &rows, &bench->n_rows),
		"student_search_number");
}

static void by_number(struct bench *bench, const struct sample *sample)
{
	find_number(bench, sample->number);
}

static void by_identity(struct bench *bench, const struct sample *sample)
{
	find_number(bench, sample->record.items->id_number);
}

static void class_page(struct bench *bench, const struct sample *sample)
{
	const struct student_row *row = &sample->record.row;
	struct student_row *rows;
	struct roster_page page = {.school = row->school,
		.grade = row->grade,
		.class_no = row->class_no,
		.limit = PAGE};
	must(student_roster(&bench->ctx, &page, &rows, &bench->n_rows), "student_roster");
}

static void school_page(struct bench *bench, const struct sample *sample)
{
	const struct student_row *row = &sample->record.row;
	struct student_row *rows;
	struct roster_page page = {
		.school = row->school, .class_no = -1, .after_grade = row->grade, .limit = PAGE};
	must(student_roster(&bench->ctx, &page, &rows, &bench->n_rows), "student_roster");
}

static void search(struct bench *bench, enum student_search_by by, const char *text,
	const char *birth, const struct unit_node *top)
{
	struct student_row *rows;
	const struct student_search wanted = {
		.by = by, .text = text, .birth = birth, .top = top, .limit = PAGE};
	must(student_search(&bench->ctx, &wanted, &rows, &bench->n_rows), "student_search");
}

static const struct unit_node *county_of(struct bench *bench, const struct sample *sample)
{
	return unit_tree_get(bench->units, sample->record.row.county);
}

static const struct unit_node *school_of(struct bench *bench, const struct sample *sample)
{
	return unit_tree_get(bench->units, sample->record.row.school);
}

/* One search a line: its name, how, the text, the birth date, the scope. */
#define SEARCHES(X)                                                                            \
	X(name_in_county, SEARCH_NAME, row->name, "", county_of(bench, sample))                \
	X(name_in_province, SEARCH_NAME, row->name, "", bench->province)                       \
	X(name_and_birth, SEARCH_NAME, row->name, row->birth, bench->province)                 \
	X(prefix_in_county, SEARCH_PREFIX, first_characters(bench, row->name, 2), "",          \
		county_of(bench, sample))                                                      \
	X(prefix_in_province, SEARCH_PREFIX, first_characters(bench, row->name, 2), "",        \
		bench->province)                                                               \
	X(surname_and_birth, SEARCH_PREFIX, first_characters(bench, row->name, 1), row->birth, \
		bench->province)                                                               \
	X(prefix_in_school, SEARCH_PREFIX, first_characters(bench, row->name, 1), "",          \
		school_of(bench, sample))                                                      \
	X(initials_in_county, SEARCH_INITIALS, row->initials, "", county_of(bench, sample))    \
	X(initials_in_province, SEARCH_INITIALS, row->initials, "", bench->province)           \
	X(initials_and_birth, SEARCH_INITIALS, first_characters(bench, row->initials, 1),      \
		row->birth, bench->province)                                                   \
	X(within_in_county, SEARCH_WITHIN, last_two(bench, row->name), "",                     \
		county_of(bench, sample))                                                      \
	X(within_in_province, SEARCH_WITHIN, last_two(bench, row->name), "", bench->province)  \
	X(within_in_school, SEARCH_WITHIN, last_two(bench, row->name), "",                     \
		school_of(bench, sample))                                                      \
	X(within_and_birth, SEARCH_WITHIN, last_two(bench, row->name), row->birth,             \
		bench->province)                                                               \
	X(guardian_in_county, SEARCH_GUARDIAN, sample->record.items->family_1_name, "",        \
		county_of(bench, sample))

#define SEARCH_FUNCTION(name, by, text, birth, top)                        \
	static void name(struct bench *bench, const struct sample *sample) \
	{                                                                  \
		const struct student_row *row = &sample->record.row;       \
		(void)row;                                                 \
		search(bench, by, text, birth, top);                       \
	}
SEARCHES(SEARCH_FUNCTION)

static void summarize(struct bench *bench, const struct sample *sample)
{
	struct stat_totals totals;
	(void)sample;
	bench->n_rows = stat_cache_totals(bench->app.stats, bench->province->id, &totals);
}

static const struct question {
	const char *name;
	void (*ask)(struct bench *bench, const struct sample *sample);
} questions[] = {
	{"bare step: row", bare_step},
	{"row by id", get_row},
	{"bare step: row, items", bare_file},
	{"file by id, opened", read_file},
	{"by student number", by_number},
	{"by ID number", by_identity},
	{"class page", class_page},
	{"school page", school_page},
#define SEARCH_ROW(name, by, text, birth, top) {#name, name},
	SEARCHES(SEARCH_ROW){"totals of the province", summarize},
};
enum { N_QUESTIONS = sizeof questions / sizeof *questions };

/* ---- measuring ---- */

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

struct times {
	double p50, p99, rows; /* us */
};

static void ask(struct bench *bench, const struct question *question)
{
	arena_reset(bench->of_query);
	question->ask(bench, &bench->samples[throw_number(bench, bench->n_samples)]);
}

/* In a snapshot of its own, as every call. */
static double ask_once(struct bench *bench, const struct question *question)
{
	int64_t start = clock_monotonic_us();
	must(db_begin_read(&bench->ctx), "no snapshot");
	ask(bench, question);
	db_rollback(&bench->ctx);
	return (double)(clock_monotonic_us() - start);
}

static void drop_file(struct bench *bench)
{
	int file = open(bench->file, O_RDONLY | O_CLOEXEC);
	if (file < 0 || posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) != 0)
		stop("the page cache cannot be dropped");
	close(file);
	open_reader(bench); /* its own pages go too */
}

static struct times measure(
	struct bench *bench, const struct question *question, size_t n, bool is_cold)
{
	double *took = calloc(n, sizeof *took), rows = 0;
	for (size_t i = 0; i < n; i++) {
		if (is_cold && i % DROP_EVERY == 0)
			drop_file(bench);
		took[i] = ask_once(bench, question);
		rows += (double)bench->n_rows;
	}
	qsort(took, n, sizeof *took, by_value);
	struct times times = {took[n / 2], took[n * 99 / 100], rows / (double)n};
	free(took);
	return times;
}

static double processor_us(void)
{
	struct timespec used;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
	return (double)used.tv_sec * 1e6 + (double)used.tv_nsec / 1e3;
}

/* How many a second of processor answers, in one snapshot: whatever else the machine does. */
static double rate_of(struct bench *bench, const struct question *question, size_t n)
{
	double start = processor_us();
	must(db_begin_read(&bench->ctx), "no snapshot");
	for (size_t i = 0; i < n; i++)
		ask(bench, question);
	db_rollback(&bench->ctx);
	return (double)n * 1e6 / (processor_us() - start);
}

static void report(struct bench *bench, size_t n)
{
	printf("\n%-24s %8s | %9s %9s | %9s %9s | %6s   us\n", "question", "a cpu s", "warm p50",
		"p99", "cold p50", "p99", "rows");
	double rates[4] = {0};
	for (size_t i = 0; i < N_QUESTIONS; i++) {
		measure(bench, &questions[i], n / 4, false); /* warms up */
		struct times warm = measure(bench, &questions[i], n, false), cold = {0};
		double rate = rate_of(bench, &questions[i], i < 4 ? 20 * n : n);
		if (questions[i].ask != bare_step && questions[i].ask != bare_file &&
			questions[i].ask != summarize)
			cold = measure(bench, &questions[i], COLD, true);
		printf("%-24s %8.0f | %9.0f %9.0f | %9.0f %9.0f | %6.1f\n", questions[i].name, rate,
			warm.p50, warm.p99, cold.p50, cold.p99, warm.rows);
		fflush(stdout);
		if (i < 4)
			rates[i] = rate;
	}
	printf("\nrow by id / bare step %.2f (limit 0.8); file opened / bare step of what it reads "
	       "%.2f (limit 0.55)\n",
		rates[1] / rates[0], rates[3] / rates[2]);
}

static sqlite3_stmt *prepare(sqlite3 *bare, const char *text)
{
	sqlite3_stmt *statement;
	if (sqlite3_prepare_v2(bare, text, -1, &statement, NULL) != SQLITE_OK)
		stop("the bare statement is wrong");
	return statement;
}

int main(int argc, char **argv)
{
	static struct bench bench = {.random = 1, .app.world.now_us = world_now};
	sqlite3 *bare;
	struct stat st;
	size_t n = argc > 3 ? strtoul(argv[3], NULL, 10) : 2000;
	if (argc < 2 || n < 100)
		return 2;
	bench.directory = argv[1];
	if (stat(bench.directory, &st) != 0)
		load(bench.directory, argc > 2 ? argv[2] : "1000000");
	open_all(&bench);
	take_samples(&bench);
	if (sqlite3_open_v2(bench.file, &bare, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
		stop("the bare connection cannot be opened");
	sqlite3_exec(bare, "PRAGMA cache_size = -65536", NULL, NULL, NULL); /* as readers have */
	bench.bare = prepare(bare, "SELECT s.* FROM student s WHERE s.id = ?1");
	bench.bare_file = prepare(bare, "SELECT s.*, p.sealed FROM student s JOIN profile p"
					" ON p.student_id = s.id WHERE s.id = ?1");
	sqlite3_exec(bare, "BEGIN", NULL, NULL, NULL);
	report(&bench, n);
	return 0;
}
