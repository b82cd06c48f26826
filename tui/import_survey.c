#include "tui/import_survey.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/arena.h"
#include "common/memory.h"
#include "sheet/words.h"
#include "tui/import_file.h"
#include "tui/import_pipe.h"
#include "tui/text.h"

enum { FAULTS_MOST = 20, STEP_BYTES = 1 << 20, STEP_ROWS = 500, PART_BYTES = 1 << 16 };
/* Of a hundred: what the first reading, of the bytes alone, takes. */
enum { BYTES_SHARE = 10 };

enum phase { PHASE_BYTES, PHASE_OPEN, PHASE_ROWS, PHASE_OVER };

struct import_survey {
	char *path;
	bool ignores_unknown, is_good;
	enum phase phase;
	FILE *file;
	struct stat facts;    /* of the file, as it was at first */
	int64_t bytes, lines; /* that were read */
	crypto_hash_sha256_state state;
	uint8_t sha256[IMPORT_SURVEY_HASH];
	struct sheet *sheet;
	struct columns columns;
	int64_t last_row;
	struct arena *arena, *scratch; /* scratch: of one step */
	const char *faults;
	size_t n_faults;
	const char *notice;
};

struct import_survey *import_survey_new(const char *path, bool ignores_unknown)
{
	struct import_survey *survey = memory_new(sizeof *survey);
	survey->path = memory_text(path);
	survey->ignores_unknown = ignores_unknown;
	survey->arena = arena_new(0);
	survey->scratch = arena_new(0);
	survey->faults = survey->notice = "";
	return survey;
}

static void close_file(struct import_survey *survey)
{
	if (survey->file != NULL)
		fclose(survey->file);
	survey->file = NULL;
}

void import_survey_free(struct import_survey *survey)
{
	if (survey == NULL)
		return;
	close_file(survey);
	sheet_close(survey->sheet);
	arena_free(survey->scratch);
	arena_free(survey->arena);
	free(survey->path);
	free(survey);
}

/* ---- faults */

/* Sentences come with a full stop from the reader, and without one from the headings. */
static void add_fault(struct import_survey *survey, const char *text)
{
	static const char *const stops[] = {".", "。"};
	size_t size = strlen(text);
	for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
		size_t stop = strlen(stops[i]);
		if (size >= stop && strcmp(text + size - stop, stops[i]) == 0)
			size -= stop;
	}
	survey->faults = arena_printf(survey->arena, "%s%s%.*s", survey->faults,
		survey->n_faults++ > 0 ? "\n" : "", (int)size, text);
}

static enum survey_step end(struct import_survey *survey)
{
	survey->is_good = survey->n_faults == 0;
	survey->phase = PHASE_OVER;
	close_file(survey);
	return survey->is_good ? SURVEY_GOOD : SURVEY_FAULTY;
}

static enum survey_step refuse(struct import_survey *survey, const char *why)
{
	add_fault(survey, why);
	return end(survey);
}

/* ---- bytes */

static bool open_file(struct import_survey *survey)
{
	survey->file = fopen(survey->path, "re");
	if (survey->file == NULL || fstat(fileno(survey->file), &survey->facts) != 0)
		return false;
	crypto_hash_sha256_init(&survey->state);
	return true;
}

static void hash_part(struct import_survey *survey, const char *part, size_t n)
{
	crypto_hash_sha256_update(&survey->state, (const uint8_t *)part, n);
	survey->bytes += (int64_t)n;
	for (const char *at = part; (at = memchr(at, '\n', n - (size_t)(at - part))) != NULL; at++)
		survey->lines++;
}

/* It would give its bytes once, and keep the second reader waiting. */
static bool is_pipe(const char *path)
{
	struct stat facts;
	return stat(path, &facts) == 0 && S_ISFIFO(facts.st_mode);
}

static enum survey_step read_bytes(struct import_survey *survey)
{
	char part[PART_BYTES], why[WHY_SIZE];
	size_t n = 0;
	if (survey->file == NULL && is_pipe(survey->path)) {
		why_set(why, _("%s is a pipe; save the sheet first, or send it on stdin (-)."),
			survey->path);
		return refuse(survey, why);
	}
	bool is_open = survey->file != NULL || open_file(survey);
	for (int64_t until = survey->bytes + STEP_BYTES; is_open && survey->bytes < until;) {
		n = fread(part, 1, sizeof part, survey->file);
		hash_part(survey, part, n);
		if (n == 0)
			break;
	}
	if (!is_open || ferror(survey->file)) {
		why_set(why, _("%s cannot be read: %s."), survey->path, words_of_error(errno));
		return refuse(survey, why);
	}
	if (n == 0) {
		crypto_hash_sha256_final(&survey->state, survey->sha256);
		survey->phase = PHASE_OPEN;
	}
	return SURVEY_ON;
}

/* ---- headings */

