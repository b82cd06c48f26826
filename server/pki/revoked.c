#include "server/pki/revoked.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/file.h"

enum { LIST_LIMIT = 16 << 20 };

static const char heading[] = "# Client certificates that are no longer accepted.\n";

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The file's text; `heading` when there is none. */
static const char *read_text(const char *path, struct arena *arena, char why[WHY_SIZE])
{
	if (access(path, F_OK) != 0 && errno == ENOENT)
		return heading;
	return file_read(arena, path, LIST_LIMIT, NULL, why);
}

static size_t count_lines(const char *text)
{
	size_t n = 1;
	for (; (text = strchr(text, '\n')) != NULL; text++)
		n++;
	return n;
}

/* The name that a line begins with; NULL for an empty line. *is_bad_out: it begins with none. */
static const char *name_of_line(
	struct arena *arena, const char *line, size_t size, bool *is_bad_out)
{
	static const char allowed[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
	line = arena_strndup(arena, line, size);
	line += strspn(line, " \t\r");
	size_t n = strspn(line, allowed);
	*is_bad_out = n == 0 && line[0] != '\0' && line[0] != '#';
	if (n > 0 && strchr(" \t\r#", line[n]) == NULL)
		*is_bad_out = true; /* strchr finds the NUL of a line's end too */
	return n == 0 ? NULL : arena_strndup(arena, line, n);
}

static bool parse(const char *path, const char *text, struct arena *arena, struct conf_list *out,
	char why[WHY_SIZE])
{
	const char **names = arena_array(arena, const char *, count_lines(text));
	size_t n = 0;
	for (int number = 1; *text != '\0'; number++) {
		size_t size = strcspn(text, "\n");
		bool is_bad;
		const char *name = name_of_line(arena, text, size, &is_bad);
		if (is_bad)
			return why_set(why, "%s:%d: does not begin with the name of a certificate.",
				path, number);
		if (name != NULL)
			names[n++] = name;
		text += size + (text[size] == '\n');
	}
	qsort(names, n, sizeof *names, by_name);
	*out = (struct conf_list){names, n};
	return true;
}

bool revoked_read(const char *path, struct arena *arena, struct conf_list *out, char why[WHY_SIZE])
{
	const char *text = read_text(path, arena, why);
	return text != NULL && parse(path, text, arena, out, why);
}

static bool add(struct arena *arena, const char *path, const char *name, const char *day,
	char why[WHY_SIZE])
{
	struct conf_list list;
	const char *text = read_text(path, arena, why);
	if (text == NULL || !parse(path, text, arena, &list, why))
		return false;
	if (revoked_holds(&list, name))
		return true;
	size_t size = strlen(text);
	bool is_whole = size == 0 || text[size - 1] == '\n';
	text = arena_printf(arena, "%s%s%s %s\n", text, is_whole ? "" : "\n", name, day);
	return file_replace(path, 0644, text, strlen(text), why);
}

bool revoked_add(const char *path, const char *name, const char *day, char why[WHY_SIZE])
{
	struct arena *arena = arena_new(0);
	bool ok = add(arena, path, name, day, why);
	arena_free(arena);
	return ok;
}

bool revoked_holds(const struct conf_list *list, const char *name)
{
	return list->n > 0 &&
	       bsearch(&name, list->items, list->n, sizeof *list->items, by_name) != NULL;
}
