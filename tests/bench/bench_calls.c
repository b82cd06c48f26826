/* The registry through its API: opening a child's file beside an echo of the same size, and
 * registering children, from the form to the roll, with one client and with many.
 *
 *	bench_calls DIRECTORY [SECONDS]
 *
 * DIRECTORY is one that `xuejid demo` made; what is registered stays in it. Server, echo and
 * clients share the machine: trust the ratios. A registration is three calls that are each durable
 * before they are answered: the registrar enters it, the approver signs it, the bureau confirms
 * it.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/date.h"
#include "domain/id_number.h"
#include "server/registry/student_items.h"
#include "tests/rpc/client.h"
#include "tests/support/form.h"
#include "tests/support/suite.h"
#include "xueji/v1/cases.pb-c.h"
#include "xueji/v1/sessions.pb-c.h"
#include "xueji/v1/students.pb-c.h"

enum { CLIENTS = 64, READS = 2000, PEOPLE = 100000 };

static const char *directory;
static double seconds = 5;

/* ---- servers ---- */

struct server {
	pid_t pid;
	int input;
	char address[160], ca[4096], token[64]; /* ca: PEM */
};

static FILE *start(struct server *server, const char *const words[])
{
	int input[2], output[2];
	ck_assert_int_eq(pipe(input), 0);
	ck_assert_int_eq(pipe(output), 0);
	server->pid = fork();
	ck_assert_int_ge(server->pid, 0);
	if (server->pid == 0) {
		dup2(input[0], STDIN_FILENO);
		dup2(output[1], STDOUT_FILENO);
		close(input[1]);
		execv(words[0], (char *const *)words);
		_exit(127);
	}
	close(input[0]);
	close(output[1]);
	server->input = input[1];
	return fdopen(output[0], "r");
}

static void read_ca(struct server *server, const char *path)
{
	FILE *file = fopen(path, "r");
	ck_assert_msg(file != NULL, "%s cannot be read", path);
	server->ca[fread(server->ca, 1, sizeof server->ca - 1, file)] = '\0';
	fclose(file);
}

static void start_registry(struct server *server)
{
	const char *const words[] = {XUEJID, "serve", directory, "--listen", "127.0.0.1:0", NULL};
	FILE *said = start(server, words);
	ck_assert_int_eq(fscanf(said, "ready %159s", server->address), 1);
	char path[4096];
	snprintf(path, sizeof path, "%s/ca.crt", directory);
	read_ca(server, path);
}

static void start_echo(struct server *server)
{
	const char *const words[] = {TRIAL_SERVER, NULL};
	FILE *said = start(server, words);
	char path[512];
	ck_assert_int_eq(
		fscanf(said, "%159s %*s %*s %511s %63s", server->address, path, server->token), 3);
	read_ca(server, path);
}

static double cpu_us(const struct server *server)
{
	char path[64];
	unsigned long user = 0, system = 0;
	snprintf(path, sizeof path, "/proc/%d/stat", server->pid);
	FILE *file = fopen(path, "r");
	ck_assert_int_eq(fscanf(file, "%*d %*s %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
				 &user, &system),
		2);
	fclose(file);
	return (double)(user + system) * 1e6 / (double)sysconf(_SC_CLK_TCK);
}

static void end(struct server *server, int signal)
{
	close(server->input);
	if (signal != 0)
		kill(server->pid, signal);
	waitpid(server->pid, NULL, 0);
}

/* ---- people ---- */

struct person {
	char name[48], password[32], unit[16], tier[16];
};
static struct person people[PEOPLE];
static size_t n_people;

static void read_people(void)
{
	char path[4096], line[256];
	snprintf(path, sizeof path, "%s/operators.csv", directory);
	FILE *file = fopen(path, "r");
	ck_assert_ptr_nonnull(file);
	while (n_people < PEOPLE && fgets(line, sizeof line, file) != NULL) {
		struct person *p = &people[n_people];
		n_people += sscanf(line, "%47[^,],%31[^,],%15[^,],%15[^,]", p->name, p->password,
				    p->unit, p->tier) == 4;
	}
	fclose(file);
}

