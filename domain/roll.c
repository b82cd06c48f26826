#include "domain/roll.h"

#include <stddef.h>

#include "domain/stages.h"

#define TITLE(english, chinese)               \
	{                                     \
		.en = english, .zh = chinese, \
	}

/* clang-format off */
static const struct roll_status_row statuses[] = {
	{ROLL_PENDING, "pending", TITLE("being registered", "建籍办理中"), false, false},
	{ROLL_ENROLLED, "enrolled", TITLE("enrolled", "在读"), true, true},
	{ROLL_SUSPENDED, "suspended", TITLE("suspended", "休学"), true, true},
	{ROLL_ABROAD, "abroad", TITLE("abroad", "出国（境）"), true, true},
	{ROLL_DROPPED_OUT, "dropped_out", TITLE("dropped out", "辍学"), true, true},
	{ROLL_LEFT_OTHER, "left_other", TITLE("left otherwise", "其他离校"), false, true},
	{ROLL_WITHDRAWN, "withdrawn", TITLE("withdrawn", "退学"), false, true},
	{ROLL_GRADUATED, "graduated", TITLE("graduated", "毕业"), false, true},
	{ROLL_COMPLETED, "completed", TITLE("completed without graduating", "结业"), false, true},
	{ROLL_PARTIAL, "partial", TITLE("left with partial study", "肄业"), false, true},
	{ROLL_DECEASED, "deceased", TITLE("deceased", "死亡"), false, true},
	{ROLL_DELETED, "deleted", TITLE("record deleted", "学籍已删除"), false, false},
	{ROLL_MOVED_OUT, "moved_out", TITLE("gone to another province", "已转往外省"), false, true},
};

static const struct roll_end_row ends[] = {
	{ROLL_END_PROMOTED, "promoted", TITLE("promoted", "升级")},
	{ROLL_END_CLASS_CHANGED, "class_changed", TITLE("changed class", "转班级")},
	{ROLL_END_TRANSFERRED, "transferred", TITLE("transferred", "转学")},
	{ROLL_END_REPEATED, "repeated", TITLE("repeats the grade", "留级")},
	{ROLL_END_SKIPPED, "skipped", TITLE("skipped a grade", "跳级")},
	{ROLL_END_GRADUATED, "graduated", TITLE("graduated", "毕业")},
	{ROLL_END_COMPLETED, "completed", TITLE("completed without graduating", "结业")},
	{ROLL_END_PARTIAL, "partial", TITLE("left with partial study", "肄业")},
	{ROLL_END_WITHDRAWN, "withdrawn", TITLE("withdrawn", "退学")},
	{ROLL_END_LEFT_OTHER, "left_other", TITLE("left otherwise", "其他离校")},
	{ROLL_END_DECEASED, "deceased", TITLE("deceased", "死亡")},
	{ROLL_END_DELETED, "deleted", TITLE("record deleted", "学籍已删除")},
};
/* clang-format on */
_Static_assert(sizeof statuses / sizeof *statuses == ROLL_STATUS_END - 1, "a row for each status");
_Static_assert(sizeof ends / sizeof *ends == ROLL_END_END - 1, "a row for each end");

const struct roll_status_row *roll_status_row(int status)
{
	return status >= 1 && status < ROLL_STATUS_END ? &statuses[status - 1] : NULL;
}

bool roll_is_record(int status)
{
	return status != ROLL_PENDING && status != ROLL_DELETED;
}

bool roll_may_go_on(int status, int stage)
{
	return status == ROLL_GRADUATED || (status == ROLL_COMPLETED && stage == STAGE_PRIMARY);
}

bool roll_is_kept_here(int status)
{
	const struct roll_status_row *row = roll_status_row(status);
	return row != NULL && row->holds_identity && status != ROLL_MOVED_OUT;
}

const struct roll_end_row *roll_end_row(int end)
{
	return end >= 1 && end < ROLL_END_END ? &ends[end - 1] : NULL;
}
