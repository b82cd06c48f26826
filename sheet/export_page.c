#include "sheet/export_page.h"

#include "sheet/sheet.h"

static size_t read_numbers(
	const Xueji__V1__FetchExportResponse *page, bool is_number[SHEET_COLUMNS_MOST])
{
	size_t n = page->n_is_number < SHEET_COLUMNS_MOST ? page->n_is_number : SHEET_COLUMNS_MOST;
	for (size_t i = 0; i < n; i++)
		is_number[i] = page->is_number[i] != 0;
	return n;
}

bool sheet_write_page(struct sheet_writer *writer, const Xueji__V1__FetchExportResponse *page,
	bool is_first, char why[WHY_SIZE])
{
	const char *const mark[] = {page->watermark};
	bool is_number[SHEET_COLUMNS_MOST];
	size_t n_numbers = read_numbers(page, is_number);
	if (is_first && (!sheet_write(writer, mark, 1, why) ||
				!sheet_write(writer, (const char *const *)page->headings,
					page->n_headings, why)))
		return false;
	for (size_t i = 0; i < page->n_rows; i++) {
		const Xueji__V1__ExportRow *row = page->rows[i];
		if (!sheet_write_figures(writer, (const char *const *)row->cells, row->n_cells,
			    is_number, n_numbers, why))
			return false;
	}
	return true;
}
