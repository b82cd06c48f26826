#include "domain/status_change.h"

#include <stddef.h>
#include <string.h>

#include "domain/attachment_kind.h"
#include "domain/stages.h"

#define TITLE(english, chinese)               \
	{                                     \
		.en = english, .zh = chinese, \
	}
#define AS(status)  (UINT32_C(1) << ROLL_##status)
#define IN(stage)   (UINT32_C(1) << STAGE_##stage)
#define PROOF(kind) ATTACHMENT_BIT(ATTACHMENT_##kind)

enum { COMPULSORY = 1 << STAGE_PRIMARY | 1 << STAGE_JUNIOR };
#define ANY_STAGE (COMPULSORY | IN(SENIOR))
#define ON_ROLL   (AS(ENROLLED) | AS(SUSPENDED) | AS(ABROAD) | AS(DROPPED_OUT))

/* clang-format off */
static const struct status_change_row rows[] = {
	/* change, word, title; from, to; stages; proofs; end; end day, place, notice */
	{STATUS_SUSPEND, "suspend", TITLE("suspension", "休学"), AS(ENROLLED), ROLL_SUSPENDED,
		ANY_STAGE, PROOF(GUARDIAN_APPLICATION), 0, true, false, false},
	{STATUS_EXTEND, "extend", TITLE("longer suspension", "延长休学"), AS(SUSPENDED),
		ROLL_SUSPENDED, ANY_STAGE, PROOF(GUARDIAN_APPLICATION), 0, true, false, false},
	{STATUS_RESUME, "resume", TITLE("resumption", "复学"), AS(SUSPENDED), ROLL_ENROLLED,
		ANY_STAGE, PROOF(GUARDIAN_APPLICATION), 0, false, true, false},
	{STATUS_GO_ABROAD, "go_abroad", TITLE("going abroad", "出国（境）"),
		AS(ENROLLED) | AS(SUSPENDED), ROLL_ABROAD, ANY_STAGE, PROOF(ABROAD_PAPERS), 0,
		false, false, false},
	{STATUS_RETURN, "return", TITLE("return from abroad", "回国（境）复学"), AS(ABROAD),
		ROLL_ENROLLED, ANY_STAGE, 0, 0, false, true, false},
	{STATUS_DROP_OUT, "drop_out", TITLE("dropout", "辍学"), AS(ENROLLED), ROLL_DROPPED_OUT,
		COMPULSORY, 0, 0, false, false, true},
	{STATUS_COME_BACK, "come_back", TITLE("return of a dropout", "辍学返校"), AS(DROPPED_OUT),
		ROLL_ENROLLED, COMPULSORY, 0, 0, false, true, false},
	{STATUS_WITHDRAW, "withdraw", TITLE("withdrawal", "退学"), AS(ENROLLED) | AS(SUSPENDED),
		ROLL_WITHDRAWN, IN(SENIOR), PROOF(GUARDIAN_APPLICATION), ROLL_END_WITHDRAWN, false,
		false, false},
	{STATUS_COMPLETE, "complete", TITLE("completion without graduating", "结业"),
		AS(ENROLLED), ROLL_COMPLETED, ANY_STAGE, 0, ROLL_END_COMPLETED, false, false, false},
	{STATUS_PARTIAL, "partial", TITLE("leaving with partial study", "肄业"), AS(ENROLLED),
		ROLL_PARTIAL, IN(SENIOR), 0, ROLL_END_PARTIAL, false, false, false},
	{STATUS_DIE, "die", TITLE("death", "死亡"), ON_ROLL | AS(LEFT_OTHER), ROLL_DECEASED,
		ANY_STAGE, PROOF(DEATH_CERTIFICATE) | PROOF(POLICE_RECEIPT), ROLL_END_DECEASED,
		false, false, false},
	{STATUS_LEAVE, "leave", TITLE("leaving otherwise", "其他离校"), AS(ENROLLED),
		ROLL_LEFT_OTHER, ANY_STAGE, 0, ROLL_END_LEFT_OTHER, false, false, false},
	{STATUS_RESTORE, "restore", TITLE("restoration", "恢复入学资格"), AS(LEFT_OTHER),
		ROLL_ENROLLED, ANY_STAGE, 0, 0, false, true, false},
};
/* clang-format on */
_Static_assert(sizeof rows / sizeof *rows == STATUS_CHANGE_END - 1, "a row for each change");

const struct status_change_row *status_change_row(int change)
{
	return change >= 1 && change < STATUS_CHANGE_END ? &rows[change - 1] : NULL;
}

const struct status_change_row *status_change_find(const char *word)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(rows[i].word, word) == 0)
			return &rows[i];
	return NULL;
}

static bool has_bit(uint32_t bits, int bit)
{
	return bit >= 0 && bit < 32 && (bits >> bit & 1) != 0;
}

bool status_change_fits(const struct status_change_row *row, int status, int stage)
{
	return has_bit(row->from, status) && has_bit(row->stages, stage);
}
