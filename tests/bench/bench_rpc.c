/* What the engine costs: small reads over TLS with 16 calls outstanding on one connection, beside
 * an echo of the same sizes in the same server.
 *
 *	bench_rpc [CALLS]
 *
 * Rounds alternate between the methods, and the ratios at the end are of their medians: trust them
 * rather than the rates, which depend on what else the machine does. Bytes are those of TCP and IP
 * too, of one call after another on a warm connection. */
#include <grpc/byte_buffer.h>
#include <grpc/grpc.h>
#include <grpc/grpc_security.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/date.h"

enum { OUTSTANDING = 16, ROUNDS = 5, HEADERS = 52 /* of a TCP segment over IPv4 */ };

/* ---- the server, a process of its own ---- */

struct server {
	pid_t pid;
	int input;
	char address[64], ca[256], token[64];
};

static void start_server(struct server *server)
{
	int input[2], output[2];
	if (pipe(input) < 0 || pipe(output) < 0 || (server->pid = fork()) < 0)
		exit(1);
	if (server->pid == 0) {
		dup2(input[0], STDIN_FILENO);
		dup2(output[1], STDOUT_FILENO);
		close(input[1]);
		execl(TRIAL_SERVER, TRIAL_SERVER, (char *)NULL);
		_exit(127);
	}
	close(input[0]);
	close(output[1]);
	server->input = input[1];
	FILE *said = fdopen(output[0], "r");
	if (fscanf(said, "%63s %*s %*s %255s %63s", server->address, server->ca, server->token) !=
		3)
		exit(1);
	fclose(said);
}

/* Its processor time, in microseconds. */
static double server_cpu_us(const struct server *server)
{
	char path[64];
	unsigned long user = 0, system = 0;
	snprintf(path, sizeof path, "/proc/%d/stat", server->pid);
	FILE *file = fopen(path, "r");
	if (file == NULL ||
		fscanf(file, "%*d %*s %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user,
			&system) != 2)
		exit(1);
	fclose(file);
	return (double)(user + system) * 1e6 / (double)sysconf(_SC_CLK_TCK);
}

/* ---- calls ---- */

struct method {
	const char *path;
	bool has_token;
	grpc_slice request;
	double rate[ROUNDS], p50[ROUNDS], p99[ROUNDS], cpu[ROUNDS];
};

struct bench {
	struct server server;
	grpc_channel *channel;
	grpc_completion_queue *queue;
	grpc_metadata token;
	uint32_t *took_us;
};

struct call {
	grpc_call *call;
	grpc_metadata_array initial, trailing;
	grpc_byte_buffer *reply;
	grpc_status_code code;
	grpc_slice text;
	int64_t start_us;
};

static void start_call(struct bench *bench, const struct method *method, struct call *call)
{
	memset(call, 0, sizeof *call);
	grpc_metadata_array_init(&call->initial);
	grpc_metadata_array_init(&call->trailing);
	call->start_us = clock_monotonic_us();
	call->call = grpc_channel_create_call(bench->channel, NULL, GRPC_PROPAGATE_DEFAULTS,
		bench->queue, grpc_slice_from_static_string(method->path), NULL,
		gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_seconds(30, GPR_TIMESPAN)),
		NULL);
	grpc_slice request = method->request;
	grpc_byte_buffer *message = grpc_raw_byte_buffer_create(&request, 1);
	grpc_op ops[6] = {{.op = GRPC_OP_SEND_INITIAL_METADATA}, {.op = GRPC_OP_SEND_MESSAGE},
		{.op = GRPC_OP_SEND_CLOSE_FROM_CLIENT}, {.op = GRPC_OP_RECV_INITIAL_METADATA},
		{.op = GRPC_OP_RECV_MESSAGE}, {.op = GRPC_OP_RECV_STATUS_ON_CLIENT}};
	ops[0].data.send_initial_metadata.metadata = &bench->token;
	ops[0].data.send_initial_metadata.count = method->has_token;
	ops[1].data.send_message.send_message = message;
	ops[3].data.recv_initial_metadata.recv_initial_metadata = &call->initial;
	ops[4].data.recv_message.recv_message = &call->reply;
	ops[5].data.recv_status_on_client.trailing_metadata = &call->trailing;
	ops[5].data.recv_status_on_client.status = &call->code;
	ops[5].data.recv_status_on_client.status_details = &call->text;
	if (grpc_call_start_batch(call->call, ops, 6, call, NULL) != GRPC_CALL_OK)
		exit(1);
	grpc_byte_buffer_destroy(message);
}

static int64_t end_call(struct call *call)
{
	if (call->code != GRPC_STATUS_OK) {
		fprintf(stderr, "status %d\n", call->code);
		exit(1);
	}
	grpc_metadata_array_destroy(&call->initial);
	grpc_metadata_array_destroy(&call->trailing);
	grpc_byte_buffer_destroy(call->reply);
	grpc_slice_unref(call->text);
	grpc_call_unref(call->call);
	return clock_monotonic_us() - call->start_us;
}

static void run_calls(struct bench *bench, const struct method *method, int n, int outstanding)
{
	struct call calls[OUTSTANDING];
	int started = 0, ended = 0;
	for (; started < outstanding && started < n; started++)
		start_call(bench, method, &calls[started]);
	while (ended < n) {
		grpc_event event = grpc_completion_queue_next(
			bench->queue, gpr_inf_future(GPR_CLOCK_MONOTONIC), NULL);
		struct call *call = event.tag;
		bench->took_us[ended++] = (uint32_t)end_call(call);
		if (started < n) {
			start_call(bench, method, call);
			started++;
		}
	}
}

