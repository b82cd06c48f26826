/* The services of this folder; services.c lists them for the engine. */
#pragma once

#include "server/method.h"

extern const struct service attachments_service;
extern const struct service campaigns_service;
extern const struct service cases_service;
extern const struct service checks_service;
extern const struct service console_service;
extern const struct service desk_service;
extern const struct service exports_service;
extern const struct service imports_service;
extern const struct service journal_service;
extern const struct service lists_service;
extern const struct service operators_service;
extern const struct service policies_service;
extern const struct service problems_service;
extern const struct service server_service;
extern const struct service sessions_service;
extern const struct service students_service;
extern const struct service tickets_service;
extern const struct service transfers_service;
extern const struct service units_service;
