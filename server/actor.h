/* Who is calling, and what his postings let him do. Made by server/auth, carried in every ctx. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* One posting's worth of rights. `for_operator` is 0 for one's own posting, else the colleague for
 * whom the operator stands in as a deputy (Q2). Days are inclusive Beijing dates. */
struct right {
	int64_t unit;
	int64_t for_operator;
	uint32_t roles; /* of domain/roles.h */
	int32_t from_day, to_day;
};

/* What a session may not do until something is put right. */
enum limit {
	LIMIT_PASSWORD = 1 << 0,      /* one-time password: must change it before anything else */
	LIMIT_SECOND_FACTOR = 1 << 1, /* must enrol a second factor before anything else */
	LIMIT_READ_ONLY = 1 << 2,     /* certificate expired (R54) */
};

/* What the session of a spent ticket was opened for, as in xueji.v1.TicketPurpose: methods whose
 * row names it (server/method.h), done to one object; nothing else. */
enum errand {
	ERRAND_NONE,
	ERRAND_SEND_ATTACHMENT,
	ERRAND_FETCH_ATTACHMENT,
	ERRAND_IMPORT,
	ERRAND_FETCH_EXPORT,
	ERRAND_END,
};

/* Who is calling. operator_id 0 is a stranger; OPERATOR_SYSTEM a job or the command line. The
 * pointers are borrowed for the length of the call. */
#define OPERATOR_SYSTEM INT64_C(-1)
struct actor {
	int64_t operator_id;
	int64_t session_id;
	uint32_t limits; /* of enum limit */
	enum errand errand;
	int64_t errand_object;
	const struct right *rights;
	size_t n_rights;
	/* The colleague in whose stead he acts, by the right that access_check found last; 0: none.
	 */
	int64_t for_operator;
};
