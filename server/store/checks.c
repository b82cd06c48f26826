#include "server/store/checks.h"

#include "server/store/attachment_files.h"
#include "server/store/db.h"
#include "server/store/journal_store.h"
#include "server/store/rekey.h"
#include "server/store/sqlite_check.h"
#include "server/store/student_recount.h"
#include "sql/check.sql.h"

enum { FAULTS_SHOWN = 100, PIECE = 1000 };

/* A rule that no constraint can state. The query gives the rows that break it; its first two
 * columns are {0} and {1} of the sentence. */
struct check {
	const char *name;
	const struct sql *sql;
	struct sentence sentence;
};

static const struct check checks[] = {
	{"unit_tier", &sql_check_unit_tier,
		{"Unit {0} lies under {1}, whose tier is not above it.",
			"单位 {0} 的上级 {1} 层级不高于本单位。"}},
	{"unit_closed", &sql_check_unit_closed,
		{"Unit {0} is open, but lies under {1}, which is closed.",
			"单位 {0} 未撤销，而其上级 {1} 已撤销。"}},
	{"unit_bureau", &sql_check_unit_bureau,
		{"The competent bureau of school {0} is {1}, which is a school.",
			"学校 {0} 的主管部门 {1} 是学校。"}},
	{"unit_loop", &sql_check_unit_loop,
		{"Unit {0} does not hang under the nation.", "单位 {0} 不在全国机构树中。"}},
	{"two_persons", &sql_check_two_persons,
		{"Operator {0} is registrar and approver of school {1} at a time.",
			"用户 {0} 同时担任学校 {1} 的学籍管理员与核办人。"}},
	{"roles_apart", &sql_check_roles_apart,
		{"Operator {0} is administrator in {1} and something else at a time.",
			"用户 {0} 在单位 {1} 担任管理员的同时担任其他角色。"}},
	{"role_tier", &sql_check_role_tier,
		{"Posting {0} has a role that unit {1} does not have at its tier.",
			"任职 {0} 含有单位 {1} 所在层级没有的角色。"}},
	{"sealed_session", &sql_check_sealed_session,
		{"The sealed operator {0} has an open session ({1}).",
			"已封存的用户 {0} 仍有会话 {1}。"}},
	{"password", &sql_check_password, {"Operator {0} has no password.", "用户 {0} 没有密码。"}},
	{"student_county", &sql_check_student_county,
		{"Student {0} counts for another county than the one that school {1} lies in.",
			"学生 {0} 的所属县区与学校 {1} 所在县区不一致。"}},
	{"student_merged", &sql_check_student_merged,
		{"Student {0} was left behind at school {1}, which was merged into another.",
			"学校 {1} 已合并，学生 {0} 的学籍未随之转入。"}},
	{"student_profile", &sql_check_student_profile,
		{"Student {0} has no sealed items.", "学生 {0} 没有密封的信息项。"}},
	{"student_name", &sql_check_student_name,
		{"Student {0} cannot be found by part of the name.",
			"学生 {0} 无法按部分姓名查到。"}},
	{"student_number", &sql_check_student_number,
		{"Student {0} should have a number of kind {1} in force, and has not.",
			"学生 {0} 应有类别 {1} 的现用学籍号，但没有。"}},
	{"student_enrolment", &sql_check_student_enrolment,
		{"Student {0} is on a roll, but without an open enrolment in that class.",
			"学生 {0} 在籍，但在该班没有对应的在读记录。"}},
	{"enrolment_off_roll", &sql_check_enrolment_off_roll,
		{"Student {0} is on no roll, but has an open enrolment.",
			"学生 {0} 不在籍，却有未结束的在读记录。"}},
	{"identity_holder", &sql_check_identity_holder,
		{"Student {0} holds the slot of an identity with status {1}, which may not.",
			"学生 {0} 的状态为 {1}，不应占有证件唯一位。"}},
	{"tombstone", &sql_check_tombstone,
		{"Record {0} has status {1}, which does not agree with its being deleted.",
			"学籍 {0} 的状态 {1} 与其删除记录不符。"}},
	{"tombstone_chain", &sql_check_tombstone_chain,
		{"Record {0} was merged into {1}, which was itself merged into another.",
			"学籍 {0} 已并入 {1}，而后者又已并入其他学籍。"}},
	{"tombstone_left", &sql_check_tombstone_left,
		{"Record {0} was merged into {1}, but still has numbers, stays or cases.",
			"学籍 {0} 已并入 {1}，却仍有学籍号、在读记录或业务。"}},
	{"suspension", &sql_check_suspension,
		{"Student {0} has a day until which it is suspended, but status {1}.",
			"学生 {0} 登记有休学截止日，但状态为 {1}。"}},
	{"number_owner", &sql_check_number_owner,
		{"Number {0} belongs to student {1}, who is not there.",
			"学籍号记录 {0} 所属的学生 {1} 不存在。"}},
	{"gram_owner", &sql_check_gram_owner,
		{"The name index of county {1} leads to student {0}, who is not there.",
			"县区 {1} 的姓名索引指向不存在的学生 {0}。"}},
	{"guardian_owner", &sql_check_guardian_owner,
		{"The index of guardians of county {1} leads to student {0}, who is not there.",
			"县区 {1} 的监护人索引指向不存在的学生 {0}。"}},
	{"case_child", &sql_check_case_child,
		{"Case {0} is open for child {1}, who is not there.",
			"业务 {0} 在办，但学生 {1} 不存在。"}},
	{"case_merged", &sql_check_case_merged,
		{"The open case {0} was left behind at school {1}, which was merged into another.",
			"学校 {1} 已合并，在办业务 {0} 未随之转入。"}},
	{"case_parties", &sql_check_case_parties,
		{"Case {0} cannot be seen by its school {1}, or is listed under the wrong state.",
			"学校 {1} 看不到业务 {0}，或业务列于错误的状态下。"}},
	{"case_senders", &sql_check_case_senders,
		{"Case {0} cannot be seen by the school that the child leaves, {1}.",
			"转出学校 {1} 看不到业务 {0}。"}},
	{"case_steps", &sql_check_case_steps,
		{"The last step of case {0} led to another state than {1}.",
			"业务 {0} 的最后一步与当前状态 {1} 不符。"}},
	{"party_case", &sql_check_party_case,
		{"Unit {1} is to see case {0}, but one of them is not there.",
			"单位 {1} 可见业务 {0}，但其中之一不存在。"}},
	{"step_case", &sql_check_step_case,
		{"Step {1} belongs to case {0}, which is not there.",
			"步骤 {1} 所属的业务 {0} 不存在。"}},
	{"open_work", &sql_check_open_work,
		{"The counter of open work of kind {1} at school {0} is not what its cases make.",
			"学校 {0} 的在办业务（类别 {1}）统计数与逐一清点结果不符。"}},
	{"problem_case", &sql_check_problem_case,
		{"Problem {0} is not what its case says, which stands in state {1}.",
			"问题学籍 {0} 与其业务状态 {1} 不一致。"}},
	{"problem_seen", &sql_check_problem_seen,
		{"Problem {0} cannot be seen by its school {1}, or is listed under the wrong "
		 "state.",
			"学校 {1} 看不到问题学籍 {0}，或其列于错误的状态下。"}},
	{"problem_sort", &sql_check_problem_sort,
		{"Problem {0} is listed at unit {1} as something else than it is.",
			"单位 {1} 所列问题学籍 {0} 与实际不符。"}},
	{"problem_place", &sql_check_problem_place,
		{"Problem {0} cannot be seen where its school {1} lies.",
			"学校 {1} 的上级看不到问题学籍 {0}。"}},
	{"problem_day", &sql_check_problem_day,
		{"What came and went of problems of kind {1} at unit {0} leaves another number "
		 "than are open.",
			"单位 {0} 的问题学籍（类别 {1}）逐日增减与未办结数不符。"}},
	{"problem_count", &sql_check_problem_count,
		{"The counters of problems of kind {1} at unit {0} are not what they add up to.",
			"单位 {0} 的问题学籍（类别 {1}）统计数与逐一清点结果不符。"}},
	{"attachment_student", &sql_check_attachment_student,
		{"Attachment {0} belongs to student {1}, who is not there.",
			"附件 {0} 所属的学生 {1} 不存在。"}},
	{"attachment_use", &sql_check_attachment_use,
		{"Something ({1}) relies on attachment {0}, which is not complete.",
			"有业务或学籍（{1}）引用了不完整的附件 {0}。"}},
	{"total_rounded", &sql_check_total_rounded,
		{"The totals of unit {0} that may leave the registry are not rounded to "
		 "multiples of {1}.",
			"单位 {0} 的对外统计数未按 {1} 的倍数取整。"}},
	{"journal_actor", &sql_check_journal_actor,
		{"Entry {0} of the journal was made by {1}, who is no operator.",
			"日志第 {0} 条的操作人 {1} 不存在。"}},
};

