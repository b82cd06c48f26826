/* A child's record as the finder sees it. */
#pragma once

#include <stdint.h>

enum { PERSON_GUARDIANS = 2 };

struct person {
	int64_t id;
	const char *name; /* tidy (domain/name_text.h) */
	int sex;          /* 1 male, 2 female */
	int32_t born;
	const char *id_type, *id_number; /* as they are stored; "": none */
	/* Of guardians' names: any number that is the same for the same name; 0: not named. */
	uint32_t guardians[PERSON_GUARDIANS];
	int64_t school;
};
