/* The items of a child's record: the 72 of the national form for schools and the 28 of
 * kindergartens (R10, R14). One table, domain/items.def, from which form, sheet, check, messages
 * and docs/items.md follow. Checking a whole form is domain/items_check.h. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/codes.h"
#include "domain/lang.h"

enum item {
#define ITEM(name, ...) ITEM_##name,
#define PRESCHOOL(...)
#include "domain/items.def"
#undef ITEM
#undef PRESCHOOL
	ITEM_COUNT
};

enum which_form { FORM_SCHOOL, FORM_PRESCHOOL, FORM_COUNT };

enum { FORM_SCHOOL_ITEMS = 72, FORM_PRESCHOOL_ITEMS = 28, FAMILY_MEMBERS = 2, FAMILY_ITEMS = 12 };

/* The seven groups of the national form, in its order. */
enum item_group {
	GROUP_BASIC,
	GROUP_AUXILIARY,
	GROUP_ROLL,
	GROUP_CONTACT,
	GROUP_EXTENDED,
	GROUP_TRANSPORT,
	GROUP_FAMILY,
	GROUP_COUNT
};
const struct sentence *item_group_title(enum item_group group);

/* How a value is written; what is stored is always text. */
enum item_kind {
	KIND_TEXT,
	KIND_NAME,     /* domain/name_text.h */
	KIND_PINYIN,   /* Latin letters */
	KIND_CODE,     /* of the row's code set */
	KIND_DATE,     /* 2015-09-01 */
	KIND_MONTH,    /* 2015-09 */
	KIND_PERIOD,   /* 2010.06.01-2020.06.01, or 2010.06.01-长期 */
	KIND_INTEGER,  /* 0 to max */
	KIND_GRADE,    /* 1 to 12 */
	KIND_AREA,     /* 12 digits, GB/T 2260 and below */
	KIND_PHONE,    /* digits and hyphens, + before a country */
	KIND_POSTCODE, /* 6 digits */
	KIND_EMAIL,
	KIND_URL,
	KIND_TOKEN,      /* letters, digits, hyphens */
	KIND_ID_NUMBER,  /* domain/id_number.h, by the ID type before it */
	KIND_ATTACHMENT, /* the id of an attachment */
	KIND_COUNT
};
const char *item_kind_word(enum item_kind kind); /* "code" */

/* When a form asks for an item. */
enum item_need {
	NEED_NO,
	NEED_YES,
	NEED_DOCUMENT,       /* unless the ID type is "other" (R18) */
	NEED_CITIZEN,        /* unless the nationality is another than CHN */
	NEED_MEMBER,         /* of member 1 always; of member 2 once any item of his is given */
	NEED_MEMBER_CITIZEN, /* both */
	NEED_COUNT
};
const struct sentence *item_need_title(enum item_need need);

#define CODES_NONE CODE_SET_COUNT

struct item_row {
	const char *word;     /* "birth_date": field of messages, key in JSON */
	struct sentence name; /* as on the form */
	const char *heading;  /* of the column in the school's sheet, which is Chinese */
	const char *live;     /* field in the live national system, or "" */
	enum item_group group;
	enum item_kind kind;
	enum code_set codes; /* of KIND_CODE, else CODES_NONE */
	int number;          /* among the 72; 0: not on the school form */
	int member;          /* 1, 2: block of a family member; 0: the pupil's own */
	int max;             /* characters; of KIND_INTEGER and KIND_GRADE the greatest value */
	enum item_need need; /* of the school form */
	bool is_controlled;  /* changes only by an approved case (R40) */
	bool is_plain;       /* a column of its own; everything else is sealed */
};
const struct item_row *item_row(enum item item);

/* The item of a word; -1 for an unknown one. */
int item_find(const char *word);

/* A form's n-th item, n from 1 to 72 or 28; and an item's number on a form, 0 if it is not there.
 */
enum item item_at(enum which_form form, int number);
int item_number(enum which_form form, enum item item);
enum item_need item_need(enum which_form form, enum item item);
/* The form's own name for an item, which kindergartens have for the guardian's. */
const struct sentence *item_name(enum which_form form, enum item item);

/* The column's heading in a form's sheet: Chinese sheets have their own words for some. */
const char *item_heading(enum which_form form, enum item item, enum lang lang);
/* The column of the school's code, which stands in sheets for many schools. */
const struct sentence *school_code_heading(void);

/* The same item of the other family member: of FAMILY_1_NAME and 2, FAMILY_2_NAME. */
enum item item_of_member(enum item of_member_1, int member);
