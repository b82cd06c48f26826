#include "tui/proofs.h"

#include <stdlib.h>

#include "tui/words.h"

void proofs_ask(struct app *app, const char *student)
{
	Xueji__V1__ListAttachmentsRequest request = XUEJI__V1__LIST_ATTACHMENTS_REQUEST__INIT;
	request.student_id = (char *)(uintptr_t)student;
	request.page_size = PROOFS_MOST;
	app_request(app, "xueji.v1.Attachments/ListAttachments", &request.base);
}

bool proofs_loaded(struct proofs *proofs, const struct client_reply *reply)
{
	if (reply->outcome != CLIENT_OK ||
		reply->message->descriptor != &xueji__v1__list_attachments_response__descriptor)
		return false;
	app_drop(proofs->files);
	proofs->files = app_keep(reply->message);
	return true;
}

bool proofs_pick(struct app *app, const struct proofs *proofs, const char *typed,
	char *ids[PROOFS_MOST], size_t *n_out)
{
	size_t n_files = proofs->files != NULL ? proofs->files->n_attachments : 0;
	const char *at = typed;
	char *end;
	for (*n_out = 0; *n_out < PROOFS_MOST; at = end) {
		size_t number = strtoull(at, &end, 10);
		if (end == at)
			return true;
		if (number == 0 || number > n_files) {
			app_say(app, TONE_WRONG, _("There is no file number %zu."), number);
			return false;
		}
		ids[(*n_out)++] = proofs->files->attachments[number - 1]->id;
	}
	return true;
}

void proofs_draw(struct app *app, const struct proofs *proofs, struct area area)
{
	const Xueji__V1__ListAttachmentsResponse *files = proofs->files;
	draw_rule(area, 0);
	if (files == NULL || files->n_attachments == 0)
		draw_wrapped(area_cols(area, 1, area.cols - 2), 1, STYLE_WARN,
			_("No paper is here yet. Send a scan first: in the child's file with f and "
			  "c, "
			  "or with xueji attachment put."));
	for (size_t i = 0; files != NULL && i < files->n_attachments; i++) {
		const Xueji__V1__Attachment *file = files->attachments[i];
		draw_print(area, (int)i + 1, 1, STYLE_PLAIN, "%2zu  %s  %s  %s", i + 1,
			words_attachment(app, file->kind),
			file->facts != NULL ? file->facts->issuer : "",
			app_instant(app, file->made_time));
	}
}

void proofs_free(struct proofs *proofs)
{
	app_drop(proofs->files);
}
