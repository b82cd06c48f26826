#include "tests/calls/registering.h"

#include "domain/id_number.h"
#include "server/registry/student_items.h"
#include "tests/support/form.h"

Xueji__V1__StudentItems *pupil_items(struct house *house)
{
	char *number = arena_printf(house->arena, "41058120200802%03dX", 200 + 2 * house->pupils++);
	Xueji__V1__StudentItems *items = arena_one(house->arena, Xueji__V1__StudentItems);
	student_items_from_values(form_good, items);
	items->birth_date = "2020-08-02";
	number[17] = id_number_check_character(number);
	items->id_number = number;
	items->admission_month = "2026-09";
	return items;
}

Xueji__V1__SaveRegistrationRequest form_of(struct house *house, Xueji__V1__StudentItems *items)
{
	Xueji__V1__SaveRegistrationRequest in = XUEJI__V1__SAVE_REGISTRATION_REQUEST__INIT;
	in.school_id = id_text(house, SCHOOL);
	in.grade = 1;
	in.class_number = 1;
	in.items = items;
	in.submit = true;
	return in;
}

struct answer form_save(struct house *house, const struct person *registrar,
	const Xueji__V1__SaveRegistrationRequest *form)
{
	return case_ask(house, registrar, "SaveRegistration", &form->base);
}

const Xueji__V1__Case *form_saved(struct house *house, const struct person *registrar,
	const Xueji__V1__SaveRegistrationRequest *form)
{
	struct answer a = form_save(house, registrar, form);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return ((const Xueji__V1__GetCaseResponse *)a.reply)->summary;
}