static const struct person *person_called(const char *word, const char *unit)
{
	char name[64];
	snprintf(name, sizeof name, "%s-%s", word, unit);
	for (size_t i = 0; i < n_people; i++)
		if (strcmp(people[i].name, name) == 0)
			return &people[i];
	ck_abort_msg("nobody is called %s", name);
	return NULL;
}

static void ask(struct client *client, const char *token, const char *path, const void *request,
	struct answer *out)
{
	char method[128];
	snprintf(method, sizeof method, "/xueji.v1.%s", path);
	client_unary(client, method, request, &(struct call_options){.token = token}, out);
}

static void sign_in(struct client *client, const struct person *person, char token[64])
{
	Xueji__V1__SignInRequest in = XUEJI__V1__SIGN_IN_REQUEST__INIT;
	struct answer a;
	in.name = (char *)person->name;
	in.password = (char *)person->password;
	ask(client, NULL, "Sessions/SignIn", &in, &a);
	ck_assert_msg(a.code == GRPC_STATUS_OK, "%s: %s", person->name, a.text);
	Xueji__V1__SignInResponse *out = xueji__v1__sign_in_response__unpack(NULL, a.size, a.bytes);
	snprintf(token, 64, "%s", out->session_token);
	xueji__v1__sign_in_response__free_unpacked(out, NULL);
	answer_free(&a);
}

/* ---- opening files ---- */

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static Xueji__V1__ListStudentsResponse *list(
	struct client *client, const char *token, const char *school)
{
	Xueji__V1__ListStudentsRequest in = XUEJI__V1__LIST_STUDENTS_REQUEST__INIT;
	struct answer a;
	in.unit_id = (char *)school;
	in.page_size = 200;
	ask(client, token, "Students/ListStudents", &in, &a);
	ck_assert_msg(a.code == GRPC_STATUS_OK, "%s", a.text);
	Xueji__V1__ListStudentsResponse *out =
		xueji__v1__list_students_response__unpack(NULL, a.size, a.bytes);
	answer_free(&a);
	return out;
}

struct reading {
	double p50, p99, cpu;
	size_t size; /* of the replies, at the middle */
};

static struct reading read_files(struct server *server, struct client *client, const char *token,
	const Xueji__V1__ListStudentsResponse *children)
{
	static double took[READS];
	struct reading reading = {.cpu = cpu_us(server)};
	for (int i = 0; i < READS; i++) {
		Xueji__V1__GetStudentRequest in = XUEJI__V1__GET_STUDENT_REQUEST__INIT;
		struct answer a;
		in.student_id = children->students[(size_t)i % children->n_students]->id;
		int64_t begun = clock_monotonic_us();
		ask(client, token, "Students/GetStudent", &in, &a);
		took[i] = (double)(clock_monotonic_us() - begun);
		ck_assert_msg(a.code == GRPC_STATUS_OK, "%s", a.text);
		reading.size = a.size;
		answer_free(&a);
	}
	qsort(took, READS, sizeof *took, by_value);
	reading.cpu = (cpu_us(server) - reading.cpu) / READS;
	reading.p50 = took[READS / 2];
	reading.p99 = took[READS * 99 / 100];
	return reading;
}

static struct reading echo(struct server *server, size_t size)
{
	static double took[READS];
	struct reading reading = {.size = size};
	uint8_t *request = calloc(size + 16, 1);
	uint8_t *at = request;
	struct client *client =
		client_new(server->address, &(struct client_options){.ca = server->ca});
	*at++ = 0x12; /* text */
	for (size_t n = size - 4; n != 0; n >>= 7)
		*at++ = (uint8_t)((n & 0x7f) | (n > 0x7f ? 0x80 : 0));
	memset(at, 'x', size - 4);
	at += size - 4;
	reading.cpu = cpu_us(server);
	for (int i = 0; i < READS; i++) {
		struct answer a;
		int64_t begun = clock_monotonic_us();
		client_unary_bytes(client, "/xueji.trial.v1.Trial/EchoSignedIn", request,
			(size_t)(at - request), &(struct call_options){.token = server->token}, &a);
		took[i] = (double)(clock_monotonic_us() - begun);
		ck_assert_msg(a.code == GRPC_STATUS_OK, "%s", a.text);
		answer_free(&a);
	}
	qsort(took, READS, sizeof *took, by_value);
	reading.cpu = (cpu_us(server) - reading.cpu) / READS;
	reading.p50 = took[READS / 2];
	reading.p99 = took[READS * 99 / 100];
	client_free(client);
	free(request);
	return reading;
}

