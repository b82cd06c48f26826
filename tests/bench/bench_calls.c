/* The registry through its API: opening a child's file beside an echo of the same size, one client
 * and many; and registering children, from the form to the roll.
 *
 *	bench_calls DIRECTORY [SECONDS]
 *
 * DIRECTORY is one that `xuejid demo` made; what is registered stays in it. Server, echo and
 * clients, each a process, share the machine: trust the ratios. A registration is three calls that
 * are each durable before they are answered: the registrar enters it, the approver signs it, the
 * bureau confirms it. An opened file waits until the journal durably says who looked.
 */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/date.h"
#include "domain/id_number.h"
#include "server/registry/student_items.h"
#include "tests/bench/served.h"
#include "tests/rpc/client.h"
#include "tests/support/form.h"
#include "tests/support/suite.h"
#include "xueji/v1/cases.pb-c.h"
#include "xueji/v1/sessions.pb-c.h"
#include "xueji/v1/students.pb-c.h"

enum { CLIENTS = 64, READS = 2000 };

static double seconds = 5;

/* What the processes share. */
struct shared {
	_Atomic unsigned next_child;
	_Atomic int n_ready;
	_Atomic int64_t until_us; /* 0: not begun */
	size_t file_size;         /* of the last file that was opened */
	_Atomic int done[CLIENTS];
	struct desk {
		char school[16], registrar[64], approver[64], officer[64]; /* their sessions */
	} desks[CLIENTS];
};
static struct shared *shared;
static struct server registry, trial;

/* ---- clients ---- */

