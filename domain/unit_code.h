/* Codes of units: six digits of GB/T 2260 for divisions, ten of R76 for schools. A code is given
 * once, for the unit's life, and never to another; what gets another code is another unit, the
 * successor of the old one. So a unit's id is made of its code and is the same on every node. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "domain/tiers.h"

enum { DIVISION_CODE_SIZE = 6, SCHOOL_CODE_SIZE = 10 };

#define NATION_CODE "000000"
#define CORPS_CODE  "660000" /* Production Corps: the pseudo-code in common use */
#define UNIT_NATION INT64_C(1)
#define UNIT_CORPS  INT64_C(660000)

/* The tier that a well-formed code names (110000 province, 130100 city, 130102 county, ten digits
 * school); 0 for what is no code of a unit. */
int unit_code_tier(const char *code);
/* The id of the unit with a well-formed code. */
int64_t unit_code_id(const char *code);
/* Both codes name places of the same province (or the same pseudo-province). */
bool unit_code_same_province(const char *division, const char *code);
