/* Which kind of document a file is, judged by its content and never by its name: how it begins and
 * how it ends. Nothing is decoded. A file that was cut short, or to which something was appended,
 * is not whole. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum file_type {
	FILE_TYPE_NONE, /* none of these */
	FILE_TYPE_JPEG,
	FILE_TYPE_PNG,
	FILE_TYPE_PDF,
	FILE_TYPE_END
};

/* What a file that begins with these bytes would be. */
enum file_type file_type_of_head(const void *bytes, size_t size);

/* True when all of it, its end included, is a file of that type. Behind the end of a PDF white
 * space may stand. */
bool file_type_is_whole(enum file_type type, const void *bytes, size_t size);

/* "JPEG"; the same in every language. */
const char *file_type_name(enum file_type type);
