#include "tui/paint.h"

#include <fcntl.h>
#include <ncursesw/curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/memory.h"

struct painter {
	FILE *in, *out; /* out: memory */
	SCREEN *screen;
	char *bytes;
	size_t size;
	int rows, cols;
	bool has_colour;
};

enum { PAIR_BAR = 1, PAIR_GOOD, PAIR_WARN, PAIR_LATE, PAIR_HEAD };

static void make_pairs(void)
{
	start_color();
	use_default_colors();
	init_pair(PAIR_BAR, COLOR_WHITE, COLOR_BLUE);
	init_pair(PAIR_GOOD, COLOR_GREEN, -1);
	init_pair(PAIR_WARN, COLOR_YELLOW, -1);
	init_pair(PAIR_LATE, COLOR_RED, -1);
	init_pair(PAIR_HEAD, COLOR_CYAN, -1);
}

/* What ncurses wrote into memory since the last time. */
static const char *take(struct painter *painter, size_t *size_out)
{
	int fd = fileno(painter->out);
	off_t end = lseek(fd, 0, SEEK_CUR);
	size_t size = end > 0 ? (size_t)end : 0;
	if (size > painter->size) {
		free(painter->bytes);
		painter->bytes = memory_new(size);
		painter->size = size;
	}
	ssize_t n = size > 0 ? pread(fd, painter->bytes, size, 0) : 0;
	*size_out = n > 0 ? (size_t)n : 0;
	if (lseek(fd, 0, SEEK_SET) != 0 || ftruncate(fd, 0) != 0)
		*size_out = 0;
	return painter->bytes;
}

/* newterm believes the terminal's description, and lets the terminal scroll within that many rows
 * alone: on a larger one what stands lower goes astray, and later the shell's lines too. Coming
 * back from an end it asks anew, now for the size that there is; what it wrote until then is
 * dropped. */
static void set_size(struct painter *painter, int rows, int cols)
{
	size_t n_dropped;
	resizeterm(rows, cols);
	painter->rows = rows, painter->cols = cols;
	endwin();
	take(painter, &n_dropped);
}

struct painter *painter_open(const char *type, int rows, int cols, bool has_colour)
{
	struct painter *painter = memory_new(sizeof *painter);
	int fd = memfd_create("frame", MFD_CLOEXEC);
	painter->in = fopen("/dev/null", "re");
	painter->out = fd >= 0 ? fdopen(fd, "w") : NULL;
	if (painter->in == NULL || painter->out == NULL) {
		painter_close(painter);
		return NULL;
	}
	/* the size is known here better than there */
	use_env(FALSE);
	painter->screen = newterm(type, painter->out, painter->in);
	if (painter->screen == NULL) {
		painter_close(painter);
		return NULL;
	}
	set_size(painter, rows, cols);
	painter->has_colour = has_colour && has_colors();
	if (painter->has_colour)
		make_pairs();
	leaveok(stdscr, FALSE);
	return painter;
}

void painter_close(struct painter *painter)
{
	if (painter == NULL)
		return;
	if (painter->screen != NULL)
		delscreen(painter->screen);
	if (painter->out != NULL)
		fclose(painter->out);
	if (painter->in != NULL)
		fclose(painter->in);
	free(painter->bytes);
	free(painter);
}

struct look {
	attr_t attributes;
	short pair;
};

/* Lean: attributes only where they carry weight, since each costs bytes; the rest is said by words
 * and signs anyway. */
static struct look look_of(const struct painter *painter, enum style style, bool is_lean)
{
	static const struct look lean[STYLE_COUNT] = {[STYLE_CHOSEN] = {A_REVERSE, 0}};
	static const struct look mono[STYLE_COUNT] = {
		[STYLE_BAR] = {A_REVERSE, 0},
		[STYLE_TAB] = {A_REVERSE, 0},
		[STYLE_HEAD] = {A_BOLD, 0},
		[STYLE_CHOSEN] = {A_REVERSE, 0},
		[STYLE_FIELD] = {A_UNDERLINE, 0},
		[STYLE_GREY] = {A_DIM, 0},
		[STYLE_WARN] = {A_BOLD, 0},
		[STYLE_LATE] = {A_BOLD, 0},
	};
	static const struct look colour[STYLE_COUNT] = {
		[STYLE_BAR] = {0, PAIR_BAR},
		[STYLE_TAB] = {A_REVERSE, 0},
		[STYLE_HEAD] = {0, PAIR_HEAD},
		[STYLE_CHOSEN] = {A_REVERSE, 0},
		[STYLE_FIELD] = {A_UNDERLINE, 0},
		[STYLE_GREY] = {A_DIM, 0},
		[STYLE_GOOD] = {0, PAIR_GOOD},
		[STYLE_WARN] = {0, PAIR_WARN},
		[STYLE_LATE] = {A_BOLD, PAIR_LATE},
	};
	return is_lean ? lean[style] : painter->has_colour ? colour[style] : mono[style];
}

static void put_cells(struct painter *painter, const struct canvas *canvas, bool is_lean)
{
	for (int row = 0; row < canvas->rows; row++)
		for (int col = 0; col < canvas->cols; col++) {
			const struct cell *cell = canvas_cell(canvas, row, col);
			struct look look = look_of(painter, cell->style, is_lean);
			cchar_t c;
			if (cell->chars[0] == 0)
				continue;
			setcchar(&c, cell->chars, look.attributes, look.pair, NULL);
			mvadd_wch(row, col, &c);
		}
}

const char *painter_paint(struct painter *painter, const struct canvas *canvas, bool is_lean,
	bool repaint, size_t *size_out)
{
	if (canvas->rows != painter->rows || canvas->cols != painter->cols) {
		resizeterm(canvas->rows, canvas->cols);
		painter->rows = canvas->rows, painter->cols = canvas->cols;
		repaint = true;
	}
	erase();
	put_cells(painter, canvas, is_lean);
	move(canvas->cursor_row, canvas->cursor_col);
	if (repaint)
		clearok(curscr, TRUE);
	refresh();
	return take(painter, size_out);
}

const char *painter_end(struct painter *painter, size_t *size_out)
{
	endwin();
	return take(painter, size_out);
}
