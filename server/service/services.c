#include "server/service/services.h"

const struct service *const services[] = {
	&attachments_service,
	&campaigns_service,
	&cases_service,
	&checks_service,
	&console_service,
	&desk_service,
	&exports_service,
	&imports_service,
	&journal_service,
	&lists_service,
	&operators_service,
	&policies_service,
	&problems_service,
	&server_service,
	&sessions_service,
	&students_service,
	&tickets_service,
	&transfers_service,
	&units_service,
};
const size_t services_count = sizeof services / sizeof *services;