static struct client *client_of(const struct server *server)
{
	return client_new(server->address, &(struct client_options){.ca = server->ca});
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

/* Signed in one after the other: an officer has one session for all schools of the county. */
START_TEST(opening_desks)
{
	struct client *client = client_of(&registry);
	const struct person *before = NULL;
	for (int i = 0; i < CLIENTS; i++) {
		const struct person *person = people_registrar(i);
		const struct person *officer = people_officer_over(person);
		struct desk *desk = &shared->desks[i];
		snprintf(desk->school, sizeof desk->school, "%s", person->unit);
		sign_in(client, person, desk->registrar);
		sign_in(client, people_called("approver", person->unit), desk->approver);
		if (officer != before)
			sign_in(client, officer, desk->officer);
		else
			memcpy(desk->officer, desk[-1].officer, sizeof desk->officer);
		before = officer;
	}
}
END_TEST

/* ---- opening files ---- */

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

/* Opens the files of a school's children, one after the other. */
struct opener {
	struct client *client;
	const char *token;
	Xueji__V1__ListStudentsResponse *children;
	size_t at, size; /* of the last reply */
};

static void open_file(void *arg)
{
	struct opener *o = arg;
	Xueji__V1__GetStudentRequest in = XUEJI__V1__GET_STUDENT_REQUEST__INIT;
	struct answer a;
	in.student_id = o->children->students[o->at++ % o->children->n_students]->id;
	ask(o->client, o->token, "Students/GetStudent", &in, &a);
	ck_assert_msg(a.code == GRPC_STATUS_OK, "%s", a.text);
	o->size = a.size;
	answer_free(&a);
}

static void begin_opening(struct opener *o, const struct desk *desk)
{
	*o = (struct opener){.client = client_of(&registry), .token = desk->registrar};
	o->children = list(o->client, o->token, desk->school);
	ck_assert_uint_gt(o->children->n_students, 0);
}

/* Echoes a text of the size of a file. */
struct echoer {
	struct client *client;
	uint8_t *request;
	size_t size; /* of the request */
};

static void echo(void *arg)
{
	struct echoer *e = arg;
	struct answer a;
	client_unary_bytes(e->client, "/xueji.trial.v1.Trial/EchoSignedIn", e->request, e->size,
		&(struct call_options){.token = trial.token}, &a);
	ck_assert_msg(a.code == GRPC_STATUS_OK, "%s", a.text);
	answer_free(&a);
}

static void begin_echoing(struct echoer *e, size_t size)
{
	uint8_t *at = e->request = calloc(size + 16, 1);
	e->client = client_of(&trial);
	*at++ = 0x12; /* text */
	for (size_t n = size - 4; n != 0; n >>= 7)
		*at++ = (uint8_t)((n & 0x7f) | (n > 0x7f ? 0x80 : 0));
	memset(at, 'x', size - 4);
	e->size = (size_t)(at - e->request) + size - 4;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

struct reading {
	double p50, p99, cpu; /* us */
};

static struct reading measure(const struct server *server, void (*call)(void *), void *arg)
{
	static double took[READS];
	for (int i = 0; i < READS; i++)
		call(arg); /* warms up */
	struct reading reading = {.cpu = server_cpu_us(server)};
	for (int i = 0; i < READS; i++) {
		int64_t begun = clock_monotonic_us();
		call(arg);
		took[i] = (double)(clock_monotonic_us() - begun);
	}
	qsort(took, READS, sizeof *took, by_value);
	reading.cpu = (server_cpu_us(server) - reading.cpu) / READS;
	reading.p50 = took[READS / 2];
	reading.p99 = took[READS * 99 / 100];
	return reading;
}

START_TEST(one_reader)
{
	struct opener opener;
	struct echoer echoer;
	begin_opening(&opener, &shared->desks[0]);
	struct reading files = measure(&registry, open_file, &opener);
	shared->file_size = opener.size;
	begin_echoing(&echoer, opener.size);
	struct reading bare = measure(&trial, echo, &echoer);
	printf("GetStudent  %4zu bytes: p50 %.0f us, p99 %.0f us, server's processor %.0f us\n",
		opener.size, files.p50, files.p99, files.cpu);
	printf("Echo        %4zu bytes: p50 %.0f us, p99 %.0f us, server's processor %.0f us\n",
		opener.size, bare.p50, bare.p99, bare.cpu);
	printf("GetStudent / Echo: p50 %.2f (it waits for its entry in the journal), "
	       "processor %.2f\n",
		files.p50 / bare.p50, files.cpu / bare.cpu);
	fflush(stdout);
}
END_TEST

/* ---- many at a time ---- */

/* From when all are ready until the time is over. */
static void go_on(int number, void (*call)(void *), void *arg)
{
	int64_t until;
	shared->n_ready++;
	while ((until = shared->until_us) == 0)
		usleep(1000);
	while (clock_monotonic_us() < until) {
		call(arg);
		shared->done[number]++;
	}
}

START_TEST(opening)
{
	struct opener opener;
	begin_opening(&opener, &shared->desks[_i]);
	go_on(_i, open_file, &opener);
}
END_TEST

START_TEST(echoing)
{
	struct echoer echoer;
	begin_echoing(&echoer, shared->file_size);
	go_on(_i, echo, &echoer);
}
END_TEST

/* ---- registering ---- */

/* A child of six with an ID number of its own. */
static void make_child(Xueji__V1__StudentItems *items, char number[20], char born[11],
	char admitted[8], char name[64])
{
	static const char *const given[] = {"佳", "琪", "雨", "欣", "浩", "然", "子", "涵"};
	unsigned n = shared->next_child++;
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

static bool enter(
	struct client *client, const struct desk *desk, char case_id[32], int64_t *rev_out)
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
	ask(client, desk->registrar, "Cases/SaveRegistration", &in, &a);
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

static void approve(struct client *client, const char *token, char *case_id, int64_t *rev)
{
	Xueji__V1__DecideCasesRequest in = XUEJI__V1__DECIDE_CASES_REQUEST__INIT;
	Xueji__V1__CaseRef ref = XUEJI__V1__CASE_REF__INIT, *refs[] = {&ref};
	struct answer a;
	ref.case_id = case_id;
	ref.rev = *rev;
	in.event = XUEJI__V1__CASE_EVENT__CASE_EVENT_APPROVE;
	in.cases = refs;
	in.n_cases = 1;
	ask(client, token, "Cases/DecideCases", &in, &a);
	ck_assert_msg(a.code == GRPC_STATUS_OK, "%s", a.text);
	Xueji__V1__DecideCasesResponse *out =
		xueji__v1__decide_cases_response__unpack(NULL, a.size, a.bytes);
	ck_assert_msg(out->results[0]->is_done, "%s", out->results[0]->refusal_text);
	*rev = out->results[0]->summary->rev;
	xueji__v1__decide_cases_response__free_unpacked(out, NULL);
	answer_free(&a);
}

struct registrar {
	struct client *client;
	const struct desk *desk;
};

static void register_child(void *arg)
{
	const struct registrar *r = arg;
	char case_id[32];
	int64_t rev;
	while (!enter(r->client, r->desk, case_id, &rev))
		;
	approve(r->client, r->desk->approver, case_id, &rev);
	approve(r->client, r->desk->officer, case_id, &rev);
}

START_TEST(registering)
{
	struct registrar registrar = {client_of(&registry), &shared->desks[_i]};
	go_on(_i, register_child, &registrar);
}
END_TEST

/* ---- processes ---- */

/* gRPC's core and Check begin in the new process: neither outlives a fork. */
static pid_t begin(const TTest *test, int number)
{
	pid_t pid = fork();
	must(pid >= 0, "no process");
	if (pid != 0)
		return pid;
	grpc_init();
	Suite *suite = suite_create("bench_calls");
	TCase *tcase = tcase_create("bench_calls");
	tcase_add_loop_test(tcase, test, number, number + 1);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_SILENT);
	int failed = srunner_ntests_failed(runner);
	if (failed != 0)
		srunner_print(runner, CK_NORMAL);
	fflush(stdout);
	_exit(failed);
}

static void finish(pid_t pid)
{
	int status;
	must(waitpid(pid, &status, 0) == pid && status == 0, "a client failed");
}

static void run_many(const char *what, const struct server *server, const TTest *test, int n)
{
	pid_t pids[CLIENTS];
	int done = 0;
	shared->n_ready = 0;
	shared->until_us = 0;
	for (int i = 0; i < n; i++) {
		shared->done[i] = 0;
		pids[i] = begin(test, i);
	}
	while (shared->n_ready < n) {
		must(waitpid(-1, NULL, WNOHANG) == 0, "a client failed");
		usleep(10000);
	}
	double cpu = server_cpu_us(server);
	int64_t begun = clock_monotonic_us();
	shared->until_us = begun + (int64_t)(seconds * 1e6);
	for (int i = 0; i < n; i++) {
		finish(pids[i]);
		done += shared->done[i];
	}
	double took = (double)(clock_monotonic_us() - begun) / 1e6;
	printf("%-11s %2d clients: %.0f a second, server's processor %.0f us each\n", what, n,
		done / took, (server_cpu_us(server) - cpu) / (done > 0 ? done : 1));
	fflush(stdout);
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	const char *directory = argv[1];
	if (argc > 2)
		seconds = strtod(argv[2], NULL);
	shared = mmap(
		NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	must(shared != MAP_FAILED, "no memory");
	shared->next_child = (unsigned)(clock_now_us() / 1000 % 60000);
	people_read(directory);
	server_start_registry(&registry, directory);
	server_start_echo(&trial);
	finish(begin(opening_desks, 0));
	finish(begin(one_reader, 0));
	run_many("echo", &trial, echoing, CLIENTS);
	run_many("GetStudent", &registry, opening, CLIENTS);
	run_many("registered", &registry, registering, 1);
	run_many("registered", &registry, registering, CLIENTS);
	server_end(&trial);
	server_end(&registry);
	return 0;
}
