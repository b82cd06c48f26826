/* What the tests of registrations share: forms that are good until they are spoiled. */
#pragma once

#include "tests/calls/deciding.h"
#include "xueji/v1/students.pb-c.h"

/* The items of a six-year-old with a right document of her own. */
Xueji__V1__StudentItems *pupil_items(struct house *house);
/* For grade 1, class 1 of SCHOOL, to be submitted. */
Xueji__V1__SaveRegistrationRequest form_of(struct house *house, Xueji__V1__StudentItems *items);
struct answer form_save(struct house *house, const struct person *registrar,
	const Xueji__V1__SaveRegistrationRequest *form);
/* Saved without fault; the case as it then stands. */
const Xueji__V1__Case *form_saved(struct house *house, const struct person *registrar,
	const Xueji__V1__SaveRegistrationRequest *form);
