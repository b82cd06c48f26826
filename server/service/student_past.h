/* What is told of a child's life when it goes to another province: its history as it is shown here,
 * in both languages, so that it reads there as it did. */
#pragma once

#include "server/store/student_store.h"
#include "xueji/v1/parcels.pb-c.h"

/* Newest first; the oldest is left out where it would be too much for one message. What the
 * receiving province told itself, at an earlier crossing, it knows. */
enum err student_past_tell(struct ctx *ctx, const struct student_row *child, const char *receiver,
	Xueji__V1__StudentPast **past_out) MUST_CHECK;
