/* A set of ids of rows: a bit for each, in pages of neighbouring ids. Ids count from 1 in each
 * county (server/store/ids.h), so pages are full and ten million ids take some megabytes. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct id_set;
struct id_set *id_set_new(void);
void id_set_free(struct id_set *set); /* NULL is fine */

void id_set_add(struct id_set *set, int64_t id); /* above 0 */
bool id_set_has(const struct id_set *set, int64_t id);
