#include "sheet/part.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "common/text.h"
#include "sheet/ahead.h"
#include "sheet/words.h"

/* What is unpacked at a time; how much all in all; and how many times its size in the zip: sheets
 * shrink to a tenth, seldom to a fiftieth. */
enum { CHUNK = 32 << 10, RATIO_MOST = 250, RATIO_FREE = 4 << 20, DEPTH_MOST = 64 };
#define PART_MOST (INT64_C(8) << 30)
/* Of a part that is kept in memory; of one tag or comment, which expat keeps until its end has
 * come, looking through it anew with each chunk. */
enum { KEPT_MOST = 16 << 20, MARKUP_MOST = 1 << 20 };

struct piece {
	zip_int64_t n; /* 0: the end; less: it is damaged */
	char bytes[CHUNK];
};

struct part {
	const char *name;
	zip_file_t *file;
	struct ahead *pieces; /* unpacked ahead of the parser */
	XML_Parser parser;
	struct part_handlers handlers;
	void *arg;
	int64_t packed, unpacked, most;
	int depth;
	bool is_paused, is_refused, is_last;
	char why[WHY_SIZE];
};

/* Names have a letter or two, and are looked at some hundred times a row. */
static const char *local(const char *name)
{
	for (const char *at = name; *at != '\0'; at++)
		if (*at == ':')
			name = at + 1;
	return name;
}

const char *part_attribute(const char *const *attributes, const char *name)
{
	for (; attributes[0] != NULL; attributes += 2)
		if (part_is_named(local(attributes[0]), name))
			return attributes[1];
	return NULL;
}

