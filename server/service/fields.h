/* Checks of a request's fields. Each notes its faults in the ctx and goes on, so that a request is
 * answered with all of them at once: `if ((err = ctx_faults(ctx)) != OK) return err;`. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "server/ctx.h"

/* The name of a field in a list: "to[1].name"; index and name from the arena. */
const char *field_in(struct ctx *ctx, const char *list, size_t index, const char *name);

/* An id: 0 after a fault. field_id_or takes an empty one as `missing`. */
int64_t field_id(struct ctx *ctx, const char *field, const char *text);
int64_t field_id_or(struct ctx *ctx, const char *field, const char *text, int64_t missing);

/* A line of text of at most `longest` characters, without control characters. field_line asks for
 * one that is not blank, and neither begins nor ends with a space. False after a fault. */
bool field_line(struct ctx *ctx, const char *field, const char *text, size_t longest);
bool field_line_or_none(struct ctx *ctx, const char *field, const char *text, size_t longest);

/* A day, written as 2026-09-01; 0 after a fault. field_day_or takes an empty one as `missing`. */
int32_t field_day(struct ctx *ctx, const char *field, const char *text);
int32_t field_day_or(struct ctx *ctx, const char *field, const char *text, int32_t missing);

/* A number from low to high; false after a fault. */
bool field_number(struct ctx *ctx, const char *field, int64_t value, int64_t low, int64_t high);