static const struct sentence unreadable = {"{0} sealed items do not open with the keys at hand.",
	"{0} 项密封内容无法用现有密钥打开。"};

/* Where the findings go. */
struct findings {
	check_report *report;
	void *arg;
	int64_t n;
};

static void find(struct ctx *ctx, struct findings *findings, const char *check,
	const struct sentence *sentence, const char *first, const char *second)
{
	const char *const args[] = {first, second, NULL};
	findings->n++;
	findings->report(findings->arg, check, ctx_sentence(ctx, sentence, args));
}

static const char *number_text(struct ctx *ctx, int64_t number)
{
	return arena_printf(ctx->arena, "%lld", (long long)number);
}

static enum err run_check(struct ctx *ctx, struct findings *findings, const struct check *check)
{
	struct cursor *c = db_open(ctx, check->sql, NO_ARGS);
	for (int n = 0; n < FAULTS_SHOWN && cursor_next(c); n++)
		find(ctx, findings, check->name, &check->sentence, cursor_text(c, 0),
			cursor_text(c, 1));
	return cursor_close(c);
}

/* One step of what goes in pieces; sets *is_finished at the end. */
typedef enum err step_fn(
	struct ctx *ctx, struct findings *findings, void *state, bool *is_finished);

/* Each piece has an arena of its own: there may be millions of rows. */
static enum err run_steps(struct ctx *ctx, struct findings *findings, step_fn *step, void *state)
{
	bool is_finished = false;
	enum err err = OK;
	while (err == OK && !is_finished) {
		struct ctx piece = *ctx;
		piece.arena = arena_new(0);
		ctx_restart(&piece);
		err = step(&piece, findings, state, &is_finished);
		arena_free(piece.arena);
	}
	return err == OK ? OK : ctx_broken(ctx, err, "check: the store cannot be read");
}

