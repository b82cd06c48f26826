/* What the server itself says to each kind of person of his rights and of his desk, for the test of
 * desks: both replies, packed, as files of the directory PERSONS_DIR, "county.zh.who" and
 * "county.zh.desk". It is a program of its own since names of the server and of the console meet.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "domain/roles.h"
#include "server/service/services.h"
#include "tests/calls/calls.h"
#include "tests/support/suite.h"
#include "xueji/v1/desk.pb-c.h"
#include "xueji/v1/sessions.pb-c.h"

static const struct kind {
	const char *name;
	int64_t unit;
	enum role role;
} kinds[] = {
	{"registrar", SCHOOL, ROLE_REGISTRAR},
	{"approver", SCHOOL, ROLE_APPROVER},
	{"county", COUNTY, ROLE_OFFICER},
	{"city", CITY, ROLE_OFFICER},
	{"province", PROVINCE, ROLE_OFFICER},
	{"nation", NATION, ROLE_OFFICER},
	{"security", COUNTY, ROLE_SECURITY},
	{"auditor", PROVINCE, ROLE_AUDITOR},
};

static void write_message(const char *name, const char *what, const ProtobufCMessage *message)
{
	char path[512];
	size_t size = protobuf_c_message_get_packed_size(message);
	uint8_t *bytes = malloc(size + 1);
	snprintf(path, sizeof path, "%s/%s.%s", getenv("PERSONS_DIR"), name, what);
	FILE *out = fopen(path, "w");
	ck_assert_ptr_nonnull(out);
	protobuf_c_message_pack(message, bytes);
	ck_assert_uint_eq(fwrite(bytes, 1, size, out), size);
	fclose(out);
	free(bytes);
}

static void ask(struct house *house, const struct person *person, const char *name)
{
	Xueji__V1__WhoAmIRequest who = XUEJI__V1__WHO_AM_IREQUEST__INIT;
	Xueji__V1__GetDeskRequest desk = XUEJI__V1__GET_DESK_REQUEST__INIT;
	struct answer me = call(house, person->token, &sessions_service, "WhoAmI", &who.base);
	struct answer rows = call(house, person->token, &desk_service, "GetDesk", &desk.base);
	ck_assert_int_eq(me.err, OK);
	ck_assert_int_eq(rows.err, OK);
	write_message(name, "who", me.reply);
	write_message(name, "desk", rows.reply);
}

START_TEST(each_person_is_told_his_rights_and_his_desk)
{
	struct house *house = house_open();
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		const struct kind *kind = &kinds[i];
		struct person *person = person_make(house, kind->name, kind->unit, kind->role);
		house->lang = "zh";
		ask(house, person, arena_printf(house->arena, "%s.zh", kind->name));
		house->lang = "en";
		ask(house, person, arena_printf(house->arena, "%s.en", kind->name));
	}
	house_close(house);
}
END_TEST

SUITE("persons", each_person_is_told_his_rights_and_his_desk)
