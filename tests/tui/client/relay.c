#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/tui/client/far.h"

enum { PAIRS = 16, CHUNK = 16384 };

struct relay {
	int listener, wake[2];
	struct sockaddr_in target;
	char address[64], other_address[64];
	pthread_t thread;
	atomic_int mode;
	atomic_bool is_over;
	int pairs[PAIRS][2]; /* the client's side, the server's; -1: free */
};

static void drop(struct relay *relay, int i)
{
	close(relay->pairs[i][0]);
	close(relay->pairs[i][1]);
	relay->pairs[i][0] = relay->pairs[i][1] = -1;
}

static void take_new(struct relay *relay)
{
	int client = accept(relay->listener, NULL, NULL);
	int server = socket(AF_INET, SOCK_STREAM, 0);
	for (int i = 0; i < PAIRS && relay->mode != RELAY_CUT; i++) {
		if (relay->pairs[i][0] >= 0)
			continue;
		if (connect(server, (struct sockaddr *)&relay->target, sizeof relay->target) != 0)
			break;
		relay->pairs[i][0] = client;
		relay->pairs[i][1] = server;
		return;
	}
	close(client);
	close(server);
}

static void pass(struct relay *relay, int i, int from)
{
	char bytes[CHUNK];
	ssize_t n = recv(relay->pairs[i][from], bytes, sizeof bytes, MSG_DONTWAIT);
	bool is_lost = relay->mode == RELAY_SWALLOW && from == 1;
	if (n <= 0 ||
		(!is_lost && send(relay->pairs[i][1 - from], bytes, (size_t)n, MSG_NOSIGNAL) != n))
		drop(relay, i);
}

static void *work(void *arg)
{
	struct relay *relay = arg;
	while (!relay->is_over) {
		struct pollfd fds[2 + 2 * PAIRS] = {{.fd = relay->listener, .events = POLLIN},
			{.fd = relay->wake[0], .events = POLLIN}};
		for (int i = 0; i < 2 * PAIRS; i++)
			fds[2 + i] =
				(struct pollfd){.fd = relay->pairs[i / 2][i % 2], .events = POLLIN};
		poll(fds, 2 + 2 * PAIRS, -1);
		if (fds[1].revents != 0) {
			char byte;
			ck_assert_int_eq(read(relay->wake[0], &byte, 1), 1);
			for (int i = 0; relay->mode == RELAY_CUT && i < PAIRS; i++)
				if (relay->pairs[i][0] >= 0)
					drop(relay, i);
			continue; /* what poll said may be of those */
		}
		if (fds[0].revents != 0)
			take_new(relay);
		for (int i = 0; i < 2 * PAIRS; i++)
			if (fds[2 + i].revents != 0 && relay->pairs[i / 2][0] >= 0)
				pass(relay, i / 2, i % 2);
	}
	return NULL;
}

struct relay *relay_start(const char *target)
{
	struct relay *relay = calloc(1, sizeof *relay);
	socklen_t size = sizeof relay->target;
	memset(relay->pairs, -1, sizeof relay->pairs);
	relay->target = (struct sockaddr_in){
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct sockaddr_in any = {.sin_family = AF_INET};
	relay->listener = socket(AF_INET, SOCK_STREAM, 0);
	ck_assert_int_eq(bind(relay->listener, (struct sockaddr *)&any, size), 0);
	ck_assert_int_eq(listen(relay->listener, 16), 0);
	struct sockaddr_in own;
	getsockname(relay->listener, (struct sockaddr *)&own, &size);
	snprintf(relay->address, sizeof relay->address, "127.0.0.1:%d", ntohs(own.sin_port));
	snprintf(relay->other_address, sizeof relay->other_address, "127.0.0.2:%d",
		ntohs(own.sin_port));
	relay->target.sin_port = htons((uint16_t)strtoul(strrchr(target, ':') + 1, NULL, 10));
	ck_assert_int_eq(pipe(relay->wake), 0);
	ck_assert_int_eq(pthread_create(&relay->thread, NULL, work, relay), 0);
	return relay;
}

const char *relay_address(const struct relay *relay)
{
	return relay->address;
}

const char *relay_other_address(const struct relay *relay)
{
	return relay->other_address;
}

static void wake(struct relay *relay)
{
	ck_assert_int_eq(write(relay->wake[1], "", 1), 1);
}

void relay_set(struct relay *relay, enum relay_mode mode)
{
	relay->mode = mode;
	wake(relay);
}

void relay_stop(struct relay *relay)
{
	relay->is_over = true;
	wake(relay);
	pthread_join(relay->thread, NULL);
	for (int i = 0; i < PAIRS; i++)
		if (relay->pairs[i][0] >= 0)
			drop(relay, i);
	close(relay->listener);
	close(relay->wake[0]);
	close(relay->wake[1]);
	free(relay);
}
