/* What can be attached to a child's record: the proofs that cases ask for (R13, R40, R46, R52) and
 * the photo. What is typed with each is judged before its scan is sent (Q15). The numbers are
 * stored and those of xueji.v1: never change one. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "domain/lang.h"

enum attachment_kind {
	ATTACHMENT_HOUSEHOLD_PAGE = 1,
	ATTACHMENT_ID_CARD,
	ATTACHMENT_POLICE_RECEIPT,
	ATTACHMENT_ATTENDANCE_CERTIFICATE,
	ATTACHMENT_GUARDIAN_APPLICATION,
	ATTACHMENT_GUARDIAN_WAIVER,
	ATTACHMENT_OTHER_IDENTITY,
	ATTACHMENT_BIRTH_CERTIFICATE,
	ATTACHMENT_MEDICAL_CERTIFICATE,
	ATTACHMENT_DEATH_CERTIFICATE,
	ATTACHMENT_ABROAD_PAPERS,
	ATTACHMENT_PHOTO,
	ATTACHMENT_KIND_END
};

/* Sets of kinds are bits; the second of what substantiating asks for (R46, Q15). */
#define ATTACHMENT_BIT(kind) (UINT32_C(1) << (kind))
#define ATTACHMENT_IDENTITY_PROOFS                                                        \
	(ATTACHMENT_BIT(ATTACHMENT_HOUSEHOLD_PAGE) | ATTACHMENT_BIT(ATTACHMENT_ID_CARD) | \
		ATTACHMENT_BIT(ATTACHMENT_POLICE_RECEIPT))
/* Which show who a child is: what key data is changed by (R13, R40). */
#define ATTACHMENT_KEY_DATA_PROOFS                                                \
	(ATTACHMENT_IDENTITY_PROOFS | ATTACHMENT_BIT(ATTACHMENT_OTHER_IDENTITY) | \
		ATTACHMENT_BIT(ATTACHMENT_BIRTH_CERTIFICATE))

enum { ATTACHMENT_SIZE_MOST = 2 << 20 }; /* bytes (R40) */

enum attachment_need { NEED_NOTHING, NEED_MAY, NEED_MUST };

struct attachment_kind_row {
	enum attachment_kind kind;
	const char *word;
	struct sentence title;
	enum attachment_need number, issuer, day; /* what is typed with it */
	bool is_resident_id;                      /* its number is a resident ID number (R75) */
	bool is_identity;                         /* its number leaves the server masked */
	uint32_t file_types;                      /* bits of enum file_type */
};
/* NULL for a number that is none. */
const struct attachment_kind_row *attachment_kind_row(int kind);
