/* Whatever the finder tells has a sentence among the causes of problems. */
#include "server/finder/cause.h"
#include "server/registry/problem_table.h"
#include "tests/support/suite.h"

START_TEST(every_cause_of_a_suspicion_has_a_sentence)
{
	for (int cause = CAUSE_NONE + 1; cause < CAUSES; cause++) {
		const char *word = cause_row((enum cause)cause)->word;
		ck_assert_msg(problem_cause_row(word) != NULL, "%s", word);
	}
}
END_TEST

SUITE("check_causes", every_cause_of_a_suspicion_has_a_sentence)
