/* What a statement or savepoint may have to undo is kept in memory up to a few megabytes: as a
 * file, page by page, it was a tenth of the cost of writing. When it grows beyond that, the engine
 * writes all of it into a file at once, and its own layer of files, which never meets more than a
 * page otherwise, says of more than 128 KiB that the disk is full. So those files alone are written
 * in pieces: by a layer over the engine's that is the same in all else. */
#include "common/memory.h"
#include "server/store/sqlite.h"

enum { UNDO_IN_MEMORY = 8 << 20, PIECE = 64 << 10 };

static const char layer_name[] = "xueji";

/* Stands behind the engine's own part of such a file. */
struct undo_file {
	sqlite3_io_methods methods; /* the file's: by them it is found */
	const sqlite3_io_methods *engine;
};

static int write_in_pieces(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at)
{
	const struct undo_file *undo = (const void *)file->pMethods;
	int code = SQLITE_OK;
	for (int done = 0; done < size && code == SQLITE_OK; done += PIECE) {
		int n = size - done < PIECE ? size - done : PIECE;
		code = undo->engine->xWrite(file, (const char *)bytes + done, n, at + done);
	}
	return code;
}

static int aligned(int size)
{
	int unit = (int)sizeof(sqlite3_int64);
	return (size + unit - 1) / unit * unit;
}

static int open_file(
	sqlite3_vfs *layer, sqlite3_filename name, sqlite3_file *file, int flags, int *flags_out)
{
	sqlite3_vfs *engine = layer->pAppData;
	int code = engine->xOpen(engine, name, file, flags, flags_out);
	if (code != SQLITE_OK || (flags & SQLITE_OPEN_SUBJOURNAL) == 0)
		return code;
	struct undo_file *undo = (void *)((char *)file + aligned(engine->szOsFile));
	undo->engine = file->pMethods;
	undo->methods = *undo->engine;
	undo->methods.xWrite = write_in_pieces;
	file->pMethods = &undo->methods;
	return SQLITE_OK;
}

/* The engine holds the layer to the end of the process. */
int sqlite_undo_configure(void)
{
	sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, UNDO_IN_MEMORY);
	sqlite3_vfs *engine = sqlite3_vfs_find(NULL);
	if (engine == NULL || sqlite3_vfs_find(layer_name) != NULL)
		return engine == NULL ? SQLITE_CANTOPEN : SQLITE_OK;
	sqlite3_vfs *layer = memory_new(sizeof *layer);
	*layer = *engine;
	layer->zName = layer_name;
	layer->pAppData = engine;
	layer->szOsFile = aligned(engine->szOsFile) + (int)sizeof(struct undo_file);
	layer->xOpen = open_file;
	return sqlite3_vfs_register(layer, 1);
}