static enum survey_step open_sheet(struct import_survey *survey)
{
	char why[WHY_SIZE];
	const char *faults;
	survey->sheet = sheet_open_kept(survey->path, why);
	if (survey->sheet == NULL)
		return refuse(survey, why);
	survey->phase = PHASE_ROWS;
	if (import_file_headings(survey->sheet, survey->ignores_unknown, survey->arena,
		    &survey->columns, &faults))
		return SURVEY_ON;
	return refuse(survey, faults);
}

/* ---- rows */

static void check_stray(struct import_survey *survey, const struct sheet_row *row)
{
	const char *stray = survey->ignores_unknown
				    ? NULL
				    : columns_stray(&survey->columns, row, survey->scratch);
	if (stray != NULL)
		add_fault(survey,
			arena_printf(survey->scratch,
				_("row %lld has a text in column %s, which has no heading; mend "
				  "the row (in CSV a cell with a comma needs quotes)"),
				(long long)row->number, stray));
}

/* Few rows are so long that it takes putting them together to know. */
static void check_size(struct import_survey *survey, const struct sheet_row *row)
{
	size_t size = 0;
	for (size_t i = 0; i < row->n; i++)
		size += strlen(row->cells[i]);
	if (size < PIPE_ROW_BYTES / 2)
		return;
	const Xueji__V1__ImportRow *read = import_file_row(survey->scratch, &survey->columns, row);
	if (xueji__v1__import_row__get_packed_size(read) > PIPE_ROW_BYTES)
		add_fault(survey,
			arena_printf(survey->scratch, _("row %lld has more text than any row may."),
				(long long)row->number));
}

/* Its rows are set aside: here its hash and they are known to be of one file. */
static bool is_as_it_was(const struct import_survey *survey)
{
	const struct stat *was = &survey->facts;
	struct stat now;
	return stat(survey->path, &now) == 0 && now.st_ino == was->st_ino &&
	       now.st_dev == was->st_dev && now.st_size == was->st_size &&
	       now.st_mtim.tv_sec == was->st_mtim.tv_sec &&
	       now.st_mtim.tv_nsec == was->st_mtim.tv_nsec;
}

static enum survey_step end_rows(struct import_survey *survey)
{
	if (!is_as_it_was(survey))
		return refuse(survey, _("the sheet has changed meanwhile."));
	if (survey->last_row == 0 && survey->n_faults == 0)
		add_fault(survey, _("no row stands below its headings; nothing was sent"));
	survey->notice = arena_strdup(survey->arena, sheet_notice(survey->sheet));
	return end(survey);
}

static enum survey_step read_rows(struct import_survey *survey)
{
	char why[WHY_SIZE];
	struct sheet_row row;
	enum sheet_step step = SHEET_ROW;
	arena_reset(survey->scratch);
	for (int i = 0; i < STEP_ROWS && survey->n_faults < FAULTS_MOST; i++) {
		step = sheet_next(survey->sheet, &row, why);
		if (step != SHEET_ROW)
			break;
		survey->last_row = row.number;
		check_stray(survey, &row);
		check_size(survey, &row);
	}
	if (step == SHEET_BROKEN)
		return refuse(survey, why);
	if (survey->n_faults >= FAULTS_MOST)
		return refuse(survey, _("here it was left: there may be more"));
	return step == SHEET_END ? end_rows(survey) : SURVEY_ON;
}

/* ---- from outside */

enum survey_step import_survey_go_on(struct import_survey *survey)
{
	switch (survey->phase) {
	case PHASE_BYTES:
		return read_bytes(survey);
	case PHASE_OPEN:
		return open_sheet(survey);
	case PHASE_ROWS:
		return read_rows(survey);
	case PHASE_OVER:
		break;
	}
	return survey->is_good ? SURVEY_GOOD : SURVEY_FAULTY;
}

static int share(int64_t done, int64_t all, int of)
{
	return all <= 0 ? 0 : done >= all ? of : (int)(done * of / all);
}

/* What an XLSX says of its last row is not relied on; a CSV has at least as many lines as rows. */
int import_survey_percent(const struct import_survey *survey)
{
	int64_t said = survey->sheet != NULL ? sheet_said_rows(survey->sheet) : 0;
	if (survey->phase == PHASE_OVER)
		return 100;
	return share(survey->bytes, survey->facts.st_size, BYTES_SHARE) +
	       share(survey->last_row, said > 0 ? said : survey->lines, 99 - BYTES_SHARE);
}

const char *import_survey_faults(const struct import_survey *survey)
{
	return survey->faults;
}

const uint8_t *import_survey_sha256(const struct import_survey *survey)
{
	return survey->sha256;
}

const struct columns *import_survey_columns(const struct import_survey *survey)
{
	return &survey->columns;
}

int64_t import_survey_last_row(const struct import_survey *survey)
{
	return survey->last_row;
}

const char *import_survey_notice(const struct import_survey *survey)
{
	return survey->notice;
}

struct sheet *import_survey_sheet(struct import_survey *survey, char why[WHY_SIZE])
{
	return sheet_rewind(survey->sheet, why) ? survey->sheet : NULL;
}
