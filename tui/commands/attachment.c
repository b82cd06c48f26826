/* xueji attachment …: scans and photos, to the registry and back. */
#include "tui/commands/attachment.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "tui/commands/call.h"
#include "tui/commands/fields.h"
#include "tui/commands/list.h"
#include "tui/text.h"

/* The largest file that the registry takes, and what goes in one call. */
enum { FILE_SIZE_MAX = 2097152, CHUNK_SIZE = 65536 };

/* ---- putting ---- */

/* From where the server has it: a file that was sent in part goes on there. */
static enum exit_code send_chunks(struct invocation *invocation,
	const Xueji__V1__Attachment *attachment, char *bytes, size_t size)
{
	Xueji__V1__SendChunkRequest request = XUEJI__V1__SEND_CHUNK_REQUEST__INIT;
	enum exit_code code = EXIT_DONE;
	request.attachment_id = attachment->id;
	request.offset = attachment->received;
	while (code == EXIT_DONE && request.offset < (int64_t)size) {
		struct client_reply reply;
		size_t left = size - (size_t)request.offset;
		request.data.data = (uint8_t *)bytes + request.offset;
		request.data.len = left < CHUNK_SIZE ? left : CHUNK_SIZE;
		uint64_t call = client_call(
			invocation->client, "xueji.v1.Attachments/SendChunk", &request.base);
		client_wait(invocation->client, call, &reply);
		code = call_complain(invocation, &reply);
		int64_t before = request.offset;
		if (code == EXIT_DONE)
			request.offset =
				((const Xueji__V1__SendChunkResponse *)reply.message)->received;
		client_reply_free(&reply);
		if (code == EXIT_DONE && request.offset <= before)
			return fail(invocation, EXIT_SERVER, _("the server takes no more of it."));
	}
	return code;
}

static enum exit_code finish(
	struct invocation *invocation, char *id, struct client_reply *reply_out)
{
	Xueji__V1__FinishAttachmentRequest request = XUEJI__V1__FINISH_ATTACHMENT_REQUEST__INIT;
	request.attachment_id = id;
	uint64_t call = client_call(
		invocation->client, "xueji.v1.Attachments/FinishAttachment", &request.base);
	client_wait(invocation->client, call, reply_out);
	return call_complain(invocation, reply_out);
}

enum exit_code attachment_send(struct invocation *invocation,
	Xueji__V1__BeginAttachmentRequest *request, const char *path,
	struct client_reply *reply_out)
{
	uint8_t hash[crypto_hash_sha256_BYTES];
	struct client_reply begun;
	size_t size;
	*reply_out = (struct client_reply){0};
	char *bytes = call_read(invocation, path, FILE_SIZE_MAX, &size);
	if (bytes == NULL)
		return EXIT_FILES;
	crypto_hash_sha256(hash, (const uint8_t *)bytes, size);
	if (request->facts == NULL)
		request->facts = (void *)fields_new(
			invocation->arena, &xueji__v1__attachment_facts__descriptor);
	request->facts->size = (int64_t)size;
	request->facts->sha256 = (ProtobufCBinaryData){sizeof hash, hash};
	enum exit_code code = call_send(
		invocation, "xueji.v1.Attachments/BeginAttachment", &request->base, &begun);
	if (code == EXIT_DONE)
		code = send_chunks(invocation, (const void *)begun.message, bytes, size);
	if (code == EXIT_DONE)
		code = finish(
			invocation, ((const Xueji__V1__Attachment *)begun.message)->id, reply_out);
	client_reply_free(&begun);
	request->facts->sha256 = (ProtobufCBinaryData){0};
	return code;
}

static enum exit_code put(struct invocation *invocation)
{
	Xueji__V1__BeginAttachmentRequest *request =
		(void *)call_request(invocation, invocation->command->method);
	struct client_reply reply = {0};
	enum exit_code code = call_fill(invocation, &request->base);
	if (code == EXIT_DONE)
		code = attachment_send(invocation, request, operand(invocation, 2), &reply);
	if (code == EXIT_DONE)
		call_write(invocation, reply.message);
	client_reply_free(&reply);
	return code;
}

/* ---- getting ---- */

