/* What it costs to read a sheet, of whatever size, as it is looked through before an import.
 *
 *	build/tests/bench/bench_sheet [ROWS | FILE]...
 *
 * Makes sheets of so many rows (1,000,000) of 41 columns, in /tmp: as CSV; as XLSX with the texts
 * in their cells, as we write it; and with shared texts, as spreadsheets do. Each, or the file that
 * is named, is read through and set aside in a process of its own: seconds by the clock and of the
 * processor, rows and unpacked bytes a second by the clock, the peak of its memory; and how many
 * times as long that is, by the clock, as unpacking the same bytes, and as expat takes for them
 *when nobody listens. The last cannot be much below 1: one thread parses. */
#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <zip.h>

#include "sheet/sheet.h"
#include "sheet/writer.h"

enum { ROWS = 1000000, COLUMNS = 41, OWN = 4, CELL = 64, PATH = 128, CHUNK = 1 << 16 };

static void check(bool is_good, const char *what)
{
	if (is_good)
		return;
	fprintf(stderr, "bench_sheet: %s\n", what);
	exit(1);
}

/* ---- cells: some that are each child's own, the others of a few kinds ---- */

static const char *cell_of(long row, int column, char out[CELL])
{
	static const char *const common[] = {"汉族", "中国", "居民身份证", "否", "健康或良好",
		"410581000000", "农业户口", "1", "2026-09", "就近入学", "走读"};
	enum { COMMON = sizeof common / sizeof *common };
	switch (column) {
	case 0:
		snprintf(out, CELL, "刘佳琪%ld", row);
		return out;
	case 1:
		snprintf(out, CELL, "41058120%010ld", row);
		return out;
	case 2:
		snprintf(out, CELL, "石家庄市长安区谈固街道%ld号", row);
		return out;
	case 3:
		snprintf(out, CELL, "138%08ld", row);
		return out;
	default:
		return common[column % COMMON];
	}
}

static void make(const char *path, long rows)
{
	char why[WHY_SIZE], texts[COLUMNS][CELL];
	const char *cells[COLUMNS];
	struct sheet_writer *writer = sheet_create(path, why);
	check(writer != NULL, why);
	for (long row = 0; row < rows; row++) {
		for (int i = 0; i < COLUMNS; i++)
			cells[i] = cell_of(row, i, texts[i]);
		check(sheet_write(writer, cells, COLUMNS, why), why);
	}
	check(sheet_finish(writer, why), why);
}

/* ---- the same with shared texts: common ones first, then each row's own ---- */

static void write_shared(FILE *strings, FILE *sheet, long rows)
{
	char text[CELL];
	fputs("<sst>", strings);
	for (int i = OWN; i < COLUMNS; i++)
		fprintf(strings, "<si><t>%s</t></si>", cell_of(0, i, text));
	fputs("<worksheet><sheetData>", sheet);
	for (long row = 0; row < rows; row++) {
		fprintf(sheet, "<row r=\"%ld\">", row + 1);
		for (int i = 0; i < COLUMNS; i++) {
			bool is_own = i < OWN;
			if (is_own)
				fprintf(strings, "<si><t>%s</t></si>", cell_of(row, i, text));
			fprintf(sheet, "<c r=\"%s%c%ld\" s=\"0\" t=\"s\"><v>%ld</v></c>",
				i < 26 ? "" : "A", 'A' + i % 26, row + 1,
				is_own ? COLUMNS - OWN + row * OWN + i : (long)i - OWN);
		}
		fputs("</row>", sheet);
	}
	fputs("</sst>", strings);
	fputs("</sheetData></worksheet>", sheet);
	check(fflush(strings) == 0 && fflush(sheet) == 0, "the disk is full");
	rewind(strings); /* libzip begins where the file stands */
	rewind(sheet);
}

static void add_part(zip_t *archive, const char *name, zip_source_t *source)
{
	check(source != NULL && zip_file_add(archive, name, source, 0) >= 0, name);
}

static void make_shared(const char *path, long rows)
{
	static const char book[] = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"a\" r:id=\"r1\"/>"
				   "</sheets></workbook>";
	static const char relations[] =
		"<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" "
		"Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" "
		"Type=\"x/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>";
	FILE *strings = tmpfile(), *sheet = tmpfile();
	check(strings != NULL && sheet != NULL, "no room in /tmp");
	write_shared(strings, sheet, rows);
	zip_t *archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
	check(archive != NULL, path);
	add_part(archive, "xl/workbook.xml", zip_source_buffer(archive, book, sizeof book - 1, 0));
	add_part(archive, "xl/_rels/workbook.xml.rels",
		zip_source_buffer(archive, relations, sizeof relations - 1, 0));
	add_part(archive, "xl/sharedStrings.xml", zip_source_filep(archive, strings, 0, -1));
	add_part(archive, "xl/worksheets/sheet1.xml", zip_source_filep(archive, sheet, 0, -1));
	check(zip_close(archive) == 0, "the zip cannot be written");
}

/* ---- reading ---- */

struct span {
	double wall, processor; /* seconds */
};

