#include "tui/commands/session.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/file.h"

enum { SESSION_MAX = 65536 };

const char *session_path(
	struct arena *arena, const char *given, bool is_confined, char why[WHY_SIZE])
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	if (given != NULL)
		return given;
	if (is_confined) {
		why_set(why, "From afar nothing is kept, for this account may be several people's; "
			     "sign in with each command: --user NAME --password-file -.");
		return NULL;
	}
	if (runtime != NULL && runtime[0] == '/')
		return arena_printf(arena, "%s/xueji-session.json", runtime);
	why_set(why, "There is no place for the session: XDG_RUNTIME_DIR is not set; name a file "
		     "with --session.");
	return NULL;
}

bool session_is_private(const char *path, char why[WHY_SIZE])
{
	struct stat st;
	if (stat(path, &st) != 0)
		return why_set(why, "%s: %s.", path, strerror(errno));
	if (st.st_uid != getuid() && st.st_uid != 0)
		return why_set(why, "%s belongs to somebody else.", path);
	if ((st.st_mode & 077) != 0)
		return why_set(why, "%s is open to others; chmod 600 it.", path);
	return true;
}

static const char *text_of(struct arena *arena, const json_t *json, const char *name)
{
	return arena_strdup(arena, json_string_value(json_object_get(json, name)));
}

bool session_load(struct arena *arena, const char *path, struct session *out, char why[WHY_SIZE])
{
	*out = (struct session){0};
	if (access(path, F_OK) != 0 && errno == ENOENT)
		return true;
	if (!session_is_private(path, why))
		return false;
	char *text = file_read(arena, path, SESSION_MAX, NULL, why);
	if (text == NULL)
		return false;
	json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	if (json == NULL)
		return why_set(why, "%s is no session; remove it and sign in again.", path);
	*out = (struct session){text_of(arena, json, "server"), text_of(arena, json, "ca"),
		text_of(arena, json, "token"), text_of(arena, json, "device")};
	json_decref(json);
	return true;
}

static void set(json_t *json, const char *name, const char *value)
{
	if (value != NULL)
		json_object_set_new(json, name, json_string(value));
}

bool session_save(const char *path, const struct session *session, char why[WHY_SIZE])
{
	json_t *json = json_object();
	set(json, "server", session->server);
	set(json, "ca", session->ca);
	set(json, "token", session->token);
	set(json, "device", session->device);
	char *text = json_dumps(json, JSON_INDENT(2));
	bool saved = file_replace(path, 0600, text, strlen(text), why);
	explicit_bzero(text, strlen(text));
	free(text);
	json_decref(json);
	return saved;
}