bool part_is_true(const char *value)
{
	return value != NULL && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

void part_pause(struct part *part)
{
	part->is_paused = true;
	XML_StopParser(part->parser, XML_TRUE);
}

void part_refuse(struct part *part, const char *format, ...)
{
	va_list args;
	if (part->is_refused)
		return;
	va_start(args, format);
	vsnprintf(part->why, sizeof part->why, format, args);
	va_end(args);
	part->is_refused = true;
	XML_StopParser(part->parser, XML_FALSE);
}

/* ---- what expat calls ---- */

static void start(void *arg, const XML_Char *name, const XML_Char **attributes)
{
	struct part *part = arg;
	if (++part->depth > DEPTH_MOST)
		part_refuse(part, _("%s is nested too deeply."), part->name);
	else if (!part->is_refused)
		part->handlers.start(part->arg, local(name), (const char *const *)attributes);
}

static void end(void *arg, const XML_Char *name)
{
	struct part *part = arg;
	part->depth--;
	if (!part->is_refused)
		part->handlers.end(part->arg, local(name));
}

static void text(void *arg, const XML_Char *bytes, int size)
{
	struct part *part = arg;
	if (!part->is_refused)
		part->handlers.text(part->arg, bytes, size);
}

/* Entities are declared there, and no spreadsheet writes one. */
static void doctype(void *arg, const XML_Char *name, const XML_Char *system, const XML_Char *public,
	int has_subset)
{
	struct part *part = arg;
	(void)name, (void)system, (void)public, (void)has_subset;
	part_refuse(
		part, _("%s declares a document type, which no spreadsheet writes."), part->name);
}

/* ---- reading ---- */

static bool unpack(void *file, void *block)
{
	struct piece *piece = block;
	piece->n = zip_fread(file, piece->bytes, CHUNK);
	return piece->n > 0;
}

struct part *part_open(zip_t *archive, const char *name, const struct part_handlers *handlers,
	void *arg, char why[WHY_SIZE])
{
	zip_stat_t stat;
	if (zip_stat(archive, name, 0, &stat) != 0) {
		why_set(why, _("%s is missing in it; it is no whole .xlsx file."), name);
		return NULL;
	}
	if (stat.encryption_method != ZIP_EM_NONE) {
		why_set(why, _("%s is protected by a password; save it without one."), name);
		return NULL;
	}
	zip_file_t *file = zip_fopen(archive, name, 0);
	if (file == NULL) {
		why_set(why, _("%s cannot be unpacked: %s."), name, zip_strerror(archive));
		return NULL;
	}
	struct part *part = memory_new(sizeof *part);
	part->name = memory_text(name);
	part->file = file;
	part->pieces = ahead_open(sizeof(struct piece), unpack, file);
	part->packed = (int64_t)stat.comp_size;
	part->most = PART_MOST;
	part->handlers = *handlers;
	part->arg = arg;
	part->parser = XML_ParserCreate(NULL);
	if (part->parser == NULL)
		memory_exhausted();
	XML_SetUserData(part->parser, part);
	XML_SetElementHandler(part->parser, start, end);
	XML_SetStartDoctypeDeclHandler(part->parser, doctype);
	if (handlers->text != NULL)
		XML_SetCharacterDataHandler(part->parser, text);
	return part;
}

void part_close(struct part *part)
{
	if (part == NULL)
		return;
	XML_ParserFree(part->parser);
	ahead_close(part->pieces);
	zip_fclose(part->file);
	free((char *)part->name);
	free(part);
}

static bool is_bomb(const struct part *part)
{
	return part->unpacked > part->most ||
	       (part->unpacked > RATIO_FREE &&
		       part->unpacked / RATIO_MOST > (part->packed > 0 ? part->packed : 1));
}

/* Asked when a chunk has been worked off. */
static bool is_endless(const struct part *part)
{
	XML_Index begin = XML_GetCurrentByteIndex(part->parser);
	return begin >= 0 && part->unpacked - begin > MARKUP_MOST;
}

static enum XML_Status feed(struct part *part, char why[WHY_SIZE])
{
	const struct piece *piece = ahead_take(part->pieces);
	if (piece->n < 0) {
		why_set(why, _("%s is damaged: %s."), part->name, zip_file_strerror(part->file));
		return XML_STATUS_ERROR;
	}
	part->unpacked += piece->n;
	part->is_last = piece->n == 0;
	if (is_bomb(part)) {
		why_set(why, _("%s unpacks to far more than any sheet holds."), part->name);
		return XML_STATUS_ERROR;
	}
	enum XML_Status status =
		XML_Parse(part->parser, piece->bytes, (int)piece->n, part->is_last);
	if (status != XML_STATUS_OK || !is_endless(part))
		return status;
	why_set(why, _("%s has a piece of markup that is longer than any may be."), part->name);
	return XML_STATUS_ERROR;
}

static enum part_step broken(const struct part *part, char why[WHY_SIZE])
{
	enum XML_Error code = XML_GetErrorCode(part->parser);
	if (part->is_refused)
		why_set(why, "%s", part->why);
	else if (why[0] == '\0')
		why_set(why, _("%s is damaged: line %lu: %s."), part->name,
			XML_GetCurrentLineNumber(part->parser), XML_ErrorString(code));
	return PART_BROKEN;
}

enum part_step part_run(struct part *part, char why[WHY_SIZE])
{
	enum XML_Status status = XML_STATUS_OK;
	why[0] = '\0';
	if (part->is_paused) {
		part->is_paused = false;
		status = XML_ResumeParser(part->parser);
	}
	while (status == XML_STATUS_OK && !part->is_last)
		status = feed(part, why);
	if (status == XML_STATUS_ERROR || part->is_refused)
		return broken(part, why);
	return status == XML_STATUS_SUSPENDED ? PART_PAUSED : PART_END;
}

bool part_read(zip_t *archive, const char *name, const struct part_handlers *handlers, void *arg,
	char why[WHY_SIZE])
{
	struct part *part = part_open(archive, name, handlers, arg, why);
	if (part == NULL)
		return false;
	part->most = KEPT_MOST;
	enum part_step step = part_run(part, why);
	part_close(part);
	return step == PART_END;
}

/* ---- escaped characters ---- */

static int hex_of(const char *four)
{
	int value = 0;
	for (int i = 0; i < 4; i++) {
		const char *digits = "0123456789abcdef", *at = strchr(digits, four[i] | 0x20);
		if (four[i] == '\0' || at == NULL)
			return -1;
		value = value * 16 + (int)(at - digits);
	}
	return value;
}

size_t part_unescape(char *text, size_t size)
{
	char *out = memchr(text, '_', size);
	if (out == NULL)
		return size;
	for (size_t i = (size_t)(out - text); i < size;) {
		int code =
			i + 7 <= size && text[i] == '_' && text[i + 1] == 'x' && text[i + 6] == '_'
				? hex_of(text + i + 2)
				: -1;
		bool is_character = code > 0 && (code < 0xd800 || code > 0xdfff);
		if (is_character) {
			out += text_put(out, (uint32_t)code);
			i += 7;
		} else {
			*out++ = text[i++];
		}
	}
	return (size_t)(out - text);
}
