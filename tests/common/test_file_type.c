#include "common/file_type.h"

#include <string.h>

#include "tests/support/suite.h"

#define JPEG     "\xff\xd8\xff\xe0 picture \xff\xd9"
#define PNG_HEAD "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
#define PNG_TAIL "\0\0\0\0IEND\xae\x42\x60\x82"
#define PDF      "%PDF-1.7\n1 0 obj\nendobj\n%%EOF"
#define ROW(bytes, type, is_whole)                       \
	{                                                \
		bytes, sizeof(bytes) - 1, type, is_whole \
	}

static const struct {
	const char *bytes;
	size_t size;
	enum file_type type;
	bool is_whole;
} files[] = {
	ROW(JPEG, FILE_TYPE_JPEG, true),
	ROW(PNG_HEAD "…" PNG_TAIL, FILE_TYPE_PNG, true),
	ROW(PDF, FILE_TYPE_PDF, true),
	ROW(PDF "\r\n", FILE_TYPE_PDF, true),
	ROW(PDF "\n\n \0", FILE_TYPE_PDF, true),
	/* cut short, or something appended */
	ROW("\xff\xd8\xff\xe0 picture", FILE_TYPE_JPEG, false),
	ROW(JPEG "<?php system($_GET['c']); ?>", FILE_TYPE_JPEG, false),
	ROW(JPEG "\n", FILE_TYPE_JPEG, false),
	ROW(PNG_HEAD "…", FILE_TYPE_PNG, false),
	ROW(PNG_HEAD "…" PNG_TAIL "PK\3\4", FILE_TYPE_PNG, false),
	ROW("%PDF-1.7\n1 0 obj\n", FILE_TYPE_PDF, false),
	ROW(PDF "\nMZ", FILE_TYPE_PDF, false),
	ROW("\xff\xd8\xff", FILE_TYPE_JPEG, false),
	ROW("%PDF-", FILE_TYPE_PDF, false),
	ROW("%PDF-%%EO", FILE_TYPE_PDF, false),
	/* others */
	ROW("", FILE_TYPE_NONE, false),
	ROW("\xff\xd8", FILE_TYPE_NONE, false),
	ROW("\x89PNG\r\n\x1a\n", FILE_TYPE_NONE, false),
	ROW("\n" PDF, FILE_TYPE_NONE, false),
	ROW("GIF89a", FILE_TYPE_NONE, false),
	ROW("PK\3\4", FILE_TYPE_NONE, false),
	ROW("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", FILE_TYPE_NONE, false),
	ROW("\0\0\0\x18"
	    "ftypheic",
		FILE_TYPE_NONE, false),
};

START_TEST(a_file_is_judged_by_how_it_begins_and_ends)
{
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		enum file_type type = file_type_of_head(files[i].bytes, files[i].size);
		ck_assert_msg(type == files[i].type, "%zu is a %s", i, file_type_name(type));
		ck_assert_msg(file_type_is_whole(type, files[i].bytes, files[i].size) ==
				      files[i].is_whole,
			"%zu is whole, or not", i);
	}
}
END_TEST

START_TEST(nothing_is_whole_as_another_type)
{
	ck_assert(!file_type_is_whole(FILE_TYPE_PNG, JPEG, sizeof JPEG - 1));
	ck_assert(!file_type_is_whole(FILE_TYPE_NONE, JPEG, sizeof JPEG - 1));
}
END_TEST

START_TEST(every_type_has_a_name)
{
	ck_assert_str_eq(file_type_name(FILE_TYPE_JPEG), "JPEG");
	ck_assert_str_eq(file_type_name(FILE_TYPE_PNG), "PNG");
	ck_assert_str_eq(file_type_name(FILE_TYPE_PDF), "PDF");
}
END_TEST

SUITE("file_type", a_file_is_judged_by_how_it_begins_and_ends, nothing_is_whole_as_another_type,
	every_type_has_a_name)
