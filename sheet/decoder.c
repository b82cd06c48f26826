#include "sheet/decoder.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>

#include "common/memory.h"
#include "common/text.h"
#include "sheet/words.h"

enum { PIVOT = 4096, INCOMPLETE_MOST = 3 };

struct decoder {
	const char *name;
	UConverter *from, *to;
	UChar pivot[PIVOT], *source, *target;
	bool has_begun, is_gb18030;
	int more, ideographs; /* of UTF-8, met among it */
};

/* Up to the end, but for a character that may go on behind it. */
static bool is_utf8_so_far(const char *head, size_t size, bool is_whole)
{
	size_t most = is_whole ? 0 : INCOMPLETE_MOST;
	for (size_t cut = 0; cut <= most && cut <= size; cut++)
		if (text_is_utf8(head, size - cut))
			return true;
	return false;
}

static const char *choose(const char *head, size_t size, bool is_whole, size_t *skip_out)
{
	static const struct {
		const char *mark;
		size_t size;
		const char *name;
	} marks[] = {{"\xef\xbb\xbf", 3, "UTF-8"}, {"\xff\xfe", 2, "UTF-16LE"},
		{"\xfe\xff", 2, "UTF-16BE"}};
	*skip_out = 0;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (size >= marks[i].size && memcmp(head, marks[i].mark, marks[i].size) == 0) {
			while (size - *skip_out >= marks[i].size &&
				memcmp(head + *skip_out, marks[i].mark, marks[i].size) == 0)
				*skip_out += marks[i].size; /* two programs may have put one */
			return marks[i].name;
		}
	return is_utf8_so_far(head, size, is_whole) ? "UTF-8" : "GB18030";
}

static UConverter *open_strict(const char *name)
{
	UErrorCode code = U_ZERO_ERROR;
	UConverter *converter = ucnv_open(name, &code);
	if (converter != NULL)
		ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &code);
	return U_SUCCESS(code) ? converter : NULL;
}

struct decoder *decoder_open(
	const char *head, size_t size, bool is_whole, size_t *skip_out, char why[WHY_SIZE])
{
	const char *name = choose(head, size, is_whole, skip_out);
	if (strncmp(name, "UTF-16", 6) != 0 && memchr(head, 0, size) != NULL) {
		why_set(why, _("it is no text, or in UTF-16 without its mark; save it as UTF-8."));
		return NULL;
	}
	struct decoder *decoder = memory_new(sizeof *decoder);
	decoder->name = name;
	decoder->is_gb18030 = strcmp(decoder->name, "GB18030") == 0;
	decoder->from = open_strict(decoder->name);
	decoder->to = open_strict("UTF-8");
	decoder->source = decoder->target = decoder->pivot;
	if (decoder->from != NULL && decoder->to != NULL)
		return decoder;
	why_set(why, _("this machine cannot read %s."), decoder->name);
	decoder_close(decoder);
	return NULL;
}

void decoder_close(struct decoder *decoder)
{
	if (decoder == NULL)
		return;
	if (decoder->from != NULL)
		ucnv_close(decoder->from);
	if (decoder->to != NULL)
		ucnv_close(decoder->to);
	free(decoder);
}

/* Nearly all bytes of UTF-8 are some text of GB18030 as well, though not one that anybody wrote: so
 * many ideographs of UTF-8 on end, each three bytes, are what they look like. Lines that were put
 * together from two files have them. */
static bool meets_utf8(struct decoder *decoder, const char *at, const char *end)
{
	enum { IDEOGRAPHS_ENOUGH = 4, REST = 2 };
	for (; at < end; at++) {
		unsigned char byte = (unsigned char)*at;
		bool is_rest = byte >= 0x80 && byte < 0xc0;
		if (decoder->more > 0 && is_rest) {
			decoder->ideographs += --decoder->more == 0;
			if (decoder->ideographs == IDEOGRAPHS_ENOUGH)
				return true;
			continue;
		}
		bool is_first = byte >= 0xe3 && byte <= 0xe9;
		if (!is_first || decoder->more > 0)
			decoder->ideographs = 0;
		decoder->more = is_first ? REST : 0;
	}
	return false;
}

bool decoder_run(struct decoder *decoder, const char **at, const char *end, bool is_last, char *out,
	size_t size, size_t *n_out)
{
	UErrorCode code = U_ZERO_ERROR;
	char *target = out;
	const char *from = *at;
	ucnv_convertEx(decoder->to, decoder->from, &target, out + size, at, end, decoder->pivot,
		&decoder->source, &decoder->target, decoder->pivot + PIVOT, !decoder->has_begun,
		is_last, &code);
	decoder->has_begun = true;
	*n_out = (size_t)(target - out);
	if (decoder->is_gb18030 && meets_utf8(decoder, from, *at))
		return false;
	return U_SUCCESS(code) || code == U_BUFFER_OVERFLOW_ERROR;
}

const char *decoder_name(const struct decoder *decoder)
{
	return decoder->name;
}
