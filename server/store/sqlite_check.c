#include "server/store/sqlite_check.h"

#include <string.h>

#include "server/store/db.h"

enum { FAULTS_SHOWN = 100 };

static const struct sql integrity = {"integrity_check", "PRAGMA integrity_check(100)"};
static const struct sql references = {"foreign_key_check", "PRAGMA foreign_key_check"};

static const struct sentence damaged = {
	"The database file is damaged: {0}. Restore it from a backup.",
	"数据库文件已损坏：{0}。请用备份恢复。"};
static const struct sentence dangling = {
	"A row of table {0} refers to one of table {1} that does not exist.",
	"表 {0} 中有一行引用了表 {1} 中不存在的行。"};

static void tell(struct ctx *ctx, check_report *report, void *arg, const struct sentence *sentence,
	const char *first, const char *second)
{
	const char *const args[] = {first, second, NULL};
	report(arg, sentence == &damaged ? "file" : "reference", ctx_sentence(ctx, sentence, args));
}

static enum err check_pages(struct ctx *ctx, check_report *report, void *arg)
{
	struct cursor *c = db_open(ctx, &integrity, NO_ARGS);
	while (cursor_next(c)) {
		const char *fault = cursor_text(c, 0);
		if (strcmp(fault, "ok") != 0)
			tell(ctx, report, arg, &damaged, fault, NULL);
	}
	return cursor_close(c);
}

/* Rows are (table, row, table referred to, constraint). */
static enum err check_references(struct ctx *ctx, check_report *report, void *arg)
{
	struct cursor *c = db_open(ctx, &references, NO_ARGS);
	for (int n = 0; n < FAULTS_SHOWN && cursor_next(c); n++)
		tell(ctx, report, arg, &dangling, cursor_text(c, 0), cursor_text(c, 2));
	return cursor_close(c);
}

enum err sqlite_check(struct ctx *ctx, check_report *report, void *arg)
{
	enum err err = check_pages(ctx, report, arg);
	return err == OK ? check_references(ctx, report, arg) : err;
}
