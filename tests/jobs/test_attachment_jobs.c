#include "server/jobs/attachment_jobs.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/date.h"
#include "common/file.h"
#include "domain/roles.h"
#include "server/service/services.h"
#include "server/store/attachment_file.h"
#include "server/store/ids.h"
#include "server/store/journal_store.h"
#include "server/store/upload_file.h"
#include "tests/calls/attaching.h"
#include "tests/support/child.h"

static struct house *house;
static struct person *registrar;
static int64_t child;
static struct scan scan;

static void set_up(void)
{
	house = house_open();
	registrar = person_make(house, "reg", SCHOOL, ROLE_REGISTRAR);
	struct ctx *ctx = house_write(house);
	struct student_record record = child_make(ctx->arena, "陈小花", "2019-03-04", SCHOOL);
	child_enrol_in(ctx, &record);
	house_commit(house);
	child = record.row.id;
	scan = scan_new(house, FILE_TYPE_JPEG, 1000);
}

static void tear_down(void)
{
	house_close(house);
}

static void sweep(void)
{
	bool again = true;
	for (int n = 0; again && n < 100; n++) {
		struct ctx *ctx = house_write(house);
		look_for_sweepings(ctx);
		ck_assert_int_eq(sweep_attachments(ctx, &again), OK);
		ck_assert_int_eq(journal_write_notes(ctx), OK);
		house_commit(house);
	}
}

static void wait_hours(int hours)
{
	house_wait(house, hours * 3600 * US_PER_SECOND);
	struct person *again = registrar;
	snprintf(again->token, sizeof again->token, "%s", person_session(house, registrar->id));
}

static int64_t number_of(const char *id)
{
	int64_t number;
	ck_assert(ids_parse(id, &number));
	return number;
}

static const char *upload_of(const char *id)
{
	return upload_path(house->arena, &house->fixture->app, number_of(id));
}

/* Where the file of what has this scan lies. */
static const char *file_of(const char *id)
{
	struct attachment_row row;
	struct ctx *ctx = house_write(house);
	ck_assert_int_eq(attachment_get(ctx, number_of(id), &row), OK);
	house_rollback(house);
	return attachment_file_path(house->arena, &house->fixture->app, row.content);
}

static bool is_there(const char *path)
{
	return access(path, F_OK) == 0;
}

static void drop(const char *id)
{
	Xueji__V1__DropAttachmentRequest in = XUEJI__V1__DROP_ATTACHMENT_REQUEST__INIT;
	in.attachment_id = (char *)id;
	ck_assert_int_eq(
		call(house, registrar->token, &attachments_service, "DropAttachment", &in.base).err,
		OK);
}

static int64_t rows(void)
{
	return house_count(house, "SELECT count(*) FROM attachment");
}

START_TEST(what_was_never_completed_is_gone_after_its_days)
{
	char *id = attach_begin(house, registrar, child, ATTACHMENT_ID_CARD, &scan);
	ck_assert_int_eq(send_chunk(house, registrar, id, 0, scan.bytes, 500).err, OK);
	const char *upload = upload_of(id);
	wait_hours(23);
	sweep();
	ck_assert_int_eq(send_chunk(house, registrar, id, 500, scan.bytes + 500, 100).err, OK);
	wait_hours(2);
	sweep();
	ck_assert_int_eq(send_chunk(house, registrar, id, 600, scan.bytes + 600, 100).reason,
		REASON_NO_SUCH_ATTACHMENT);
	ck_assert_int_eq(
		house_count(house, "SELECT count(*) FROM journal WHERE action = "
				   "'attachment.swept' AND entity_id <> 0 AND unit_id <> 0"),
		1);
	ck_assert(is_there(upload));
	wait_hours(25);
	sweep();
	ck_assert(!is_there(upload));
	wait_hours(1);
	sweep();
	ck_assert_int_eq(rows(), 0);
}
END_TEST

START_TEST(a_dropped_one_keeps_its_file_for_a_day_and_its_row_a_little_longer)
{
	char *id = attach(house, registrar, child, ATTACHMENT_ID_CARD, &scan);
	const char *file = file_of(id);
	wait_hours(100);
	sweep();
	ck_assert(is_there(file));
	drop(id);
	wait_hours(23);
	sweep();
	ck_assert(is_there(file));
	wait_hours(2);
	sweep();
	ck_assert(!is_there(file));
	ck_assert_int_eq(rows(), 1); /* until it is certain that the file does not come back */
	wait_hours(1);
	sweep();
	ck_assert_int_eq(rows(), 0);
}
END_TEST

START_TEST(a_file_that_others_name_stays_until_the_last)
{
	char *a = attach(house, registrar, child, ATTACHMENT_ID_CARD, &scan);
	char *b = attach(house, registrar, child, ATTACHMENT_HOUSEHOLD_PAGE, &scan);
	attach_begin(house, registrar, child, ATTACHMENT_POLICE_RECEIPT, &scan);
	const char *file = file_of(a);
	drop(a);
	drop(b);
	wait_hours(23);
	attach_begin(house, registrar, child, ATTACHMENT_BIRTH_CERTIFICATE, &scan);
	wait_hours(2);
	sweep();
	ck_assert(is_there(file)); /* the one being sent names it */
	wait_hours(50);
	sweep();
	wait_hours(25);
	sweep();
	ck_assert(!is_there(file));
}
END_TEST

START_TEST(what_a_crash_left_of_a_completed_one_is_removed)
{
	char *id = attach(house, registrar, child, ATTACHMENT_ID_CARD, &scan);
	char why[WHY_SIZE];
	const char *left = upload_of(id);
	const int64_t day_ago = house->fixture->now_us / US_PER_SECOND - 2 * 86400;
	const struct timespec then[] = {{.tv_sec = day_ago}, {.tv_sec = day_ago}};
	ck_assert(file_create(left, 0600, "left", 4, why));
	ck_assert_int_eq(utimensat(AT_FDCWD, left, then, 0), 0);
	sweep();
	ck_assert(!is_there(left));
	ck_assert(is_there(file_of(id)));
}
END_TEST

START_TEST(many_go_in_several_steps)
{
	for (int i = 0; i < 150; i++) {
		char *id = attach_begin(house, registrar, child, ATTACHMENT_ID_CARD, &scan);
		drop(id);
	}
	wait_hours(25);
	sweep();
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM attachment WHERE state = 3"), 0);
	wait_hours(1);
	sweep();
	ck_assert_int_eq(rows(), 0);
}
END_TEST

SUITE_WITH("attachment_jobs", set_up, tear_down, what_was_never_completed_is_gone_after_its_days,
	a_dropped_one_keeps_its_file_for_a_day_and_its_row_a_little_longer,
	a_file_that_others_name_stays_until_the_last,
	what_a_crash_left_of_a_completed_one_is_removed, many_go_in_several_steps)
