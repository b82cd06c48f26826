#include "tui/contact_form.h"

#include <string.h>

#include "common/date.h"

struct out {
	struct arena *arena;
	enum lang lang;
	const char *text;
};

/* Data may hold anything: control characters become blanks. */
static const char *plain(const struct out *out, const char *text)
{
	char *copy = arena_strdup(out->arena, text);
	for (char *at = copy; *at != '\0'; at++) {
		unsigned char c = (unsigned char)*at;
		if (c < ' ' || c == 0x7f)
			*at = ' ';
		else if (c == 0xc2 && (unsigned char)at[1] >= 0x80 && (unsigned char)at[1] < 0xa0)
			at[0] = at[1] = ' '; /* C1 */
	}
	return copy;
}

static const char *word(const struct out *out, struct sentence sentence)
{
	return sentence_in(&sentence, out->lang);
}
#define WORD(en_text, zh_text) word(out, (struct sentence){en_text, zh_text})

static void put(struct out *out, const char *label, const char *value)
{
	out->text = arena_printf(out->arena, "%s%s%s%s\n", out->text, label,
		out->lang == LANG_ZH ? "：" : ": ", value[0] != '\0' ? plain(out, value) : "-");
}

static const char *class_of(const struct out *out, int grade, int class_number)
{
	const char *format = out->lang == LANG_ZH ? "%d年级" : "grade %d";
	const char *text = arena_printf(out->arena, format, grade);
	if (class_number == 0)
		return text;
	return arena_printf(
		out->arena, out->lang == LANG_ZH ? "%s(%d)班" : "%s, class %d", text, class_number);
}

static const char *day_of(const struct out *out, const Google__Protobuf__Timestamp *time)
{
	char day[DATE_TEXT_SIZE] = "-";
	if (time != NULL)
		date_format(date_of_instant(time->seconds * US_PER_SECOND), day);
	return arena_strdup(out->arena, day);
}

static void put_child(struct out *out, const Xueji__V1__GetCaseResponse *one)
{
	const Xueji__V1__Case *in = one->summary;
	const Xueji__V1__TransferApplication *applied = one->transfer;
	put(out, WORD("Number", "编号"), in->id);
	put(out, WORD("Applied on", "申请日期"), day_of(out, in->opened_time));
	put(out, WORD("Name", "姓名"), applied->name);
	put(out, WORD("Student number", "学籍号"), applied->student_no);
	put(out, WORD("ID number", "身份证件号"), applied->id_number);
	put(out, WORD("From", "转出学校"), in->from_school != NULL ? in->from_school->name : "");
	put(out, WORD("Class there", "转出前年级班级"), class_of(out, in->grade, in->class_number));
	put(out, WORD("To", "转入学校"), in->school != NULL ? in->school->name : "");
	put(out, WORD("Class here", "转入年级班级"), class_of(out, in->to_grade, in->to_class));
	put(out, WORD("Cause", "转学原因"), applied->cause);
	put(out, WORD("Record", "学籍"),
		applied->keeps_record ? WORD("stays at the old school", "保留在原学校")
				      : WORD("goes along", "随学生转出"));
	put(out, WORD("State", "办理状态"), in->state_title);
}

static void put_station(struct out *out, size_t number, const Xueji__V1__CaseStation *at)
{
	const char *unit = at->unit != NULL ? plain(out, at->unit->name) : "";
	const char *signed_by =
		at->is_done ? arena_printf(out->arena, "%s  %s", plain(out, at->operator_name),
				      day_of(out, at->time))
			    : WORD("____________  on ________", "____________  日期________");
	out->text = arena_printf(out->arena, "%s\n%zu. %s  %s\n   %s  %s\n", out->text, number,
		at->title, unit, signed_by, WORD("(stamp)", "(盖章)"));
}

const char *contact_form_text(
	struct arena *arena, const Xueji__V1__GetCaseResponse *one, enum lang lang)
{
	struct out form = {arena, lang, ""}, *out = &form;
	if (one->transfer == NULL || one->summary == NULL)
		return "";
	out->text = one->summary->type == XUEJI__V1__CASE_TYPE__CASE_TYPE_ENROLMENT
			    ? WORD("ENROLMENT CONTACT FORM\n\n", "毕业生升学联系表\n\n")
			    : WORD("TRANSFER CONTACT FORM\n\n", "学生转学联系表\n\n");
	put_child(out, one);
	for (size_t i = 0; i < one->n_stations; i++)
		put_station(out, i + 1, one->stations[i]);
	return out->text;
}