static void compare_reads(struct server *registry, struct server *trial)
{
	struct client *client =
		client_new(registry->address, &(struct client_options){.ca = registry->ca});
	const struct person *registrar = NULL;
	char token[64];
	for (size_t i = 0; i < n_people && registrar == NULL; i++)
		if (strncmp(people[i].name, "registrar-21", 12) == 0)
			registrar = &people[i];
	ck_assert_ptr_nonnull(registrar);
	sign_in(client, registrar, token);
	Xueji__V1__ListStudentsResponse *children = list(client, token, registrar->unit);
	ck_assert_uint_gt(children->n_students, 0);
	read_files(registry, client, token, children); /* warms up */
	struct reading files = read_files(registry, client, token, children);
	echo(trial, files.size);
	struct reading bare = echo(trial, files.size);
	printf("GetStudent  %4zu bytes: p50 %.0f us, p99 %.0f us, server's processor %.0f us\n",
		files.size, files.p50, files.p99, files.cpu);
	printf("Echo        %4zu bytes: p50 %.0f us, p99 %.0f us, server's processor %.0f us\n",
		bare.size, bare.p50, bare.p99, bare.cpu);
	printf("GetStudent / Echo: p50 %.2f (it waits for its entry in the journal), "
	       "processor %.2f\n",
		files.p50 / bare.p50, files.cpu / bare.cpu);
	xueji__v1__list_students_response__free_unpacked(children, NULL);
	client_free(client);
}

/* ---- registering ---- */

struct desk {
	const struct server *server;
	struct client *client;
	const char *school;
	char registrar[64], approver[64], officer[64];
	pthread_t thread;
	int64_t until_us;
	int n_done;
};
static struct desk desks[CLIENTS];
static _Atomic unsigned next_child;

/* Schools that the county's officer decides for; a county's lines stand before its schools'. */
static int open_desks(const struct server *server)
{
	const struct person *county = NULL;
	int n = 0;
	for (size_t i = 0; i < n_people && n < CLIENTS; i++) {
		if (strcmp(people[i].tier, "county") == 0)
			county = &people[i];
		if (county == NULL || strncmp(people[i].name, "registrar-21", 12) != 0)
			continue;
		struct desk *desk = &desks[n++];
		desk->server = server;
		desk->school = people[i].unit;
		desk->client =
			client_new(server->address, &(struct client_options){.ca = server->ca});
		sign_in(desk->client, &people[i], desk->registrar);
		sign_in(desk->client, person_called("approver", desk->school), desk->approver);
		sign_in(desk->client, person_called("officer", county->unit), desk->officer);
	}
	return n;
}

/* A child of six with an ID number of its own. */
static void make_child(Xueji__V1__StudentItems *items, char number[20], char born[11],
	char admitted[8], char name[64])
{
	static const char *const given[] = {"佳", "琪", "雨", "欣", "浩", "然", "子", "涵"};
	unsigned n = next_child++;
	int32_t today = date_of_instant(clock_now_us()), september;
	char text[DATE_TEXT_SIZE];
	date_format(today - 243, text); /* this September, or the last one */
	snprintf(admitted, 8, "%.4s-09", text);
	snprintf(text + 4, 7, "-09-01");
	ck_assert(date_parse(text, &september));
	date_format(september - 6 * 366 - 20 - (int32_t)(n / 450 % 150), born);
	snprintf(number, 20, "410581%.4s%.2s%.2s%03uX", born, born + 5, born + 8,
		100 + 2 * (n % 450));
	number[17] = id_number_check_character(number);
	snprintf(name, 64, "刘%s%s", given[n % 8], given[n / 8 % 8]);
	student_items_from_values(form_good, items);
	items->name = name;
	items->birth_date = born;
	items->id_number = number;
	items->admission_month = admitted;
}

