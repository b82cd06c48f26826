#include "domain/attachment_kind.h"

#include <ctype.h>
#include <string.h>

#include "common/file_type.h"
#include "tests/support/sentence.h"
#include "tests/support/suite.h"
#include "xueji/v1/attachments.pb-c.h"

START_TEST(every_kind_has_a_word_of_its_own_and_a_title)
{
	for (int kind = 1; kind < ATTACHMENT_KIND_END; kind++) {
		const struct attachment_kind_row *row = attachment_kind_row(kind);
		ck_assert_int_eq(row->kind, kind);
		sentence_check(row->word, &row->title);
		for (int other = 1; other < kind; other++)
			ck_assert_str_ne(row->word, attachment_kind_row(other)->word);
	}
	ck_assert_ptr_null(attachment_kind_row(0));
	ck_assert_ptr_null(attachment_kind_row(-1));
	ck_assert_ptr_null(attachment_kind_row(ATTACHMENT_KIND_END));
}
END_TEST

/* ATTACHMENT_KIND_ID_CARD is id_card. */
START_TEST(the_contract_has_the_same_kinds_under_the_same_numbers)
{
	const ProtobufCEnumDescriptor *type = &xueji__v1__attachment_kind__descriptor;
	ck_assert_int_eq(type->n_values, ATTACHMENT_KIND_END);
	for (int kind = 1; kind < ATTACHMENT_KIND_END; kind++) {
		const ProtobufCEnumValue *value = protobuf_c_enum_descriptor_get_value(type, kind);
		char word[64];
		size_t n = 0;
		for (const char *c = value->name + strlen("ATTACHMENT_KIND_"); *c != '\0'; c++)
			word[n++] = (char)tolower((unsigned char)*c);
		word[n] = '\0';
		ck_assert_str_eq(word, attachment_kind_row(kind)->word);
	}
}
END_TEST

START_TEST(the_contract_has_the_same_types_of_file)
{
	for (int type = 1; type < FILE_TYPE_END; type++) {
		const ProtobufCEnumValue *value = protobuf_c_enum_descriptor_get_value(
			&xueji__v1__file_type__descriptor, type);
		ck_assert_str_eq(value->name + strlen("FILE_TYPE_"), file_type_name(type));
	}
}
END_TEST

START_TEST(a_photo_is_a_picture_and_a_proof_may_be_a_pdf)
{
	ck_assert_uint_eq(attachment_kind_row(ATTACHMENT_PHOTO)->file_types,
		1u << FILE_TYPE_JPEG | 1u << FILE_TYPE_PNG);
	ck_assert(attachment_kind_row(ATTACHMENT_ID_CARD)->file_types & 1u << FILE_TYPE_PDF);
}
END_TEST

SUITE("attachment_kind", every_kind_has_a_word_of_its_own_and_a_title,
	the_contract_has_the_same_kinds_under_the_same_numbers,
	the_contract_has_the_same_types_of_file, a_photo_is_a_picture_and_a_proof_may_be_a_pdf)
