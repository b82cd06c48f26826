/* What the files of `xueji import` share. */
#pragma once

#include <xueji/v1/imports.pb-c.h>

#include "sheet/columns.h"
#include "sheet/sheet.h"
#include "tui/commands/call.h"
#include "tui/import_survey.h"

struct import_run {
	struct invocation *invocation;
	Xueji__V1__StartImportRequest *request; /* unit and how; the rest is filled in */
	const char *name;                       /* of the file, as it was given; "-": stdin */
	const char *path;
	struct import_survey *survey;
	const struct columns *columns; /* the survey's */
	struct sheet *sheet;
	const Xueji__V1__Import *import; /* as it was last told; of the invocation's arena */
	struct client_reply last;        /* holds it */
	struct arena *scratch;           /* of the rows of one call */
	bool has_told;                   /* a verdict was printed */
	bool has_rejects_out;            /* stdout is for the sheet of refused rows */
};

/* The import as a reply tells it, until the next one. Takes the reply over. */
void import_keep(
	struct import_run *run, struct client_reply *reply, const Xueji__V1__Import *import);

/* Prints what is wrong with rows, as --output says. */
void import_tell(struct import_run *run, Xueji__V1__RowVerdict *const *verdicts, size_t n);
void import_tell_end(struct import_run *run);

/* Refused rows behind one, page by page, up to a row. */
typedef enum exit_code import_take_page(
	struct import_run *run, Xueji__V1__RowVerdict *const *verdicts, size_t n, void *arg);
enum exit_code import_refused(
	struct import_run *run, int64_t last_row, import_take_page *take, void *arg);

/* Writes the refused rows into a new file, each as it was, with what is wrong in a column more. */
enum exit_code import_write_rejects(struct import_run *run, const char *path);

/* Brings in the sheet in the file of that name, as `xueji import` does. */
enum exit_code import_file(
	struct invocation *invocation, Xueji__V1__StartImportRequest *request, const char *name);
