#include "tui/commands/connect.h"

#include <stdlib.h>
#include <string.h>

#include "tui/commands/call.h"
#include "tui/commands/password.h"
#include "tui/commands/session.h"

#define SERVER "127.0.0.1:50051"
#define CA     "/etc/xueji/ca.crt"

/* ---- settings ---- */

static const char *first_of(const char *a, const char *b, const char *c, const char *d)
{
	return a != NULL ? a : b != NULL ? b : c != NULL ? c : d;
}

/* The session that may be sent to this server: none of another's. */
static bool read_session(struct invocation *invocation, struct session *out, char why[WHY_SIZE])
{
	const char *path = session_path(invocation->arena, option_value(invocation, "--session"),
		invocation->is_confined, why);
	*out = (struct session){0};
	return path == NULL || session_load(invocation->arena, path, out, why);
}

static enum exit_code take_output(struct invocation *invocation)
{
	static const char *const names[] = {"table", "json", "csv"};
	const char *output = option_value(invocation, "--output");
	const char *limit = option_value(invocation, "--limit");
	if (limit != NULL && (*limit == '\0' || limit[strspn(limit, "0123456789")] != '\0'))
		return fail(invocation, EXIT_USAGE, "--limit needs a number, not \"%s\".", limit);
	const char *key = option_value(invocation, "--key");
	if (key != NULL && strlen(key) > 64)
		return fail(invocation, EXIT_USAGE, "--key takes at most 64 characters.");
	for (size_t i = 0; i < 3; i++) {
		if (output == NULL || strcmp(output, names[i]) == 0) {
			invocation->output = output == NULL ? OUTPUT_TABLE : (enum output)i;
			return EXIT_DONE;
		}
	}
	return fail(invocation, EXIT_USAGE, "--output is table, json or csv, not \"%s\".", output);
}

static enum exit_code take_lang(struct invocation *invocation)
{
	const char *given = option_value(invocation, "--lang");
	const char *lang = first_of(given, getenv("LANGUAGE"), getenv("LC_ALL"), getenv("LANG"));
	if (given != NULL && strcmp(given, "en") != 0 && strncmp(given, "zh", 2) != 0)
		return fail(invocation, EXIT_USAGE, "--lang is zh_CN or en, not \"%s\".", given);
	invocation->start.lang = lang_of(lang);
	return EXIT_DONE;
}

enum exit_code connect_settings(struct invocation *invocation)
{
	char why[WHY_SIZE];
	struct session session;
	struct start *start = &invocation->start;
	bool is_local = invocation->command != NULL && invocation->command->is_local;
	if (!is_local && !read_session(invocation, &session, why))
		return fail(invocation, EXIT_FILES, "%s", why);
	if (is_local)
		session = (struct session){0};
	start->server = first_of(option_value(invocation, "--server"), getenv("XUEJI_SERVER"),
		session.server, SERVER);
	start->ca = first_of(option_value(invocation, "--ca"), getenv("XUEJI_CA"), session.ca, CA);
	start->certificate = option_value(invocation, "--certificate");
	start->key = option_value(invocation, "--key-file");
	start->user = option_value(invocation, "--user");
	start->password_file = option_value(invocation, "--password-file");
	enum exit_code code = take_lang(invocation);
	return code == EXIT_DONE ? take_output(invocation) : code;
}

/* ---- opening ---- */

/* A script would rather be told than wait. */
enum { PATIENCE_MS = 1 };

static enum exit_code open_client(struct invocation *invocation)
{
	char why[WHY_SIZE];
	const struct start *start = &invocation->start;
	invocation->client = client_open(
		&(struct client_options){
			.server = start->server,
			.ca = start->ca,
			.certificate = start->certificate,
			.key = start->key,
			.lang = start->lang,
			.patience_ms = PATIENCE_MS,
		},
		why);
	return invocation->client != NULL ? EXIT_DONE : fail(invocation, EXIT_FILES, "%s", why);
}

static bool is_login(const struct invocation *invocation)
{
	return strcmp(invocation->command->name, "login") == 0;
}

/* --user with any other command: a session that lives as long as it. */
static bool is_own_session(const struct invocation *invocation)
{
	return invocation->start.user != NULL && !is_login(invocation);
}

enum exit_code connect_sign_in(struct invocation *invocation, const char *name, const char *device,
	struct client_reply *reply_out)
{
	Xueji__V1__SignInRequest request = XUEJI__V1__SIGN_IN_REQUEST__INIT;
	const char *code = option_value(invocation, "--code");
	*reply_out = (struct client_reply){0};
	request.name = (char *)name;
	enum exit_code exit = password_get(invocation, "Password: ", &request.password);
	if (exit != EXIT_DONE)
		return exit;
	request.code = code != NULL
			       ? (char *)code
			       : password_ask_code(invocation, "Code (empty: there is none): ");
	if (device != NULL)
		request.device = (char *)device;
	exit = call_send(invocation, "xueji.v1.Sessions/SignIn", &request.base, reply_out);
	explicit_bzero(request.password, strlen(request.password));
	if (exit == EXIT_DONE) {
		const Xueji__V1__SignInResponse *reply = (const void *)reply_out->message;
		client_set_token(invocation->client, reply->session_token);
	}
	return exit;
}

enum exit_code connect_open(struct invocation *invocation)
{
	struct session session;
	struct client_reply reply;
	char why[WHY_SIZE];
	enum exit_code code = open_client(invocation);
	if (code != EXIT_DONE)
		return code;
	if (is_own_session(invocation)) {
		code = connect_sign_in(invocation, invocation->start.user, NULL, &reply);
		client_reply_free(&reply);
	} else if (!read_session(invocation, &session, why)) {
		code = fail(invocation, EXIT_FILES, "%s", why);
	} else if (session.token != NULL && session.server != NULL && !is_login(invocation) &&
		   strcmp(session.server, invocation->start.server) == 0) {
		client_set_token(invocation->client, session.token);
	}
	if (code != EXIT_DONE) {
		client_close(invocation->client);
		invocation->client = NULL;
	}
	return code;
}

void connect_sign_out(struct invocation *invocation)
{
	Xueji__V1__SignOutRequest request = XUEJI__V1__SIGN_OUT_REQUEST__INIT;
	struct client_reply reply;
	uint64_t call = client_call(invocation->client, "xueji.v1.Sessions/SignOut", &request.base);
	client_wait(invocation->client, call, &reply);
	client_reply_free(&reply); /* it ends by itself if this did not reach the server */
}

void connect_close(struct invocation *invocation)
{
	if (invocation->client != NULL && is_own_session(invocation))
		connect_sign_out(invocation);
	client_close(invocation->client);
	invocation->client = NULL;
}
