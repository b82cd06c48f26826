#include "tui/widgets/line.h"

#include <string.h>

#include "common/text.h"

void line_set(struct line *line, const char *text)
{
	size_t n = strlen(text);
	if (n >= sizeof line->text)
		n = sizeof line->text - 1;
	while (n > 0 && !text_is_utf8(text, n))
		n--;
	memset(line->text, 0, sizeof line->text);
	memcpy(line->text, text, n);
	line->at = n;
}

void line_wipe(struct line *line)
{
	explicit_bzero(line->text, sizeof line->text);
	line->at = 0;
}

static size_t before(const struct line *line, size_t at)
{
	do
		at--;
	while (at > 0 && (line->text[at] & 0xc0) == 0x80);
	return at;
}

static size_t behind(const struct line *line, size_t at)
{
	const char *p = line->text + at;
	text_next(&p);
	return (size_t)(p - line->text);
}

static void cut(struct line *line, size_t from, size_t to)
{
	size_t size = strlen(line->text);
	memmove(line->text + from, line->text + to, size - to);
	explicit_bzero(line->text + size - (to - from), to - from);
	line->at = from;
}

static void insert(struct line *line, uint32_t code)
{
	char bytes[4];
	size_t n = text_put(bytes, code), size = strlen(line->text);
	bool is_full = size + n >= sizeof line->text ||
		       (line->max > 0 && text_length(line->text) >= (size_t)line->max);
	if (is_full)
		return;
	memmove(line->text + line->at + n, line->text + line->at, size - line->at);
	memcpy(line->text + line->at, bytes, n);
	line->at += n;
}

static void cut_word(struct line *line)
{
	size_t from = line->at;
	while (from > 0 && line->text[from - 1] == ' ')
		from--;
	while (from > 0 && line->text[from - 1] != ' ')
		from--;
	cut(line, from, line->at);
}

static bool edit(struct line *line, uint32_t code)
{
	size_t size = strlen(line->text);
	switch (code) {
	case KEY_BACKSPACE:
		return line->at > 0 ? cut(line, before(line, line->at), line->at), true : true;
	case KEY_DELETE:
		return line->at < size ? cut(line, line->at, behind(line, line->at)), true : true;
	case KEY_LEFT:
		return line->at = line->at > 0 ? before(line, line->at) : 0, true;
	case KEY_RIGHT:
		return line->at = line->at < size ? behind(line, line->at) : size, true;
	case KEY_HOME:
	case CTRL('A'):
		return line->at = 0, true;
	case KEY_END:
	case CTRL('E'):
		return line->at = size, true;
	case CTRL('U'):
		return cut(line, 0, line->at), true;
	case CTRL('W'):
		return cut_word(line), true;
	default:
		return false;
	}
}

bool line_key(struct line *line, struct key key)
{
	if (key.is_pasted && (key.code == KEY_ENTER || key.code == KEY_TAB))
		key.code = ' ';
	if (edit(line, key.code))
		return true;
	if (key.code < ' ' || key.code >= KEYS_SPECIAL || text_is_forbidden(key.code))
		return key.is_pasted; /* swallowed */
	insert(line, key.code);
	return true;
}

static void draw_secret(const struct line *line, struct area area, int row, int col, int width)
{
	char stars[] = "********";
	if (line->text[0] == '\0')
		stars[0] = '\0';
	draw_field(area, row, col, width, STYLE_FIELD, stars);
}

void line_draw(
	const struct line *line, struct area area, int row, int col, int width, bool is_focus)
{
	struct area field = area_cols(area, col, width);
	size_t from = 0;
	char head[LINE_SIZE];
	int cells = 0;
	if (line->is_secret) {
		draw_secret(line, area, row, col, width);
		cells = line->text[0] != '\0' ? 8 : 0;
	} else {
		for (; from <= line->at; from = behind(line, from)) {
			size_t n = line->at - from;
			memcpy(head, line->text + from, n);
			head[n] = '\0';
			if ((cells = cells_of(head)) < width || n == 0)
				break;
		}
		draw_field(field, row, 0, width, STYLE_FIELD, line->text + from);
	}
	if (is_focus)
		draw_cursor(field, row, cells);
}
