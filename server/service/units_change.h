/* A request of ChangeUnits while it is worked out, for the files that know the kinds. */
#pragma once

#include "server/service/unit_form.h"
#include "server/service/unit_plan.h"

struct unit_at {
	int64_t id, rev;
};

struct change_target {
	struct unit_at at;
	bool is_new;
	struct unit_form form; /* of a new one */
	int64_t *children;     /* split: whom it gets */
	size_t n_children;
};

struct change {
	const Xueji__V1__ChangeUnitsRequest *in;
	const struct unit_change_rule *rule;
	int32_t effective;
	struct unit_at *from;
	size_t n_from;
	struct change_target *to;
	size_t n_to;
	int64_t parent, keeper; /* 0: not given */
	struct plan plan;
	struct planned **parts, **targets; /* of from, of to */
};

bool change_has_target(const struct change *change, const struct planned *unit);

/* Each works out the plan of its kind, and notes as faults what stands against it. */
typedef enum err change_kind(struct change *change);
change_kind change_rename, change_move, change_close; /* units_change_one.c */
change_kind change_merge, change_split;               /* units_change_many.c */