static struct span now(void)
{
	struct timespec at;
	struct rusage usage;
	clock_gettime(CLOCK_MONOTONIC, &at);
	getrusage(RUSAGE_SELF, &usage);
	return (struct span){(double)at.tv_sec + (double)at.tv_nsec / 1e9,
		(double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
			(double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6};
}

static struct span since(struct span begun)
{
	struct span at = now();
	return (struct span){at.wall - begun.wall, at.processor - begun.processor};
}

static void hear_start(void *arg, const char *name, const char **attributes)
{
	(void)arg, (void)name, (void)attributes;
}

static void hear_end(void *arg, const char *name)
{
	(void)arg, (void)name;
}

static void hear_text(void *arg, const char *text, int size)
{
	(void)arg, (void)text, (void)size;
}

/* All parts, and through expat, which tells it to nobody, if it is to be parsed; gives the bytes.
 */
static double unpack(const char *path, bool is_parsed)
{
	static char buffer[CHUNK];
	double bytes = 0;
	zip_int64_t n;
	zip_t *archive = zip_open(path, ZIP_RDONLY, NULL);
	for (zip_int64_t i = 0; archive != NULL && i < zip_get_num_entries(archive, 0); i++) {
		zip_file_t *file = zip_fopen_index(archive, (zip_uint64_t)i, 0);
		XML_Parser parser = XML_ParserCreate(NULL);
		check(file != NULL && parser != NULL, "a part is missing");
		XML_SetElementHandler(parser, hear_start, hear_end);
		XML_SetCharacterDataHandler(parser, hear_text);
		for (; (n = zip_fread(file, buffer, sizeof buffer)) > 0; bytes += (double)n)
			if (is_parsed)
				XML_Parse(parser, buffer, (int)n, 0);
		XML_ParserFree(parser);
		zip_fclose(file);
	}
	if (archive == NULL) { /* CSV */
		FILE *file = fopen(path, "re");
		while ((n = (zip_int64_t)fread(buffer, 1, sizeof buffer, file)) > 0)
			bytes += (double)n;
		fclose(file);
	} else {
		zip_discard(archive);
	}
	return bytes;
}

static void compare(const char *path, double seconds, long rows)
{
	struct span begun = now();
	double bytes = unpack(path, false), unpacking = since(begun).wall;
	begun = now();
	unpack(path, true);
	double parsing = since(begun).wall - unpacking;
	printf("%9.0f rows/s %6.1f MB/s; %.1f times unpacking alone", (double)rows / seconds,
		bytes / 1e6 / seconds, seconds / unpacking);
	if (parsing > unpacking / 10) /* it is no CSV */
		printf(" (%.2f s), %.2f times parsing alone (%.2f s)", unpacking, seconds / parsing,
			parsing);
	puts("");
}

/* `rows`: as many as it should have; 0: nobody knows. */
static void read_through(const char *path, long rows)
{
	char why[WHY_SIZE];
	struct sheet_row row;
	struct rusage usage;
	struct stat file;
	long n = 0;
	size_t cells = 0;
	enum sheet_step step;
	getrusage(RUSAGE_SELF, &usage);
	long idle = usage.ru_maxrss;
	struct span begun = now();
	struct sheet *sheet = sheet_open_kept(path, why);
	check(sheet != NULL, why);
	while ((step = sheet_next(sheet, &row, why)) == SHEET_ROW) {
		cells += row.n;
		n++;
	}
	struct span took = since(begun);
	check(step == SHEET_END, why);
	sheet_close(sheet);
	check(rows == 0 || (n == rows && cells == (size_t)rows * COLUMNS), "rows are missing");
	getrusage(RUSAGE_SELF, &usage);
	check(stat(path, &file) == 0, path);
	const char *slash = strrchr(path, '/');
	printf("%-14s %6.1f MiB: %.2f s, of the processor %.2f; %.1f MiB at most, %.1f above idle\n"
	       "    ",
		slash != NULL ? slash + 1 : path, (double)file.st_size / (1 << 20), took.wall,
		took.processor, (double)usage.ru_maxrss / 1024,
		(double)(usage.ru_maxrss - idle) / 1024);
	compare(path, took.wall, n);
}

/* Whatever is run, in a process of its own, so that its memory is its own. */
static void apart(void (*run)(const char *path, long rows), const char *path, long rows)
{
	int status;
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		run(path, rows);
		exit(0);
	}
	check(child > 0 && waitpid(child, &status, 0) == child && status == 0, path);
}

static void make_and_read(long rows)
{
	static const struct {
		const char *name;
		void (*make)(const char *path, long rows);
	} kinds[] = {{"in_lines.csv", make}, {"in_cells.xlsx", make}, {"shared.xlsx", make_shared}};
	char folder[] = "/tmp/xueji-bench-XXXXXX", path[PATH];
	check(mkdtemp(folder) != NULL, "no room in /tmp");
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, kinds[i].name);
		apart(kinds[i].make, path, rows);
		apart(read_through, path, rows);
		unlink(path);
	}
	rmdir(folder);
}

int main(int argc, char **argv)
{
	if (argc < 2)
		make_and_read(ROWS);
	for (int i = 1; i < argc; i++) {
		char *end;
		long rows = strtol(argv[i], &end, 10);
		if (rows > 0 && *end == '\0')
			make_and_read(rows);
		else
			apart(read_through, argv[i], 0);
	}
	return 0;
}
