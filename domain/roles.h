/* The roles an operator can hold in a unit (R54, R58), and the three separated administrators
 * (system, security, audit) that classified protection level 3 asks for. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "domain/lang.h"

enum role {
	ROLE_REGISTRAR = 1 << 0, /* school: enters and submits */
	ROLE_APPROVER =
		1 << 1,        /* school: signs what the registrar entered; never the same person */
	ROLE_OFFICER = 1 << 2, /* bureau of a county, city, province or the nation */
	ROLE_SECURITY =
		1 << 3, /* security administrator: operators of his unit and the tier below */
	ROLE_AUDITOR = 1 << 4, /* audit administrator: reads the journal, changes nothing */
	ROLE_SYSTEM = 1 << 5,  /* system administrator: divisions, server; sees no child */
};

#define ROLES_BUSINESS ((uint32_t)(ROLE_REGISTRAR | ROLE_APPROVER | ROLE_OFFICER))
#define ROLES_ALL      ((uint32_t)0x3f)

struct role_row {
	enum role role;
	const char *word; /* "registrar": in files, tables of rights, --output */
	struct sentence title;
};
extern const struct role_row role_rows[];
extern const size_t role_rows_count;

/* "registrar approver" in `out`; the words of a set, separated by spaces. */
const char *roles_words(uint32_t roles, char *out, size_t size);
/* The set named by such words; 0 if a word is unknown. */
uint32_t roles_parse(const char *words);