/* ---- figures ---- */

static int by_time(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double median(const double values[ROUNDS])
{
	double sorted[ROUNDS];
	memcpy(sorted, values, sizeof sorted);
	qsort(sorted, ROUNDS, sizeof *sorted, by_value);
	return sorted[ROUNDS / 2];
}

static void measure(struct bench *bench, struct method *method, int n, int round)
{
	double cpu = server_cpu_us(&bench->server);
	int64_t start = clock_monotonic_us();
	run_calls(bench, method, n, OUTSTANDING);
	method->rate[round] = n * 1e6 / (double)(clock_monotonic_us() - start);
	method->cpu[round] = (server_cpu_us(&bench->server) - cpu) / n;
	qsort(bench->took_us, (size_t)n, sizeof *bench->took_us, by_time);
	method->p50[round] = bench->took_us[n / 2];
	method->p99[round] = bench->took_us[n / 100 * 99];
}

/* What the connection to the server has carried, both ways. */
static uint64_t bytes_on_wire(void)
{
	for (int fd = 3; fd < 256; fd++) {
		struct tcp_info info;
		struct sockaddr_storage peer;
		socklen_t size = sizeof info, peer_size = sizeof peer;
		if (getpeername(fd, (struct sockaddr *)&peer, &peer_size) < 0 ||
			getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) < 0)
			continue;
		return info.tcpi_bytes_sent + info.tcpi_bytes_received +
		       HEADERS * ((uint64_t)info.tcpi_segs_out + info.tcpi_segs_in);
	}
	return 0;
}

static double bytes_of_a_call(struct bench *bench, const struct method *method)
{
	enum { CALLS = 500 };
	run_calls(bench, method, 10, 1);
	uint64_t before = bytes_on_wire();
	run_calls(bench, method, CALLS, 1);
	return (double)(bytes_on_wire() - before) / CALLS;
}

static void open_channel(struct bench *bench)
{
	char pem[8192];
	FILE *file = fopen(bench->server.ca, "r");
	size_t size = file != NULL ? fread(pem, 1, sizeof pem - 1, file) : 0;
	pem[size] = '\0';
	if (file != NULL)
		fclose(file);
	grpc_channel_credentials *creds = grpc_ssl_credentials_create(pem, NULL, NULL, NULL);
	grpc_arg args[] = {
		{.type = GRPC_ARG_STRING,
			.key = GRPC_SSL_TARGET_NAME_OVERRIDE_ARG,
			.value.string = "localhost"},
		{.type = GRPC_ARG_INTEGER, .key = GRPC_ARG_HTTP2_BDP_PROBE, .value.integer = 0},
	};
	bench->channel = grpc_channel_create(bench->server.address, creds,
		&(grpc_channel_args){sizeof args / sizeof *args, args});
	grpc_channel_credentials_release(creds);
	bench->queue = grpc_completion_queue_create_for_next(NULL);
}

static void report(const struct method methods[], size_t n, struct bench *bench)
{
	printf("%-36s %9s %8s %8s %10s %8s %11s\n", "method", "calls/s", "p50 us", "p99 us",
		"cpu us", "x echo", "wire bytes");
	for (size_t i = 0; i < n; i++)
		printf("%-36s %9.0f %8.0f %8.0f %10.1f %8.2f %11.0f\n", methods[i].path,
			median(methods[i].rate), median(methods[i].p50), median(methods[i].p99),
			median(methods[i].cpu), median(methods[i].cpu) / median(methods[0].cpu),
			bytes_of_a_call(bench, &methods[i]));
}

int main(int argc, char **argv)
{
	int n = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 50000;
	struct bench bench = {.took_us = calloc((size_t)n + 500, sizeof *bench.took_us)};
	/* Requests of 8 bytes and replies of 8: EchoRequest{text: "中国"}, FindRequest{unit}. */
	struct method methods[] = {
		{.path = "/xueji.trial.v1.Trial/Echo",
			.request = grpc_slice_from_static_string("\x12\x06中国")},
		{.path = "/xueji.trial.v1.Trial/EchoSignedIn",
			.has_token = true,
			.request = grpc_slice_from_static_string("\x12\x06中国")},
		{.path = "/xueji.trial.v1.Trial/Find",
			.has_token = true,
			.request = grpc_slice_from_static_string("\x0a\x06"
								 "000001")},
	};
	char bearer[80];
	if (n < 100)
		return 2;
	start_server(&bench.server);
	grpc_init();
	open_channel(&bench);
	snprintf(bearer, sizeof bearer, "Bearer %s", bench.server.token);
	bench.token.key = grpc_slice_from_static_string("authorization");
	bench.token.value = grpc_slice_from_static_string(bearer);
	for (int round = -1; round < ROUNDS; round++) /* the first warms up */
		for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
			measure(&bench, &methods[i], round < 0 ? n / 10 : n, round < 0 ? 0 : round);
	report(methods, sizeof methods / sizeof *methods, &bench);
	close(bench.server.input);
	waitpid(bench.server.pid, NULL, 0);
	return 0;
}
