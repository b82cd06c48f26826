#include "common/address.h"

#include "tests/support/suite.h"

static const struct {
	const char *address;
	enum address_kind kind;
} cases[] = {
	{"unix:xuejid.sock", ADDRESS_UNIX},
	{"unix:/run/xuejid.sock", ADDRESS_UNIX},
	{"unix:", ADDRESS_BAD},
	{"127.0.0.1:50051", ADDRESS_LOOPBACK},
	{"127.8.0.1:0", ADDRESS_LOOPBACK},
	{"localhost:1", ADDRESS_LOOPBACK},
	{"[::1]:50051", ADDRESS_LOOPBACK},
	{"[::]:50051", ADDRESS_REMOTE},
	{"0.0.0.0:50051", ADDRESS_REMOTE},
	{"10.0.0.7:65535", ADDRESS_REMOTE},
	{"[::ffff:127.0.0.1]:1", ADDRESS_REMOTE}, /* never guess in favour of a stranger */
	{"localhost.example.org:1", ADDRESS_REMOTE},
	{"xueji.example.org:443", ADDRESS_REMOTE},
	{"127.0.0.1", ADDRESS_BAD},
	{"127.0.0.1:", ADDRESS_BAD},
	{"127.0.0.1:65536", ADDRESS_BAD},
	{"127.0.0.1:-1", ADDRESS_BAD},
	{"127.0.0.1:5x", ADDRESS_BAD},
	{"127.0.0.1:000080", ADDRESS_BAD},
	{"::1:50051", ADDRESS_BAD},
	{"[::1:50051", ADDRESS_BAD},
	{"[xueji]:50051", ADDRESS_BAD},
	{"[]:50051", ADDRESS_BAD},
	{":50051", ADDRESS_BAD},
	{"50051", ADDRESS_BAD},
	{"", ADDRESS_BAD},
	{"a b:1", ADDRESS_BAD},
	{"dns:///xueji:1", ADDRESS_BAD},
};

START_TEST(every_form_is_told_apart)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		ck_assert_msg(address_kind(cases[i].address) == cases[i].kind,
			"\"%s\" is taken as %d", cases[i].address, address_kind(cases[i].address));
}
END_TEST

START_TEST(hosts_are_names_or_ip_addresses)
{
	ck_assert_int_eq(host_kind("xueji.example.org"), HOST_NAME);
	ck_assert_int_eq(host_kind("10.0.0.7"), HOST_IP);
	ck_assert_int_eq(host_kind("fe80::1"), HOST_IP);
	ck_assert_int_eq(host_kind(""), HOST_BAD);
	ck_assert_int_eq(host_kind("a,DNS:b"), HOST_BAD);
	ck_assert_int_eq(host_kind("a:1"), HOST_BAD);
}
END_TEST

SUITE("address", hosts_are_names_or_ip_addresses, every_form_is_told_apart)
