#include "sheet/words.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

static const struct {
	int error;
	const char *text;
} rows[] = {
	{ENOENT, N_("there is no such file")},
	{ENOTDIR, N_("there is no such folder")},
	{EISDIR, N_("it is a folder")},
	{EACCES, N_("access is not allowed")},
	{EPERM, N_("access is not allowed")},
	{ENOSPC, N_("the disk is full")},
	{EDQUOT, N_("the disk is full")},
	{EROFS, N_("nothing can be written to that disk")},
	{EIO, N_("the disk fails")},
	{ENAMETOOLONG, N_("the name is too long")},
	{EEXIST, N_("it exists already")},
};

const char *words_of_error(int error)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].error == error)
			return _(rows[i].text);
	return strerror(error);
}
