#include "domain/reveal_reason.h"

#include <stddef.h>

static const struct reveal_reason_row rows[] = {
	{REVEAL_DOCUMENT_CHECK, "document_check",
		{.en = "compare with the document", .zh = "与证件核对"}},
	{REVEAL_POLICE, "police", {.en = "enquiry of the police", .zh = "公安机关核查"}},
	{REVEAL_EXAM_ENTRY, "exam_entry", {.en = "entry for an examination", .zh = "考试报名"}},
	{REVEAL_AID, "aid", {.en = "aid or subsidy", .zh = "学生资助"}},
	{REVEAL_STATUS_CASE, "status_case",
		{.en = "transfer or change of status", .zh = "转学或学籍异动"}},
	{REVEAL_PROBLEM_RECORD, "problem_record",
		{.en = "settling a problem record", .zh = "问题学籍处理"}},
	{REVEAL_GUARDIAN, "guardian", {.en = "guardian's enquiry", .zh = "监护人查询"}},
	{REVEAL_OTHER, "other", {.en = "another reason", .zh = "其他"}},
};
_Static_assert(sizeof rows / sizeof *rows == REVEAL_REASON_END - 1, "a row for each reason");

const struct reveal_reason_row *reveal_reason_row(int reason)
{
	return reason >= 1 && reason < REVEAL_REASON_END ? &rows[reason - 1] : NULL;
}
