#include "domain/roles.h"

#include <stdio.h>
#include <string.h>

const struct role_row role_rows[] = {
	{ROLE_REGISTRAR, "registrar", {.en = "registrar", .zh = "学籍管理员"}},
	{ROLE_APPROVER, "approver", {.en = "school approver", .zh = "学校核办人"}},
	{ROLE_OFFICER, "officer", {.en = "bureau officer", .zh = "主管部门经办人"}},
	{ROLE_SECURITY, "security", {.en = "security administrator", .zh = "安全管理员"}},
	{ROLE_AUDITOR, "auditor", {.en = "auditor", .zh = "审计管理员"}},
	{ROLE_SYSTEM, "system", {.en = "system administrator", .zh = "系统管理员"}},
};
const size_t role_rows_count = sizeof role_rows / sizeof *role_rows;

const char *roles_words(uint32_t roles, char *out, size_t size)
{
	size_t n = 0;
	out[0] = '\0';
	for (size_t i = 0; i < role_rows_count; i++)
		if (roles & role_rows[i].role && n < size)
			n += (size_t)snprintf(
				out + n, size - n, "%s%s", n > 0 ? " " : "", role_rows[i].word);
	return out;
}

static uint32_t role_named(const char *word, size_t size)
{
	for (size_t i = 0; i < role_rows_count; i++)
		if (strlen(role_rows[i].word) == size && memcmp(role_rows[i].word, word, size) == 0)
			return role_rows[i].role;
	return 0;
}

uint32_t roles_parse(const char *words)
{
	uint32_t roles = 0;
	while (*words != '\0') {
		size_t size = strcspn(words, " ");
		uint32_t role = role_named(words, size);
		if (role == 0)
			return 0;
		roles |= role;
		words += size + (words[size] == ' ');
	}
	return roles;
}
