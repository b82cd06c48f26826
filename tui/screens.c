/* All screens: a row each. Modules appear among the tabs by their digit. */
#include "tui/screen.h"
#include "tui/screens/batch.h"
#include "tui/screens/batches.h"
#include "tui/screens/campaign.h"
#include "tui/screens/campaign_open.h"
#include "tui/screens/campaigns.h"
#include "tui/screens/case.h"
#include "tui/screens/cases.h"
#include "tui/screens/check.h"
#include "tui/screens/checks.h"
#include "tui/screens/desk.h"
#include "tui/screens/export_ask.h"
#include "tui/screens/exports.h"
#include "tui/screens/file_send.h"
#include "tui/screens/files.h"
#include "tui/screens/graduation.h"
#include "tui/screens/history.h"
#include "tui/screens/import.h"
#include "tui/screens/import_mend.h"
#include "tui/screens/import_start.h"
#include "tui/screens/imports.h"
#include "tui/screens/journal.h"
#include "tui/screens/journal_check.h"
#include "tui/screens/journal_find.h"
#include "tui/screens/key_data.h"
#include "tui/screens/looks.h"
#include "tui/screens/merges.h"
#include "tui/screens/operator.h"
#include "tui/screens/operator_form.h"
#include "tui/screens/operators.h"
#include "tui/screens/password.h"
#include "tui/screens/policies.h"
#include "tui/screens/policy.h"
#include "tui/screens/policy_propose.h"
#include "tui/screens/problem.h"
#include "tui/screens/problem_answer.h"
#include "tui/screens/problems.h"
#include "tui/screens/progress.h"
#include "tui/screens/registration.h"
#include "tui/screens/roster.h"
#include "tui/screens/search.h"
#include "tui/screens/second_factor.h"
#include "tui/screens/settings.h"
#include "tui/screens/standing.h"
#include "tui/screens/status.h"
#include "tui/screens/student.h"
#include "tui/screens/student_edit.h"
#include "tui/screens/transfer.h"
#include "tui/screens/units.h"

const struct screen *const screens[] = {
	&desk_screen,
	&units_screen,
	&roster_screen,
	&student_screen,
	&history_screen,
	&merges_screen,
	&files_screen,
	&file_send_screen,
	&cases_screen,
	&case_screen,
	&imports_screen,
	&import_screen,
	&import_mend_screen,
	&import_start_screen,
	&batches_screen,
	&batch_screen,
	&campaigns_screen,
	&campaign_screen,
	&campaign_open_screen,
	&exports_screen,
	&export_ask_screen,
	&registration_screen,
	&transfer_screen,
	&student_edit_screen,
	&key_data_screen,
	&standing_screen,
	&graduation_screen,
	&search_screen,
	&check_screen,
	&operators_screen,
	&operator_screen,
	&operator_form_screen,
	&policies_screen,
	&policy_screen,
	&policy_propose_screen,
	&journal_screen,
	&journal_find_screen,
	&journal_check_screen,
	&looks_screen,
	&status_screen,
	&problems_screen,
	&progress_screen,
	&problem_screen,
	&problem_answer_screen,
	&checks_screen,
	&settings_screen,
	&password_screen,
	&second_factor_screen,
};
const size_t screens_count = sizeof screens / sizeof *screens;
