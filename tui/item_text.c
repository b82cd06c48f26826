#include "tui/item_text.h"

enum { HALF_LINE = 30 };

static char **field_of(const Xueji__V1__StudentItems *items, enum item item)
{
	const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field_by_name(
		items->base.descriptor, item_row(item)->word);
	return field != NULL ? (char **)((uintptr_t)items + field->offset) : NULL;
}

const char *item_value(const Xueji__V1__StudentItems *items, enum item item)
{
	char **field = field_of(items, item);
	return field != NULL && *field != NULL ? *field : "";
}

void item_put(Xueji__V1__StudentItems *items, enum item item, const char *value)
{
	char **field = field_of(items, item);
	if (field != NULL)
		*field = (char *)(uintptr_t)value;
}

const char *item_text(struct app *app, const Xueji__V1__StudentItems *items, enum item item)
{
	const struct item_row *row = item_row(item);
	const char *value = item_value(items, item);
	if (value[0] == '\0')
		return "";
	if (row->kind == KIND_CODE)
		return code_label(row->codes, value, app_lang(app));
	if (row->kind == KIND_ATTACHMENT)
		return _("on file");
	return value;
}

const char *item_label(const struct app *app, enum item item)
{
	return sentence_in(item_name(FORM_SCHOOL, item), app_lang(app));
}

bool item_is_wide(enum item item)
{
	const struct item_row *row = item_row(item);
	return (row->kind == KIND_TEXT || row->kind == KIND_URL || row->kind == KIND_EMAIL) &&
	       row->max > HALF_LINE;
}
