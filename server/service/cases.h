/* What the files of service Cases share. */
#pragma once

#include "server/service/case_apply.h"

typedef enum err cases_handler(struct ctx *ctx, const void *request, void *reply);
cases_handler cases_save_registration, cases_save_key_data; /* cases_save.c */

/* The case of an id that a request gives. To whom it is none of his business it does not exist. */
enum err cases_find(struct ctx *ctx, const char *text, struct case_file *out) MUST_CHECK;

/* Where the right must reach: the school of the draft, or of what is new. */
typedef enum err cases_place(struct ctx *ctx, const void *request, int64_t *place_out);
cases_place cases_place_registration, cases_place_key_data;

/* Counts and notes a refusal that told of a record elsewhere; see students_check.c. */
enum err cases_note_duplicate(struct ctx *ctx, const void *request) MUST_CHECK;
