#include "server/registry/policy_table.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#define MINUTES                                 \
	{                                       \
		.en = "minutes", .zh = "分钟" \
	}
#define SECONDS                              \
	{                                    \
		.en = "seconds", .zh = "秒" \
	}
#define HOURS                                 \
	{                                     \
		.en = "hours", .zh = "小时" \
	}
#define YEARS                                 \
	{                                     \
		.en = "years", .zh = "周岁" \
	}
#define DAYS                              \
	{                                 \
		.en = "days", .zh = "天" \
	}
#define WORKING_DAYS                                       \
	{                                                  \
		.en = "working days", .zh = "个工作日" \
	}
#define TIMES                              \
	{                                  \
		.en = "times", .zh = "次" \
	}
#define MONTH_AND_DAY                                 \
	{                                             \
		.en = "month and day", .zh = "月日" \
	}
#define NOTHING                    \
	{                          \
		.en = "", .zh = "" \
	}

/* clang-format off */
static const struct policy_row rows[] = {
	{POLICY_SESSION_IDLE_MINUTES, "session.idle_minutes", POLICY_NUMBER, 30, 5, 480,
		TIER_PROVINCE, ROLE_SECURITY,
		{.en = "A session in which nothing is done ends after this time",
		 .zh = "会话无操作超过该时间即自动结束"}, MINUTES},
	{POLICY_SESSION_HOURS, "session.absolute_hours", POLICY_NUMBER, 12, 1, 24,
		TIER_PROVINCE, ROLE_SECURITY,
		{.en = "A session ends this long after sign-in, whatever is done in it",
		 .zh = "会话自登录起最长持续时间"}, HOURS},
	{POLICY_SESSIONS_PER_OPERATOR, "session.per_operator", POLICY_NUMBER, 5, 1, 100,
		TIER_PROVINCE, ROLE_SECURITY,
		{.en = "An operator may have this many sessions at a time; a further sign-in ends the oldest",
		 .zh = "每名用户可同时保持的会话数；超出时最早的会话结束"},
		{.en = "sessions", .zh = "个会话"}},
	{POLICY_PASSWORD_LENGTH, "password.minimum_length", POLICY_NUMBER, 10, 8, 64,
		TIER_PROVINCE, ROLE_SECURITY,
		{.en = "A new password has at least this many characters",
		 .zh = "新密码的最少字符数"},
		{.en = "characters", .zh = "个字符"}},
	{POLICY_ONE_TIME_HOURS, "password.one_time_hours", POLICY_NUMBER, 72, 1, 720,
		TIER_PROVINCE, ROLE_SECURITY,
		{.en = "A one-time password that is not used expires after this time",
		 .zh = "一次性密码未使用的有效时间"}, HOURS},
	{POLICY_SECOND_FACTOR, "second_factor.required", POLICY_YES_NO, 1, 0, 1,
		TIER_PROVINCE, ROLE_SECURITY,
		{.en = "Signing in asks for a second factor (one-time code of a device)",
		 .zh = "登录须使用第二因素（动态口令）"}, NOTHING},
	{POLICY_SIGN_IN_FREE_TRIES, "sign_in.free_tries", POLICY_NUMBER, 5, 1, 50,
		TIER_PROVINCE, ROLE_SECURITY,
		{.en = "So many wrong passwords in a row are answered at once; after that each waits longer",
		 .zh = "连续输错密码该次数之后开始延时"},
		{.en = "tries", .zh = "次"}},
	{POLICY_SIGN_IN_LONGEST_WAIT, "sign_in.longest_wait_seconds", POLICY_NUMBER, 60, 1, 3600,
		TIER_PROVINCE, ROLE_SECURITY,
		{.en = "The wait after wrong passwords doubles up to this, and never locks out for good",
		 .zh = "输错密码后的等待时间逐次加倍，至多为该值，不会永久锁定"}, SECONDS},
	{POLICY_ACCOUNT_IDLE_DAYS, "account.idle_days", POLICY_NUMBER, 90, 7, 730,
		TIER_PROVINCE, ROLE_SECURITY,
		{.en = "An account that is not used for this long is sealed (R58)",
		 .zh = "账号闲置超过该天数即被封存"}, DAYS},
	{POLICY_CERTIFICATE_WARNING_DAYS, "certificate.warning_days", POLICY_NUMBER, 30, 1, 180,
		TIER_PROVINCE, ROLE_SECURITY,
		{.en = "An operator is warned this long before his certificate expires (R54)",
		 .zh = "上岗证书到期前提前提醒的天数"}, DAYS},
	{POLICY_CONSOLE_DRAFT_DAYS, "console.draft_days", POLICY_NUMBER, 30, 1, 180,
		TIER_PROVINCE, ROLE_SECURITY,
		{.en = "A draft of a form that its operator has not touched for this long is forgotten",
		 .zh = "表单草稿超过该天数未改动即被清除"}, DAYS},
	{POLICY_CLASS_SIZE, "class.size", POLICY_NUMBER, 55, 1, 200,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "A class takes no more pupils than this (R15)",
		 .zh = "班额上限（R15）"},
		{.en = "pupils", .zh = "人"}},
	{POLICY_ENTRY_AGE, "entry.age", POLICY_NUMBER, 6, 5, 7,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "Who enters grade 1 has reached this age by the cut-off day (R15)",
		 .zh = "小学一年级入学最低年龄，截至当年截止日（R15）"}, YEARS},
	{POLICY_ENTRY_AGE_MOST, "entry.age_most", POLICY_NUMBER, 12, 7, 18,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "Who is older than this by the cut-off day does not enter grade 1 (R15)",
		 .zh = "小学一年级入学最高年龄，截至当年截止日（R15）"}, YEARS},
	{POLICY_ENTRY_CUT_OFF, "entry.cut_off", POLICY_NUMBER, 831, 701, 1231,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "The day of the year by which the age of entry counts, as month and day: 831 is 31 August (R15)",
		 .zh = "入学年龄截止日，以月日表示：831 即 8 月 31 日（R15）"}, MONTH_AND_DAY},
	{POLICY_REGISTRATION_DAYS, "registration.days", POLICY_NUMBER, 30, 5, 90,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "A registration is finished this long after the school began it (R9)",
		 .zh = "学籍注册自学校录入起应办结的时限（R9）"}, DAYS},
	{POLICY_REGISTRATION_WARNING_DAYS, "registration.warning_days", POLICY_NUMBER, 10, 1, 30,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "The desk shows registrations this long before that time is up (R9)",
		 .zh = "学籍注册到期前在待办中提示的天数（R9）"}, DAYS},
	{POLICY_CASE_DAYS, "case.days", POLICY_NUMBER, 10, 1, 60,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "Each party of a registration, a key-data change or a change of status answers within so many working days",
		 .zh = "学籍注册、关键数据变更、学籍状态变动各办理方的办理时限"}, WORKING_DAYS},
	{POLICY_STATUS_CITY_SIGNS, "status.senior_city_signs", POLICY_YES_NO, 1, 0, 1,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "A change of status in the senior stage is confirmed by the city too (R20)",
		 .zh = "高中阶段学籍状态变动须经市级核准（R20）"}, NOTHING},
	{POLICY_SUSPENSION_MONTHS, "status.suspension_months", POLICY_NUMBER, 12, 1, 36,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "A suspension, and each time that it is made longer, lasts this long at most (R26)",
		 .zh = "休学及每次延长休学的最长期限（R26）"}, {.en = "months", .zh = "个月"}},
	{POLICY_SUSPENSION_WARNING_DAYS, "status.suspension_warning_days", POLICY_NUMBER, 15, 1, 90,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "The desk shows suspensions this long before they end, so that resumption is applied for in time (R26)",
		 .zh = "休学到期前提前提示办理复学的天数（R26）"}, DAYS},
	{POLICY_REVEALS_PER_HOUR, "identity.reveals_per_hour", POLICY_NUMBER, 60, 1, 1000,
		TIER_PROVINCE, ROLE_SECURITY,
		{.en = "An operator may see whole ID or student numbers of so many children in an hour (R55)",
		 .zh = "每名用户每小时可查看完整证件号或学籍号的次数（R55）"}, TIMES},
	{POLICY_CHECKS_PER_HOUR, "identity.checks_per_hour", POLICY_NUMBER, 30, 1, 600,
		TIER_PROVINCE, ROLE_SECURITY,
		{.en = "An operator may ask so often in an hour whether an identity has a record outside his units (R55)",
		 .zh = "每名用户每小时可跨范围查重（核对证件有无学籍）的次数（R55）"}, TIMES},
	{POLICY_DUPLICATES_PER_HOUR, "identity.duplicates_per_hour", POLICY_NUMBER, 60, 1, 600,
		TIER_PROVINCE, ROLE_SECURITY,
		{.en = "An operator may be refused so many forms in an hour because the identity has a record; then entering pauses (R55)",
		 .zh = "每名用户每小时因证件已有学籍而被拒的表单数上限，达到后暂停录入（R55）"}, TIMES},
	{POLICY_TRANSFER_DAYS, "transfer.days", POLICY_NUMBER, 10, 1, 60,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "Each of the schools and bureaus of a transfer answers within so many working days (R23)",
		 .zh = "转学各办理方的办理时限（R23）"}, WORKING_DAYS},
	{POLICY_TRANSFER_PAPER_DAYS, "transfer.paper_days", POLICY_NUMBER, 30, 0, 180,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "The paper file is at the new school within this time; 0: no paper file is handed over (R24)",
		 .zh = "转学后纸质档案移交期限；0 表示不移交纸质档案（R24）"}, DAYS},
	{POLICY_TRANSFER_PURGE_MONTHS, "transfer.purge_months", POLICY_NUMBER, 6, 1, 24,
		TIER_NATION, ROLE_OFFICER,
		{.en = "A transfer that is not finished after this time is purged (R37)",
		 .zh = "转学业务逾期未办结的清除期限（R37）"}, {.en = "months", .zh = "个月"}},
	{POLICY_TRANSFER_RETURN, "transfer.return_allowed", POLICY_YES_NO, 1, 0, 1,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "The receiving side may send a transfer back for correction (Q16)",
		 .zh = "转入方可退回转学申请补正（Q16）"}, NOTHING},
	{POLICY_TRANSFER_CITY_SIGNS, "transfer.city_signs", POLICY_YES_NO, 0, 0, 1,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "A transfer from another city is confirmed by the receiving city too",
		 .zh = "跨市转入须经市级核准"}, NOTHING},
	{POLICY_TRANSFER_PROVINCE_SIGNS, "transfer.province_signs", POLICY_YES_NO, 0, 0, 1,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "A transfer from another city is confirmed by the province too",
		 .zh = "跨市转入须经省级核准"}, NOTHING},
	{POLICY_TRANSFER_FREEZE_FROM, "transfer.freeze_from", POLICY_NUMBER, 715, 0, 1231,
		TIER_NATION, ROLE_OFFICER,
		{.en = "The day of the year from which no new transfer may be started, as month and day; 0: none (R34)",
		 .zh = "每年停止受理新转学申请的首日，以月日表示；0 表示无（R34）"}, MONTH_AND_DAY},
	{POLICY_TRANSFER_FREEZE_UNTIL, "transfer.freeze_until", POLICY_NUMBER, 814, 0, 1231,
		TIER_NATION, ROLE_OFFICER,
		{.en = "The last day of that (R34)",
		 .zh = "每年停止受理新转学申请的末日（R34）"}, MONTH_AND_DAY},
	{POLICY_TRANSFER_CLOSED_FROM, "transfer.closed_from", POLICY_NUMBER, 0, 0, 1231,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "The day of the year from which this province starts no new transfer, as month and day; 0: none (R33)",
		 .zh = "本省另行停止受理新转学申请的首日，以月日表示；0 表示无（R33）"}, MONTH_AND_DAY},
	{POLICY_TRANSFER_CLOSED_UNTIL, "transfer.closed_until", POLICY_NUMBER, 0, 0, 1231,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "The last day of that (R33)",
		 .zh = "本省另行停止受理新转学申请的末日（R33）"}, MONTH_AND_DAY},
	{POLICY_TRANSFER_BAR_FIRST_TERM, "transfer.bar_first_term", POLICY_YES_NO, 0, 0, 1,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "No transfer in the first term of a stage (R33)",
		 .zh = "起始年级第一学期不办理转学（R33）"}, NOTHING},
	{POLICY_TRANSFER_FIRST_TERM_FROM, "transfer.first_term_from", POLICY_NUMBER, 901, 101, 1231,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "The first term of a stage, in which transfers may be barred, begins on this day, as month and day (R33)",
		 .zh = "学段首学期（可限制转学）的开始日，以月日表示（R33）"}, MONTH_AND_DAY},
	{POLICY_TRANSFER_FIRST_TERM_UNTIL, "transfer.first_term_until", POLICY_NUMBER, 131, 101,
		1231, TIER_PROVINCE, ROLE_OFFICER,
		{.en = "And ends on this day, as month and day: 131 is 31 January (R33)",
		 .zh = "学段首学期的结束日，以月日表示：131 即 1 月 31 日（R33）"}, MONTH_AND_DAY},
	{POLICY_TRANSFER_BAR_LAST_YEAR, "transfer.bar_last_year", POLICY_YES_NO, 0, 0, 1,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "No transfer in the last year of a stage (R33)",
		 .zh = "毕业年级不办理转学（R33）"}, NOTHING},
	{POLICY_TRANSFER_BAR_SUSPENDED, "transfer.bar_suspended", POLICY_YES_NO, 1, 0, 1,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "No transfer during suspension (R33)",
		 .zh = "休学期间不办理转学（R33）"}, NOTHING},
	{POLICY_TRANSFER_BAR_GRADE_CHANGE, "transfer.bar_grade_change", POLICY_YES_NO, 1, 0, 1,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "No change of grade with a transfer (R27, R33)",
		 .zh = "转学不得变更年级（R27、R33）"}, NOTHING},
	{POLICY_TRANSFER_BAR_WITHIN_CITY, "transfer.bar_within_city", POLICY_YES_NO, 0, 0, 1,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "No transfer within one city (R33)",
		 .zh = "同一市内不办理转学（R33）"}, NOTHING},
	{POLICY_TRANSFER_BAR_WITHIN_COUNTY, "transfer.bar_within_county", POLICY_YES_NO, 0, 0, 1,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "No transfer within one county (R33)",
		 .zh = "同一县区内不办理转学（R33）"}, NOTHING},
	{POLICY_ENROLMENT_FROM, "enrolment.from", POLICY_NUMBER, 0, 0, 1231,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "The day of the year from which a graduate of this province may be applied for, as month and day; 0: on any day (R35)",
		 .zh = "每年受理本省毕业生升学申请的首日，以月日表示；0 表示不限（R35）"}, MONTH_AND_DAY},
	{POLICY_ENROLMENT_UNTIL, "enrolment.until", POLICY_NUMBER, 0, 0, 1231,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "The last day of that (R35)",
		 .zh = "每年受理本省毕业生升学申请的末日（R35）"}, MONTH_AND_DAY},
	{POLICY_ENROLMENT_ABROAD_FROM, "enrolment.abroad_from", POLICY_NUMBER, 815, 0, 1231,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "The day of the year from which a graduate of another province may be applied for, as month and day; 0: not in autumn (R36)",
		 .zh = "每年秋季受理外省毕业生就学申请的首日，以月日表示；0 表示秋季不受理（R36）"}, MONTH_AND_DAY},
	{POLICY_ENROLMENT_ABROAD_UNTIL, "enrolment.abroad_until", POLICY_NUMBER, 1214, 0, 1231,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "The last day of that (R36)",
		 .zh = "每年秋季受理外省毕业生就学申请的末日（R36）"}, MONTH_AND_DAY},
	{POLICY_ENROLMENT_SPRING_FROM, "enrolment.spring_from", POLICY_NUMBER, 301, 0, 1231,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "The day of spring from which a graduate of another province may be applied for, as month and day; 0: not in spring (R36)",
		 .zh = "每年春季受理外省毕业生就学申请的首日，以月日表示；0 表示春季不受理（R36）"}, MONTH_AND_DAY},
	{POLICY_ENROLMENT_SPRING_UNTIL, "enrolment.spring_until", POLICY_NUMBER, 531, 0, 1231,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "The last day of that (R36)",
		 .zh = "每年春季受理外省毕业生就学申请的末日（R36）"}, MONTH_AND_DAY},
	{POLICY_LIST_DAY, "lists.day", POLICY_NUMBER, 25, 1, 28,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "By this day of the month what waits for the nation is on a list (R16)",
		 .zh = "每月上报全国核查名单的截止日（R16）"},
		{.en = "day of the month", .zh = "日"}},
	{POLICY_PROBLEM_PHASE, "problem.phase", POLICY_NUMBER, 2, 1, 2,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "Phase of the clean-up of records: in the first, an ID number that the police do not know is amended or its record deleted; from the second on it may be substantiated too (R48)",
		 .zh = "问题学籍处理阶段：第一阶段身份证号不存在或姓名不匹配的只能变更或删除，第二阶段起也可佐证（R48）"}, {.en = "phase", .zh = "阶段"}},
	{POLICY_CHECK_LIKELY, "checks.likely", POLICY_NUMBER, 90, 50, 99,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "Two records count as likely one child from this probability on",
		 .zh = "两条学籍同为一人的概率达到该值即为高度疑似"},
		{.en = "per cent", .zh = "%"}},
	{POLICY_CHECK_POSSIBLE, "checks.possible", POLICY_NUMBER, 50, 10, 95,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "Two records are listed as suspected from this probability on",
		 .zh = "两条学籍同为一人的概率达到该值即列为疑似"},
		{.en = "per cent", .zh = "%"}},
	{POLICY_TOTALS_BASE, "totals.base", POLICY_NUMBER, 5, 5, 50,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "Totals that leave the registry are multiples of this, so that no count of fewer children can be worked out of them (R55)",
		 .zh = "对外提供的统计数按该数的整倍数取整，使低于该数的人数无从推算（R55）"},
		{.en = "children", .zh = "人"}},
	{POLICY_TOTALS_DAY, "totals.day", POLICY_NUMBER, 1001, 101, 1231,
		TIER_PROVINCE, ROLE_OFFICER,
		{.en = "The day of the year from which the totals that may leave the registry are taken, once: 1001 is 1 October, when enrolment is complete (R35)",
		 .zh = "每年汇总对外统计数的日期（一年一次），以月日表示：1001 即 10 月 1 日，招生入学已办结（R35）"}, MONTH_AND_DAY},
};
/* clang-format on */
_Static_assert(sizeof rows / sizeof *rows == POLICY_COUNT, "a row for each policy");

const struct policy_row *policy_row(enum policy policy)
{
	assert(policy < POLICY_COUNT && rows[policy].policy == policy);
	return &rows[policy];
}

const struct policy_row *policy_find(const char *key)
{
	for (size_t i = 0; i < POLICY_COUNT; i++)
		if (strcmp(rows[i].key, key) == 0)
			return &rows[i];
	return NULL;
}