static enum err verify_journal(
	struct ctx *ctx, struct findings *findings, void *state, bool *is_finished)
{
	int64_t *from_seq = state;
	struct journal_verdict verdict;
	enum err err = journal_verify(ctx, *from_seq, PIECE, &verdict);
	if (err == OK && verdict.fault != JOURNAL_WHOLE)
		find(ctx, findings, "journal", journal_fault_sentence(verdict.fault),
			number_text(ctx, verdict.seq), NULL);
	*from_seq = verdict.next_seq;
	*is_finished = verdict.next_seq == 0;
	return err;
}

static enum err open_sealed(
	struct ctx *ctx, struct findings *findings, void *state, bool *is_finished)
{
	struct rekey *rekey = state;
	enum err err = rekey_try_step(ctx, rekey, PIECE);
	*is_finished = rekey->is_finished;
	if (rekey->is_finished && rekey->n_unreadable > 0)
		find(ctx, findings, "sealed", &unreadable, number_text(ctx, rekey->n_unreadable),
			NULL);
	return err;
}

static const struct sentence miscounted = {
	"The counters of school {0}, grade {1}, are not what its children make.",
	"学校 {0} 的 {1} 年级统计数与逐一清点结果不符。"};

static enum err recount_school(
	struct ctx *ctx, struct findings *findings, void *state, bool *is_finished)
{
	int64_t *school = state;
	struct stat_row differs = {0};
	enum err err = student_recount_next(ctx, *school, school);
	*is_finished = *school == 0;
	if (err == OK && *school != 0)
		err = student_recount(ctx, *school, &differs);
	if (err == OK && differs.grade != 0)
		find(ctx, findings, "school_stat", &miscounted, number_text(ctx, *school),
			number_text(ctx, differs.grade));
	return err;
}

/* ---- the files of attachments ---- */

static const struct sentence file_faults[] = {
	[ATTACHMENT_FILE_BAD] = {"The file of attachment {0} is missing, damaged, or not what was "
				 "announced; restore it from a backup.",
		"附件 {0} 的文件缺失、损坏或与申报不符；请从备份恢复。"},
	[ATTACHMENT_FILE_STRAY] = {"The file {0} belongs to no attachment; move it away.",
		"文件 {0} 不属于任何附件；请将其移走。"},
};

struct at_file {
	struct ctx *ctx;
	struct findings *findings;
};

static void find_file(void *arg, enum attachment_fault fault, const char *what)
{
	struct at_file *at = arg;
	find(at->ctx, at->findings, "attachment_file", &file_faults[fault], what, NULL);
}

static enum err check_files(
	struct ctx *ctx, struct findings *findings, void *state, bool *is_finished)
{
	int64_t *after = state;
	struct at_file at = {ctx, findings};
	enum err err = attachment_files_check(ctx, PIECE, after, find_file, &at);
	*is_finished = *after == 0;
	return err;
}

static enum err find_strays(
	struct ctx *ctx, struct findings *findings, void *state, bool *is_finished)
{
	int *folder = state;
	struct at_file at = {ctx, findings};
	enum err err = attachment_files_find_strays(ctx, folder, find_file, &at);
	*is_finished = *folder < 0;
	return err;
}

static void find_damage(void *arg, const char *check, const char *sentence)
{
	struct findings *findings = arg;
	findings->n++;
	findings->report(findings->arg, check, sentence);
}

enum err checks_run(struct ctx *ctx, check_report *report, void *arg, int64_t *n_faults_out)
{
	struct findings findings = {.report = report, .arg = arg};
	int64_t from_seq = 1, school = 0, attachment = 0;
	int folder = 0;
	struct rekey rekey = {0};
	enum err err = sqlite_check(ctx, find_damage, &findings);
	for (size_t i = 0; i < sizeof checks / sizeof *checks && err == OK; i++)
		err = run_check(ctx, &findings, &checks[i]);
	if (err == OK)
		err = run_steps(ctx, &findings, verify_journal, &from_seq);
	if (err == OK)
		err = run_steps(ctx, &findings, recount_school, &school);
	if (err == OK)
		err = run_steps(ctx, &findings, open_sealed, &rekey);
	if (err == OK)
		err = run_steps(ctx, &findings, find_strays, &folder);
	if (err == OK)
		err = run_steps(ctx, &findings, check_files, &attachment);
	*n_faults_out = findings.n;
	return err;
}
