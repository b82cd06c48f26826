#include "domain/attachment_kind.h"

#include <stddef.h>

#include "common/file_type.h"

#define TITLE(english, chinese)               \
	{                                     \
		.en = english, .zh = chinese, \
	}

enum {
	PICTURE = 1 << FILE_TYPE_JPEG | 1 << FILE_TYPE_PNG,
	PAPER = PICTURE | 1 << FILE_TYPE_PDF,
};

/* clang-format off */
static const struct attachment_kind_row rows[] = {
	/* kind, word, title; number, issuer, day; resident ID, identity; files */
	{ATTACHMENT_HOUSEHOLD_PAGE, "household_page",
		TITLE("page of the household register", "户口簿页"),
		NEED_MUST, NEED_MUST, NEED_MUST, false, true, PAPER},
	{ATTACHMENT_ID_CARD, "id_card",
		TITLE("resident ID card", "居民身份证"),
		NEED_MUST, NEED_MUST, NEED_MUST, true, true, PAPER},
	{ATTACHMENT_POLICE_RECEIPT, "police_receipt",
		TITLE("receipt of the police", "公安机关证明（回执）"),
		NEED_MAY, NEED_MUST, NEED_MUST, false, false, PAPER},
	{ATTACHMENT_ATTENDANCE_CERTIFICATE, "attendance_certificate",
		TITLE("stamped certificate of attendance", "在读证明（盖章）"),
		NEED_MAY, NEED_MUST, NEED_MUST, false, false, PAPER},
	{ATTACHMENT_GUARDIAN_APPLICATION, "guardian_application",
		TITLE("guardian's application", "监护人申请"),
		NEED_NOTHING, NEED_MUST, NEED_MUST, false, false, PAPER},
	{ATTACHMENT_GUARDIAN_WAIVER, "guardian_waiver",
		TITLE("guardian's signed statement", "监护人签字声明"),
		NEED_NOTHING, NEED_MUST, NEED_MUST, false, false, PAPER},
	{ATTACHMENT_OTHER_IDENTITY, "other_identity",
		TITLE("another identity document", "其他身份证件"),
		NEED_MUST, NEED_MUST, NEED_MAY, false, true, PAPER},
	{ATTACHMENT_BIRTH_CERTIFICATE, "birth_certificate",
		TITLE("certificate of birth", "出生医学证明"),
		NEED_MUST, NEED_MUST, NEED_MUST, false, false, PAPER},
	{ATTACHMENT_MEDICAL_CERTIFICATE, "medical_certificate",
		TITLE("medical certificate", "医疗证明"),
		NEED_MAY, NEED_MUST, NEED_MUST, false, false, PAPER},
	{ATTACHMENT_DEATH_CERTIFICATE, "death_certificate",
		TITLE("certificate of death", "死亡证明"),
		NEED_MAY, NEED_MUST, NEED_MUST, false, false, PAPER},
	{ATTACHMENT_ABROAD_PAPERS, "abroad_papers",
		TITLE("papers for going abroad", "出国（境）证明"),
		NEED_MAY, NEED_MUST, NEED_MUST, false, false, PAPER},
	{ATTACHMENT_PHOTO, "photo",
		TITLE("photo of the pupil", "学生照片"),
		NEED_NOTHING, NEED_NOTHING, NEED_MAY, false, false, PICTURE},
};
/* clang-format on */
_Static_assert(sizeof rows / sizeof *rows == ATTACHMENT_KIND_END - 1, "a row for each kind");

const struct attachment_kind_row *attachment_kind_row(int kind)
{
	return kind >= 1 && kind < ATTACHMENT_KIND_END ? &rows[kind - 1] : NULL;
}