static bool enter(struct desk *desk, char case_id[32], int64_t *rev_out)
{
	Xueji__V1__SaveRegistrationRequest in = XUEJI__V1__SAVE_REGISTRATION_REQUEST__INIT;
	Xueji__V1__StudentItems items;
	struct answer a;
	char number[20], born[11], admitted[8], name[64];
	make_child(&items, number, born, admitted, name);
	in.school_id = (char *)desk->school;
	in.grade = 1;
	in.items = &items;
	in.submit = true;
	ask(desk->client, desk->registrar, "Cases/SaveRegistration", &in, &a);
	bool is_entered = a.code == GRPC_STATUS_OK;
	if (is_entered) {
		Xueji__V1__GetCaseResponse *out =
			xueji__v1__get_case_response__unpack(NULL, a.size, a.bytes);
		snprintf(case_id, 32, "%s", out->summary->id);
		*rev_out = out->summary->rev;
		xueji__v1__get_case_response__free_unpacked(out, NULL);
	} else if (a.info == NULL || strcmp(a.info->reason, "IDENTITY_HELD") != 0) {
		ck_abort_msg("%s", a.text); /* an earlier run may have registered the child */
	}
	answer_free(&a);
	return is_entered;
}

static void approve(struct desk *desk, const char *token, char *case_id, int64_t *rev)
{
	Xueji__V1__DecideCasesRequest in = XUEJI__V1__DECIDE_CASES_REQUEST__INIT;
	Xueji__V1__CaseRef ref = XUEJI__V1__CASE_REF__INIT, *refs[] = {&ref};
	struct answer a;
	ref.case_id = case_id;
	ref.rev = *rev;
	in.event = XUEJI__V1__CASE_EVENT__CASE_EVENT_APPROVE;
	in.cases = refs;
	in.n_cases = 1;
	ask(desk->client, token, "Cases/DecideCases", &in, &a);
	ck_assert_msg(a.code == GRPC_STATUS_OK, "%s", a.text);
	Xueji__V1__DecideCasesResponse *out =
		xueji__v1__decide_cases_response__unpack(NULL, a.size, a.bytes);
	ck_assert_msg(out->results[0]->is_done, "%s", out->results[0]->refusal_text);
	*rev = out->results[0]->summary->rev;
	xueji__v1__decide_cases_response__free_unpacked(out, NULL);
	answer_free(&a);
}

static void *work(void *arg)
{
	struct desk *desk = arg;
	char case_id[32];
	int64_t rev;
	while (clock_monotonic_us() < desk->until_us) {
		if (!enter(desk, case_id, &rev))
			continue;
		approve(desk, desk->approver, case_id, &rev);
		approve(desk, desk->officer, case_id, &rev);
		desk->n_done++;
	}
	return NULL;
}

static void register_with(struct server *server, int n)
{
	int64_t begun = clock_monotonic_us();
	double cpu = cpu_us(server);
	int done = 0;
	for (int i = 0; i < n; i++) {
		desks[i].n_done = 0;
		desks[i].until_us = begun + (int64_t)(seconds * 1e6);
		ck_assert_int_eq(pthread_create(&desks[i].thread, NULL, work, &desks[i]), 0);
	}
	for (int i = 0; i < n; i++) {
		pthread_join(desks[i].thread, NULL);
		done += desks[i].n_done;
	}
	double took = (double)(clock_monotonic_us() - begun) / 1e6;
	printf("registered  with %2d clients: %.0f children a second (%.0f writes), server's "
	       "processor %.0f us each\n",
		n, done / took, 3 * done / took, (cpu_us(server) - cpu) / (done > 0 ? done : 1));
	fflush(stdout);
}

START_TEST(measure)
{
	struct server registry, trial;
	next_child = (unsigned)(clock_now_us() / 1000 % 60000);
	read_people();
	start_registry(&registry);
	start_echo(&trial);
	compare_reads(&registry, &trial);
	int n = open_desks(&registry);
	register_with(&registry, 1);
	register_with(&registry, n);
	end(&trial, 0);
	end(&registry, SIGTERM);
}
END_TEST

int main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	directory = argv[1];
	if (argc > 2)
		seconds = strtod(argv[2], NULL);
	grpc_init();
	Suite *suite = suite_create("bench_calls");
	TCase *tcase = tcase_create("bench_calls");
	tcase_add_test(tcase, measure);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed;
}
