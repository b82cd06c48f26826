/* A sheet looked through from its first byte to its last before any of it is sent: what only its
 * reader can see, a file that is cut off, another encoding in the middle, a quote that is never
 * closed, headings that are not known, a row that has slipped, is told at once and all together,
 * and nothing of such a sheet ever gets to the server. What each row says is the server's to judge.
 *
 * It goes in small steps, so that a screen can answer keys and show how far it is; memory does not
 * grow with the file. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "sheet/columns.h"
#include "sheet/sheet.h"

enum { IMPORT_SURVEY_HASH = 32 /* bytes */ };

struct import_survey;
/* `ignores_unknown`: columns whose heading says nothing, or is missing, are passed over. */
struct import_survey *import_survey_new(const char *path, bool ignores_unknown);
void import_survey_free(struct import_survey *survey); /* NULL is fine */

enum survey_step { SURVEY_ON, SURVEY_GOOD, SURVEY_FAULTY };
/* A few milliseconds of it, but for the step in which the texts of an XLSX are set aside; once it
 * is GOOD or FAULTY it stays so. */
enum survey_step import_survey_go_on(struct import_survey *survey);
/* How far it is, 0 to 100. */
int import_survey_percent(const struct import_survey *survey);

/* Of a faulty one: a sentence for each fault, with line breaks between and no full stop. */
const char *import_survey_faults(const struct import_survey *survey);

/* Of a good one. By the hash an import that broke off is found again. */
const uint8_t *import_survey_sha256(const struct import_survey *survey);
const struct columns *import_survey_columns(const struct import_survey *survey);
int64_t import_survey_last_row(const struct import_survey *survey);
/* What should be known of how it was read; "": nothing. */
const char *import_survey_notice(const struct import_survey *survey);
/* The sheet as it was looked through, from its first row on, whatever has become of the file since;
 * the rows up to the headings' (columns.row) come first. It is the survey's. NULL and a sentence
 * when it cannot be read again. */
struct sheet *import_survey_sheet(struct import_survey *survey, char why[WHY_SIZE]) MUST_CHECK;
