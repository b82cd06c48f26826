/* What the files of service Units share: its messages and its handlers. */
#pragma once

#include "server/ctx.h"
#include "server/registry/unit_rules.h"
#include "server/store/unit_tree.h"
#include "xueji/v1/units.pb-c.h"

enum { UNIT_NAME_MOST = 60, UNIT_REASON_MOST = 200 };

/* ---- messages (unit_messages.c) ---- */

/* `out` is initialised. */
void unit_message(struct ctx *ctx, const struct unit_node *node, Xueji__V1__Unit *out);
/* As the store has it within this transaction, which the tree does not know yet. */
enum err unit_stored_message(struct ctx *ctx, int64_t id, Xueji__V1__Unit *out) MUST_CHECK;
/* NULL for id 0 and for a unit that the tree does not hold. */
Xueji__V1__UnitName *unit_name_message(struct ctx *ctx, int64_t id);
Xueji__V1__School *school_message(
	struct ctx *ctx, const struct unit *unit, const int32_t *class_counts);
/* The stages of a programme; *n_out of them. */
Xueji__V1__SchoolStage **stages_message(
	struct ctx *ctx, const struct programme *programme, size_t *n_out);

/* What is under way (units_summarize.c). */
struct stat_totals; /* server/store/stat_cache.h */
Xueji__V1__OpenWork *open_work_message(struct ctx *ctx, const struct stat_totals *totals);

/* The unit of an id that the request gives; NO_SUCH_UNIT with the words of the request. */
enum err unit_find(
	struct ctx *ctx, int64_t id, const char *words, const struct unit_node **out) MUST_CHECK;

/* ---- handlers ---- */

typedef enum err unit_handler(struct ctx *ctx, const void *request, void *reply);
unit_handler units_get, units_list, units_list_classes; /* units_read.c */
unit_handler units_summarize;                           /* units_summarize.c */
unit_handler units_browse;                              /* units_browse.c */
unit_handler units_search;                              /* units_search.c */
unit_handler units_list_changes;                        /* units_history.c */
unit_handler units_create, units_update_school;         /* units_write.c */
unit_handler units_change;                              /* units_change.c */

/* Where the right must reach, and the initials of new names. */
typedef enum err unit_place(struct ctx *ctx, const void *request, int64_t *place_out);
unit_place units_place_create, units_place_update, units_place_change, units_place_summarize;
typedef enum err unit_prepare(struct ctx *ctx, const void *request);
unit_prepare units_prepare_create, units_prepare_change;
