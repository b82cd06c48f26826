/* What lives as long as the server: made in main.c, never changed afterwards, shared by all
 * threads. Each member guards itself. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct settings;      /* server/settings.h */
struct keys;          /* server/store/seal.h */
struct unit_cache;    /* server/store/unit_tree.h */
struct policy_cache;  /* server/store/policy_cache.h */
struct session_cache; /* server/auth/session_cache.h */
struct han_readings;  /* common/han_reading.h */
struct stat_cache;    /* server/store/stat_cache.h */
struct calendar;      /* domain/working_days.h */
struct news;          /* server/store/news.h */
struct arena;         /* common/arena.h */
struct server_status; /* server/status.h */

/* The world outside, so that tests are exact: handlers take time and randomness from here only
 * (through server/ctx.h). */
struct world {
	int64_t (*now_us)(void *arg);
	void (*random)(void *arg, void *bytes, size_t size);
	void *arg;
};

struct app {
	const struct settings *settings;
	struct keys *keys;
	const char *attachments; /* where their files lie (server/store/attachment_file.h) */
	struct unit_cache *units;
	struct policy_cache *policies;
	struct session_cache *sessions;
	struct han_readings *readings;   /* of names of people */
	struct stat_cache *stats;        /* NULL where no totals are kept (commands, tests) */
	const struct calendar *calendar; /* of working days; NULL (tests): what is published */
	struct news *news;               /* NULL where no streams wait (commands, tests) */
	struct world world;
	int64_t node; /* this node's number, the top bits of every id it makes */
	/* Says how the server is doing; NULL where none runs. */
	void (*status)(void *arg, struct arena *arena, struct server_status *out);
	void *status_arg;
	/* Wakes the streams that wait for a topic (server/rpc); NULL where there are none. */
	void (*wake)(void *arg, uint64_t topic);
	void *wake_arg;
	/* Tells the thread that compares children (server/jobs/check_lane.h) that something waits
	 * for it; NULL where there is none. */
	void (*check)(void *arg);
	void *check_arg;
};
