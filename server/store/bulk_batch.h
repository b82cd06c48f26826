/* What the files of the bulk load share; nothing outside server/store includes it. */
#pragma once

#include "domain/stages.h"
#include "server/registry/stat_rules.h"
#include "server/store/bulk_load.h"
#include "server/store/guardian_store.h"
#include "server/store/identity_store.h"
#include "server/store/seal.h"

struct bulk_number {
	struct number_row row;
	uint8_t key[BLIND_SIZE];
	const void *sealed;
	size_t sealed_size;
};

/* A child as rows. */
struct bulk_rows {
	struct student_row student;
	struct identity_key identity;
	bool holds;
	struct bulk_number *numbers;
	size_t n_numbers;
	const struct enrolment *stays;
	size_t n_stays;
	uint8_t guardians[GUARDIANS][GUARDIAN_KEY_SIZE];
	int n_guardians;
	const void *profile; /* sealed */
	size_t profile_size;
};

struct bulk_batch {
	int64_t school, county;
	struct bulk_rows *of;
	size_t n;
	struct stat_counts counts[STAGE_END][GRADE_LAST + 1];
};

/* Makes the rows of one child; *next is where the ids of its shard have got to. */
void bulk_rows_make(struct arena *arena, const struct app *app, int64_t now_us,
	const struct bulk_child *child, int64_t *next, struct bulk_rows *out);
