/* Sending and fetching a scan, for whatever command says which. */
#pragma once

#include <stdio.h>
#include <xueji/v1/attachments.pb-c.h>

#include "tui/commands/command.h"

/* Announces what the request says, with size and hash of the file ("-": stdin), and sends it; one
 * that was sent in part goes on. The reply, of FinishAttachment, is to be freed in any case. */
enum exit_code attachment_send(struct invocation *invocation,
	Xueji__V1__BeginAttachmentRequest *request, const char *path,
	struct client_reply *reply_out);
enum exit_code attachment_fetch(struct invocation *invocation, const char *id, FILE *out);
