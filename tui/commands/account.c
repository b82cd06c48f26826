/* xueji login, logout, whoami, session …: one's own account. */
#include <stdlib.h>
#include <xueji/v1/sessions.pb-c.h>

#include "tui/commands/call.h"
#include "tui/commands/connect.h"
#include "tui/commands/list.h"
#include "tui/commands/session.h"

static enum exit_code keep_session(
	struct invocation *invocation, const char *path, const Xueji__V1__SignInResponse *reply)
{
	char why[WHY_SIZE];
	char *ca = realpath(invocation->start.ca, NULL); /* commands may stand elsewhere */
	const struct session session = {invocation->start.server,
		arena_strdup(invocation->arena, ca), reply->session_token, reply->device};
	free(ca);
	if (!session_save(path, &session, why))
		return fail(invocation, EXIT_FILES, "%s", why);
	if (reply->must_change_password)
		fail(invocation, EXIT_DONE,
			"the password must be changed before anything else; open the console.");
	return EXIT_DONE;
}

static enum exit_code login(struct invocation *invocation)
{
	char why[WHY_SIZE];
	struct session old;
	struct client_reply reply;
	const char *name = operand(invocation, 0);
	const char *path = session_path(invocation->arena, option_value(invocation, "--session"),
		invocation->is_confined, why);
	if (name == NULL)
		name = invocation->start.user;
	if (name == NULL)
		return fail(invocation, EXIT_USAGE, "say who: xueji login NAME.");
	if (path == NULL || !session_load(invocation->arena, path, &old, why))
		return fail(invocation, EXIT_FILES, "%s", why);
	enum exit_code code = connect_sign_in(invocation, name, old.device, &reply);
	if (code == EXIT_DONE)
		code = keep_session(invocation, path, (const void *)reply.message);
	client_reply_free(&reply);
	return code;
}

/* The session is forgotten here, whether or not the server could be told. */
static enum exit_code logout(struct invocation *invocation)
{
	char why[WHY_SIZE];
	struct session session;
	struct client_reply reply;
	Xueji__V1__SignOutRequest request = XUEJI__V1__SIGN_OUT_REQUEST__INIT;
	const char *path = session_path(invocation->arena, option_value(invocation, "--session"),
		invocation->is_confined, why);
	if (path == NULL || !session_load(invocation->arena, path, &session, why))
		return fail(invocation, EXIT_FILES, "%s", why);
	if (session.token == NULL)
		return EXIT_DONE;
	enum exit_code code =
		call_send(invocation, "xueji.v1.Sessions/SignOut", &request.base, &reply);
	client_reply_free(&reply);
	session.token = NULL;
	if (!session_save(path, &session, why))
		return fail(invocation, EXIT_FILES, "%s", why);
	return code == EXIT_NOT_SIGNED_IN ? EXIT_DONE : code;
}

static const struct command rows[] = {
	{.name = "login",
		.operands = "[NAME]",
		.purpose = "sign in; the commands after it need no password",
		.run = login},
	{.name = "logout", .operands = "", .purpose = "sign out", .run = logout},
	{.name = "whoami",
		.operands = "",
		.purpose = "say who is signed in, and what he may do",
		.method = "xueji.v1.Sessions/WhoAmI",
		.columns = {{"Name", "用户名", "name"}, {"Full name", "姓名", "full_name"},
			{"Unit", "单位", "unit_name"}, {"Code", "单位代码", "unit_code"},
			{"Tier", "层级", "tier"}, {"Roles", "角色", "duties.roles"},
			{"Certificate", "上岗证书", "certificate_state"},
			{"Until", "有效期至", "certificate_until"},
			{"Session until", "会话有效期至", "expires"}}},
	{.name = "session list",
		.operands = "",
		.purpose = "list one's own open sessions",
		.method = "xueji.v1.Sessions/ListSessions",
		.list = "sessions",
		.columns = {{"Id", "编号", "id"}, {"Started", "登录时间", "started"},
			{"Last used", "最近使用", "last_used"}, {"Until", "有效期至", "expires"},
			{"Known device", "常用终端", "is_known_device"},
			{"Current", "当前", "is_current"}}},
	{.name = "session end",
		.operands = "SESSION",
		.purpose = "end one of one's own sessions",
		.method = "xueji.v1.Sessions/EndSession",
		.fields = {"session_id"}},
};
const struct command_table account_commands = COMMAND_TABLE(rows);
