/* Papers of a demonstration: what registrars attach. The scan is a blank page; what is typed with
 * it is what matters. */
#pragma once

#include "domain/attachment_kind.h"
#include "server/demo/deeds.h"

/* Attaches a paper of that kind to the child, as the ctx's actor, who must see it. *id_out is the
 * attachment's. */
enum err scan_attach(
	struct ctx *ctx, int64_t student, enum attachment_kind kind, char **id_out) MUST_CHECK;
