/* What reading a sheet costs, of whatever size it is.
 *
 *	build/tests/bench/bench_sheet [ROWS]
 *
 * Makes sheets of so many rows (1,000,000) of 41 columns, in /tmp: as CSV; as XLSX with the texts
 *in their cells, as we write it; and with shared texts, as spreadsheets do. Each is read through in
 *a process of its own: rows a second of processor, the peak of its memory, and the processor's time
 * beside that of unpacking the same bytes and no more. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
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
			fprintf(sheet, "<c t=\"s\"><v>%ld</v></c>",
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

/* What this process has had of the processor. */
static double seconds_now(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static double unpack(const char *path)
{
	static char buffer[CHUNK];
	double begun = seconds_now();
	zip_t *archive = zip_open(path, ZIP_RDONLY, NULL);
	for (zip_int64_t i = 0; archive != NULL && i < zip_get_num_entries(archive, 0); i++) {
		zip_file_t *file = zip_fopen_index(archive, (zip_uint64_t)i, 0);
		check(file != NULL, "a part is missing");
		while (zip_fread(file, buffer, sizeof buffer) > 0)
			continue;
		zip_fclose(file);
	}
	if (archive == NULL) { /* CSV */
		FILE *file = fopen(path, "re");
		while (fread(buffer, 1, sizeof buffer, file) > 0)
			continue;
		fclose(file);
	} else {
		zip_discard(archive);
	}
	return seconds_now() - begun;
}

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
	double begun = seconds_now();
	struct sheet *sheet = sheet_open(path, why);
	check(sheet != NULL, why);
	while ((step = sheet_next(sheet, &row, why)) == SHEET_ROW) {
		cells += row.n;
		n++;
	}
	check(step == SHEET_END, why);
	sheet_close(sheet);
	double seconds = seconds_now() - begun;
	check(n == rows && cells == (size_t)rows * COLUMNS, "rows are missing");
	getrusage(RUSAGE_SELF, &usage);
	double only = unpack(path);
	check(stat(path, &file) == 0, path);
	printf("%-22s %8.1f MiB %7.1f s %9.0f rows/s  %5.1f MiB at most, %5.1f above idle  "
	       "%5.1f times unpacking alone\n",
		strrchr(path, '/') + 1, (double)file.st_size / (1 << 20), seconds,
		(double)n / seconds, (double)usage.ru_maxrss / 1024,
		(double)(usage.ru_maxrss - idle) / 1024, seconds / only);
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

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*make)(const char *path, long rows);
	} kinds[] = {{"in_lines.csv", make}, {"in_cells.xlsx", make}, {"shared.xlsx", make_shared}};
	long rows = argc > 1 ? strtol(argv[1], NULL, 10) : ROWS;
	char folder[] = "/tmp/xueji-bench-XXXXXX", path[PATH];
	check(mkdtemp(folder) != NULL, "no room in /tmp");
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, kinds[i].name);
		apart(kinds[i].make, path, rows);
		apart(read_through, path, rows);
		unlink(path);
	}
	rmdir(folder);
	return 0;
}
