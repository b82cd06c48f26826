#include "server/rpc/listener.h"

#include <errno.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/address.h"

static const char *unix_path(const char *address)
{
	return strncmp(address, "unix:", 5) == 0 ? address + 5 : NULL;
}

static enum rpc_problem problem_of(int error)
{
	switch (error) {
	case EADDRINUSE:
		return RPC_PORT_IN_USE;
	case EACCES:
	case EPERM:
		return RPC_NOT_PERMITTED;
	case EMFILE:
	case ENFILE:
	case ENOMEM:
	case ENOBUFS:
		return RPC_NO_RESOURCES;
	default:
		return RPC_BAD_ADDRESS;
	}
}

static enum rpc_problem refuse(const char *address, int error, char why[WHY_SIZE])
{
	enum rpc_problem problem = problem_of(error);
	if (problem == RPC_PORT_IN_USE)
		why_set(why, "Cannot listen on %s: another program listens there already.",
			address);
	else
		why_set(why, "Cannot listen on %s: %s.", address, strerror(error));
	return problem;
}

/* 0, or errno of whatever failed. */
static int try_bind(const struct sockaddr *address, socklen_t size)
{
	int error = 0, on = 1;
	int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return errno;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(fd, address, size) < 0 || listen(fd, 1) < 0)
		error = errno;
	close(fd);
	return error;
}

/* 0 if somebody answers. */
static int try_connect(const struct sockaddr *address, socklen_t size)
{
	int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return errno;
	int error = connect(fd, address, size) < 0 ? errno : 0;
	close(fd);
	return error == EAGAIN ? 0 : error; /* alive, with a full queue */
}

static enum rpc_problem probe_unix(const char *address, const char *path, char why[WHY_SIZE])
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	struct stat st;
	if (strlen(path) >= sizeof at.sun_path) {
		why_set(why, "Cannot listen on %s: a socket's path may have at most %zu bytes.",
			address, sizeof at.sun_path - 1);
		return RPC_BAD_ADDRESS;
	}
	memcpy(at.sun_path, path, strlen(path));
	if (stat(path, &st) == 0) {
		if (!S_ISSOCK(st.st_mode))
			return refuse(address, EEXIST, why);
		if (try_connect((struct sockaddr *)&at, sizeof at) == 0)
			return refuse(address, EADDRINUSE, why);
		if (unlink(path) < 0) /* left behind by a server that was killed */
			return refuse(address, errno, why);
	}
	int error = try_bind((struct sockaddr *)&at, sizeof at);
	if (error != 0)
		return refuse(address, error, why);
	unlink(path);
	return RPC_OK;
}

/* "[::1]:7443" into "::1" and "7443". */
static void split(const char *address, char host[256], char port[8])
{
	const char *colon = strrchr(address, ':');
	const char *from = *address == '[' ? address + 1 : address;
	const char *to = *address == '[' ? colon - 1 : colon;
	size_t size = (size_t)(to - from) < 255 ? (size_t)(to - from) : 255;
	memcpy(host, from, size);
	host[size] = '\0';
	strncpy(port, colon + 1, 7);
	port[7] = '\0';
}

static enum rpc_problem probe_tcp(const char *address, char why[WHY_SIZE])
{
	char host[256], port[8];
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE}, *found;
	int error = EADDRNOTAVAIL;
	split(address, host, port);
	int answer = getaddrinfo(host, port, &hints, &found);
	if (answer != 0) {
		why_set(why, "Cannot listen on %s: %s.", address, gai_strerror(answer));
		return RPC_BAD_ADDRESS;
	}
	for (const struct addrinfo *at = found; at != NULL; at = at->ai_next) {
		int one = try_bind(at->ai_addr, at->ai_addrlen);
		if (one == EAFNOSUPPORT && at->ai_next != NULL)
			continue; /* localhost is ::1 too, also where there is no IPv6 */
		if ((error = one) != 0)
			break;
	}
	freeaddrinfo(found);
	return error == 0 ? RPC_OK : refuse(address, error, why);
}

enum rpc_problem listener_probe(const char *address, char why[WHY_SIZE])
{
	switch (address_kind(address)) {
	case ADDRESS_UNIX:
		return probe_unix(address, unix_path(address), why);
	case ADDRESS_LOOPBACK:
	case ADDRESS_REMOTE:
		return probe_tcp(address, why);
	case ADDRESS_BAD:
		break;
	}
	why_set(why, "%s is not an address: write unix:PATH, HOST:PORT or [IPV6]:PORT.", address);
	return RPC_BAD_ADDRESS;
}

bool listener_is_gone(const char *address)
{
	char why[WHY_SIZE];
	const char *path = unix_path(address);
	if (path != NULL)
		return access(path, F_OK) != 0;
	return probe_tcp(address, why) == RPC_OK;
}
