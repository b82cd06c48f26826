#include <string.h>
#include <xueji/v1/server.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/stage.h"

#define STATUS "xueji.v1.Server/GetStatus"
#define TEXT   CHILD_TEXT

enum { CLASSES = 5, JOBS = 3 };

static Google__Protobuf__Timestamp moment(int64_t seconds)
{
	Google__Protobuf__Timestamp at = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	at.seconds = seconds;
	return at;
}

static void answer(struct stage *stage, bool is_well)
{
	static const char *const classes[CLASSES] = {"read", "audited", "write", "slow", "stream"};
	static const char *const jobs[JOBS] = {"idle_accounts", "checkpoint", "drafts"};
	Xueji__V1__GetStatusResponse reply = XUEJI__V1__GET_STATUS_RESPONSE__INIT;
	Xueji__V1__CallClass class[CLASSES], *rows[CLASSES];
	Xueji__V1__JobStatus job[JOBS], *list[JOBS];
	Google__Protobuf__Timestamp now = moment(1795740720), old = moment(1795740720 - 9 * 86400),
				    soon = moment(1795740720 + 20 * 86400),
				    far = moment(1795740720 + 200 * 86400);
	for (int i = 0; i < CLASSES; i++) {
		class[i] = (Xueji__V1__CallClass)XUEJI__V1__CALL_CLASS__INIT;
		class[i].name = TEXT(classes[i]), class[i].calls = 4812 - 1100 * i;
		class[i].p50_us = 900 + 4100 * i, class[i].p95_us = 8400 + 21000 * i;
		class[i].p99_us = 21000 + 400000 * i;
		rows[i] = &class[i];
	}
	for (int i = 0; i < JOBS; i++) {
		job[i] = (Xueji__V1__JobStatus)XUEJI__V1__JOB_STATUS__INIT;
		job[i].name = TEXT(jobs[i]), job[i].next_time = &soon;
		job[i].last_time = i == 2 ? NULL : &now, job[i].last_took_us = 3400 * (i + 1);
		job[i].last_error = TEXT(i == 1 && !is_well ? "DISK_FULL" : "");
		job[i].last_error_time = &now;
		list[i] = &job[i];
	}
	reply.version = TEXT("0.4.0"), reply.started_time = &old, reply.now = &now;
	reply.sessions = 37, reply.calls = 1204810, reply.refused = 412, reply.cancelled = 33;
	reply.active = 2, reply.waiting_streams = 31, reply.window_seconds = 300;
	reply.classes = rows, reply.n_classes = CLASSES;
	reply.writer_queue = 1, reply.writer_batches = 1000, reply.writer_works = 3400;
	reply.writer_failed_commits = is_well ? 0 : 2;
	reply.wal_bytes = INT64_C(12) << 20, reply.store_bytes = INT64_C(41) << 30;
	reply.disk_free_bytes = INT64_C(210) << 30;
	reply.last_backup_time = is_well ? &now : &old;
	reply.certificate_until = is_well ? &far : &soon;
	reply.jobs = list, reply.n_jobs = JOBS;
	fake_answer(stage->client, STATUS, &reply.base);
}

static void status_scene(struct stage *stage)
{
	answer(stage, false);
	stage_sign_in(stage);
	stage_type(stage, "8");
	stage_shot(stage, "status");
}

START_TEST(what_runs_out_is_marked)
{
	stage_play(status_scene);
}
END_TEST

static void again_scene(struct stage *stage)
{
	answer(stage, false);
	stage_sign_in(stage);
	stage_open(stage, "status", "");
	ck_assert(stage_shows(stage, "!!"));
	stage_wait(stage, 60000);
	ck_assert_uint_eq(fake_calls(stage->client, STATUS), 1); /* nothing asks by itself */
	answer(stage, true);
	stage_type(stage, "R");
	ck_assert_uint_eq(fake_calls(stage->client, STATUS), 2);
	ck_assert(!stage_shows(stage, "!!"));
}

START_TEST(it_is_asked_again_by_a_key_alone)
{
	stage_play_as(again_scene, LANG_ZH, 24, 80);
}
END_TEST

SUITE("status", what_runs_out_is_marked, it_is_asked_again_by_a_key_alone)
