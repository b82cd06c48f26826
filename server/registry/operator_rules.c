#include "server/registry/operator_rules.h"

#include <string.h>

#include "common/text.h"

#define SMALL  "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

enum { KINDS_NEEDED = 3, RUN = 4, NAME_COUNTS_FROM = 4 };

bool operator_name_is_valid(const char *name)
{
	size_t size = strlen(name);
	return size >= OPERATOR_NAME_MIN && size <= OPERATOR_NAME_MAX &&
	       strspn(name, SMALL DIGITS ".-_") == size && strchr(SMALL, name[0]) != NULL;
}

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool operator_name_fold(const char *name, char out[OPERATOR_NAME_MAX + 1])
{
	size_t size = strlen(name);
	if (size > OPERATOR_NAME_MAX)
		return false;
	for (size_t i = 0; i <= size; i++)
		out[i] = small(name[i]);
	return true;
}

bool phone_is_valid(const char *phone)
{
	size_t size = strlen(phone);
	return size <= PHONE_MAX && strspn(phone, DIGITS "+- ") == size;
}

bool certificate_no_is_valid(const char *number)
{
	size_t size = strlen(number);
	return size >= 1 && size <= CERTIFICATE_NO_MAX &&
	       strspn(number, SMALL "ABCDEFGHIJKLMNOPQRSTUVWXYZ" DIGITS "-") == size;
}

/* ---- passwords ---- */

static unsigned kind_of(uint32_t c)
{
	if (c >= 'a' && c <= 'z')
		return 1;
	if (c >= 'A' && c <= 'Z')
		return 2;
	if (c >= '0' && c <= '9')
		return 4;
	return 8;
}

static bool are_on_keyboard(const char four[RUN + 1])
{
	static const char *const rows[] = {"qwertyuiop", "poiuytrewq", "asdfghjkl", "lkjhgfdsa",
		"zxcvbnm", "mnbvcxz", "1234567890", "0987654321", "!@#$%^&*()", "1qaz2wsx3edc"};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strstr(rows[i], four) != NULL)
			return true;
	return false;
}

static bool is_run(const uint32_t c[RUN])
{
	char four[RUN + 1] = "";
	bool is_ascii = true;
	for (size_t i = 0; i < RUN; i++) {
		is_ascii = is_ascii && c[i] < 0x80;
		four[i] = is_ascii ? small((char)c[i]) : '\0';
	}
	if (c[0] == c[1] && c[1] == c[2] && c[2] == c[3])
		return true;
	if (!is_ascii)
		return false;
	int step = four[1] - four[0];
	bool is_even = four[2] - four[1] == step && four[3] - four[2] == step;
	return (is_even && step >= -1 && step <= 1) || are_on_keyboard(four);
}

static bool has_run(const char *password)
{
	uint32_t last[RUN] = {0};
	size_t n = 0;
	for (uint32_t c; (c = text_next(&password)) != 0;) {
		memmove(last, last + 1, (RUN - 1) * sizeof *last);
		last[RUN - 1] = c;
		if (++n >= RUN && is_run(last))
			return true;
	}
	return false;
}

static bool contains_folded(const char *text, const char *part)
{
	size_t size = strlen(part);
	for (; strlen(text) >= size; text++) {
		size_t i = 0;
		while (i < size && small(text[i]) == small(part[i]))
			i++;
		if (i == size)
			return true;
	}
	return false;
}

static bool is_plain(const char *password, size_t length)
{
	unsigned kinds = 0;
	size_t different = 0;
	uint32_t seen[PASSWORD_MAX];
	for (uint32_t c; (c = text_next(&password)) != 0 && different < PASSWORD_MAX;) {
		kinds |= kind_of(c);
		size_t i = 0;
		while (i < different && seen[i] != c)
			i++;
		if (i == different)
			seen[different++] = c;
	}
	bool is_varied = __builtin_popcount(kinds) >= KINDS_NEEDED || length >= PASSPHRASE_LENGTH;
	return !is_varied || different < PASSWORD_DIFFERENT;
}

unsigned password_faults(const char *password, const char *name, int64_t min_length)
{
	size_t length = text_length(password);
	unsigned faults = 0;
	if ((int64_t)length < min_length)
		faults |= PASSWORD_SHORT;
	if (length > PASSWORD_MAX)
		return PASSWORD_LONG;
	if (text_find_forbidden(password) != 0)
		faults |= PASSWORD_INVISIBLE;
	if (strlen(name) >= NAME_COUNTS_FROM && contains_folded(password, name))
		faults |= PASSWORD_HAS_NAME;
	if (is_plain(password, length))
		faults |= PASSWORD_PLAIN;
	if (has_run(password))
		faults |= PASSWORD_RUN;
	return faults;
}

/* ---- roles ---- */

uint32_t roles_of_tier(enum tier tier)
{
	static const uint32_t by_tier[] = {
		[TIER_NATION] = ROLE_OFFICER | ROLE_SECURITY | ROLE_AUDITOR | ROLE_SYSTEM,
		[TIER_PROVINCE] = ROLE_OFFICER | ROLE_SECURITY | ROLE_AUDITOR | ROLE_SYSTEM,
		[TIER_CITY] = ROLE_OFFICER | ROLE_SECURITY | ROLE_AUDITOR,
		[TIER_COUNTY] = ROLE_OFFICER | ROLE_SECURITY | ROLE_AUDITOR,
		[TIER_SCHOOL] = ROLE_REGISTRAR | ROLE_APPROVER | ROLE_SECURITY | ROLE_AUDITOR,
	};
	return by_tier[tier];
}

static bool overlap(const struct duty *a, const struct duty *b)
{
	return a->from_day <= b->to_day && b->from_day <= a->to_day;
}

enum reason duties_conflict(const struct duty *a, const struct duty *b)
{
	const uint32_t both = a->roles | b->roles;
	const uint32_t two_persons = ROLE_REGISTRAR | ROLE_APPROVER;
	uint32_t administrator = both & ~ROLES_BUSINESS;
	if (!overlap(a, b))
		return REASON_COUNT;
	if (administrator != 0 &&
		(both & ROLES_BUSINESS || (administrator & (administrator - 1)) != 0))
		return REASON_ROLES_APART;
	if (a->unit == b->unit && (both & two_persons) == two_persons)
		return REASON_TWO_PERSONS;
	return REASON_COUNT;
}