/* A new file: what is there already is not written over. */
static enum exit_code open_output(struct invocation *invocation, FILE **out)
{
	const char *name = operand(invocation, 1);
	if (name == NULL || strcmp(name, "-") == 0) {
		*out = stdout;
		return !isatty(STDOUT_FILENO)
			       ? EXIT_DONE
			       : fail(invocation, EXIT_USAGE,
					 "it is no text; name a file, or redirect it.");
	}
	if (invocation->is_confined)
		return fail(invocation, EXIT_FILES, _("from afar no file can be named."));
	int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	*out = fd >= 0 ? fdopen(fd, "w") : NULL;
	return *out != NULL ? EXIT_DONE
			    : fail(invocation, EXIT_FILES, "%s cannot be made: %s.", name,
				      strerror(errno));
}

enum exit_code attachment_fetch(struct invocation *invocation, const char *id, FILE *out)
{
	Xueji__V1__ReadAttachmentRequest request = XUEJI__V1__READ_ATTACHMENT_REQUEST__INIT;
	enum exit_code code = EXIT_DONE;
	int64_t size = 1;
	request.attachment_id = (char *)id;
	while (code == EXIT_DONE && request.offset < size) {
		struct client_reply reply;
		code = call_send(
			invocation, "xueji.v1.Attachments/ReadAttachment", &request.base, &reply);
		const Xueji__V1__ReadAttachmentResponse *piece = (const void *)reply.message;
		if (code == EXIT_DONE && piece->data.len == 0)
			code = fail(invocation, EXIT_SERVER, _("the server gives no more of it."));
		if (code == EXIT_DONE) {
			fwrite(piece->data.data, 1, piece->data.len, out);
			request.offset += (int64_t)piece->data.len;
			request.reading = arena_strdup(invocation->arena, piece->reading);
			size = piece->size;
		}
		client_reply_free(&reply);
	}
	if (code == EXIT_DONE && fflush(out) != 0)
		code = fail(invocation, EXIT_FAILED, _("The output could not be written."));
	return code;
}

static enum exit_code get(struct invocation *invocation)
{
	FILE *out = NULL;
	enum exit_code code = open_output(invocation, &out);
	if (code == EXIT_DONE)
		code = attachment_fetch(invocation, operand(invocation, 0), out);
	if (out != NULL && out != stdout)
		fclose(out);
	return code;
}

#define ATTACHMENT                                                                              \
	{"Id", "编号", "id"}, {"Kind", "类别", "kind"}, {"State", "状态", "state"},             \
		{"Type", "格式", "file_type"}, {"Size", "字节", "facts.size"},                  \
		{"Number", "证件号", "facts.document_no"}, {"Issuer", "签发", "facts.issuer"},  \
		{"Day", "日期", "facts.issue_date"}, {"Complete", "上传完成", "complete_time"}, \
	{                                                                                       \
		"Relied on", "已引用", "is_relied_on"                                           \
	}

static const struct command rows[] = {
	{.name = "attachment list",
		.operands = "STUDENT",
		.purpose = "list the attachments of a child's record",
		.method = "xueji.v1.Attachments/ListAttachments",
		.fields = {"student_id"},
		.options = {{"--case", "CASE", "only those that this case relies on", "case_id"}},
		.list = "attachments",
		.columns = {ATTACHMENT}},
	{.name = "attachment put",
		.operands = "STUDENT KIND FILE",
		.purpose = "send a scan or a photo; one that was sent in part goes on",
		.method = "xueji.v1.Attachments/BeginAttachment",
		.fields = {"student_id", "kind"},
		.options = {{"--number", "NUMBER", "the document's number", "facts.document_no"},
			{"--issuer", "TEXT", "who issued or signed it", "facts.issuer"},
			{"--day", "DAY", "when it was issued or signed", "facts.issue_date"}},
		.columns = {ATTACHMENT},
		.run = put},
	{.name = "attachment get",
		.operands = "ATTACHMENT [FILE]",
		.purpose =
			"write an attachment into a new file, or to stdout; the journal notes it",
		.method = "xueji.v1.Attachments/ReadAttachment",
		.run = get},
	{.name = "attachment drop",
		.operands = "ATTACHMENT",
		.purpose = "drop an attachment that nothing relies on",
		.method = "xueji.v1.Attachments/DropAttachment",
		.fields = {"attachment_id"}},
};
const struct command_table attachment_commands = COMMAND_TABLE(rows);
