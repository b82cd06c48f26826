#include "tui/client/trouble.h"

#include <stdio.h>
#include <string.h>

/* The sentence holds {0} for the server's address. */
static const struct {
	struct sentence sentence;
	bool is_final;
} kinds[] = {
	[TROUBLE_NONE] = {{"", ""}, false},
	[TROUBLE_CONNECTING] = {{"Connecting to {0}.", "正在连接 {0}。"}, false},
	[TROUBLE_LOST] = {{"The line to {0} broke.", "与 {0} 的连接已中断。"}, false},
	[TROUBLE_NO_SERVER] =
		{{"No server answers at {0}; is it running, and is the address right?",
			 "{0} 没有服务器应答；请确认服务器已启动、地址无误。"},
			false},
	[TROUBLE_NO_ANSWER] = {{"{0} does not answer; the line may be broken.",
				       "{0} 没有应答；线路可能已中断。"},
		false},
	[TROUBLE_NO_HOST] = {{"There is no host of the name in {0}.", "找不到 {0} 中的主机名。"},
		false},
	[TROUBLE_SHUT] =
		{{"{0} closes the connection at once: it may ask for a certificate of this client, "
		  "or be no server of this registry.",
			 "{0} 立即关闭了连接：对方可能要求客户端证书，或并非本系统的服务器。"},
			false},
	[TROUBLE_AUTHORITY] = {{"The server at {0} shows a certificate that is not valid, or that "
				"the authority given does not vouch for. It may not be the "
				"registry; do not go on, and tell whoever looks after it.",
				       "{0} "
				       "的服务器证书无效，或不是由指定的机构签发。对方可能不是本系"
				       "统的服务器；请勿继续，并告知运维人员。"},
		true},
	[TROUBLE_NAME] = {{"The server at {0} shows a certificate for another name. It may not be "
			   "the registry; do not go on, and tell whoever looks after it.",
				  "{0} "
				  "的服务器证书属于另一个名称。对方可能不是本系统的服务器；请勿继续"
				  "，并告知运维人员。"},
		true},
	[TROUBLE_FILES] = {{"The certificates given cannot be used; look at the files.",
				   "指定的证书无法使用；请检查文件。"},
		true},
	[TROUBLE_OTHER] = {{"No connection to {0}.", "无法连接 {0}。"}, false},
};

/* What the core of Debian 12 (gRPC 1.51) writes; the tests bring each about. */
static const struct {
	const char *words;
	enum trouble kind;
} signs[] = {
	{"certificate verify failed", TROUBLE_AUTHORITY},
	{"is not in peer certificate", TROUBLE_NAME},
	{"Invalid credentials", TROUBLE_FILES},
	{"Cannot check peer", TROUBLE_AUTHORITY},
	{"Connection refused", TROUBLE_NO_SERVER},
	{"No such file or directory", TROUBLE_NO_SERVER},
	{"timed out", TROUBLE_NO_ANSWER},
	{"Timeout occurred", TROUBLE_NO_ANSWER},
	{"Deadline Exceeded", TROUBLE_NO_ANSWER},
	{"No route to host", TROUBLE_NO_ANSWER},
	{"Network is unreachable", TROUBLE_NO_ANSWER},
	{"DNS resolution failed", TROUBLE_NO_HOST},
	{"Handshake", TROUBLE_SHUT},
	{"handshake", TROUBLE_SHUT},
	{"Socket closed", TROUBLE_SHUT},
	{"Connection reset", TROUBLE_SHUT},
};

enum trouble trouble_of(const char *text)
{
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (strstr(text, signs[i].words) != NULL)
			return signs[i].kind;
	return TROUBLE_OTHER;
}

bool trouble_is_final(enum trouble trouble)
{
	return kinds[trouble].is_final;
}

void trouble_say(enum trouble trouble, const char *server, enum lang lang, char *out, size_t size)
{
	const char *text = sentence_in(&kinds[trouble].sentence, lang);
	const char *mark = strstr(text, "{0}");
	if (mark == NULL)
		snprintf(out, size, "%s", text);
	else
		snprintf(out, size, "%.*s%s%s", (int)(mark - text), text, server, mark + 3);
}
