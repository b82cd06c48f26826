/* How the server is doing: what must not run out, what calls cost, what the jobs did. Nothing
 * repaints by itself; R asks again. The subject is "". */
#include "tui/screens/status.h"

#include <string.h>
#include <xueji/v1/server.pb-c.h>

#include "tui/app.h"
#include "tui/widgets/list.h"
#include "tui/widgets/pane.h"

enum { LABELS = 14, FACT_ROWS = 7, DAY = 86400, WARN_DAYS = 30, BACKUP_DAYS = 2, TENTHS = 10 };
#define GIB (INT64_C(1) << 30)
#define MIB (INT64_C(1) << 20)

struct status {
	struct list list; /* the jobs, and the reply that they came with */
};

/* ---- numbers */

static const char *ms(struct app *app, int64_t us)
{
	return us < 10 * 1000 ? app_print(app, "%lld.%lld", (long long)(us / 1000),
					(long long)(us / 100 % 10))
			      : app_number(app, us / 1000);
}

static const char *size(struct app *app, int64_t bytes)
{
	return bytes < 10 * GIB ? app_print(app, "%s MiB", app_number(app, bytes / MIB))
				: app_print(app, "%s GiB", app_number(app, bytes / GIB));
}

/* ---- the jobs */

static const Xueji__V1__JobStatus *job_of(const void *row)
{
	return row;
}

static const char *id_of(struct app *app, const void *row)
{
	(void)app;
	return job_of(row)->name;
}

static const char *name_cell(struct app *app, const void *row)
{
	(void)app;
	return job_of(row)->name;
}

static const char *last_cell(struct app *app, const void *row)
{
	return app_instant(app, job_of(row)->last_time);
}

static const char *took_cell(struct app *app, const void *row)
{
	return job_of(row)->last_time != NULL ? ms(app, job_of(row)->last_took_us) : "-";
}

static const char *next_cell(struct app *app, const void *row)
{
	return app_instant(app, job_of(row)->next_time);
}

static const char *error_cell(struct app *app, const void *row)
{
	const Xueji__V1__JobStatus *job = job_of(row);
	return job->last_error[0] == '\0' ? "-"
					  : app_print(app, "!! %s %s", job->last_error,
						    app_instant(app, job->last_error_time));
}

static enum style error_style(struct app *app, const void *row)
{
	(void)app;
	return job_of(row)->last_error[0] != '\0' ? STYLE_LATE : STYLE_PLAIN;
}

static const struct list_column columns[] = {
	{.title = N_("Job"), .width = 18, .cell = name_cell},
	{.title = N_("Last run"), .width = 16, .cell = last_cell},
	{.title = N_("ms"), .width = 7, .is_number = true, .cell = took_cell},
	{.title = N_("Next run"), .width = 16, .cell = next_cell, .drop = 1},
	{.title = N_("Last failure"), .width = 0, .cell = error_cell, .style = error_style},
	{0},
};

static const struct list_spec spec = {
	.columns = columns,
	.rows = "jobs",
	.id = id_of,
	.empty = N_("The server has no jobs."),
};

/* ---- the screen */

static void open_status(struct app *app, void *state, const char *subject)
{
	struct status *s = state;
	Xueji__V1__GetStatusRequest request = XUEJI__V1__GET_STATUS_REQUEST__INIT;
	(void)subject;
	list_init(&s->list, &spec);
	list_ask(&s->list, app, "xueji.v1.Server/GetStatus", &request.base);
}

/* An instant with `!!` where something runs out: before `least`, or never. */
static const char *watched(
	struct app *app, const Google__Protobuf__Timestamp *instant, int64_t least)
{
	if (instant == NULL)
		return _("!! never, or not known");
	return app_print(
		app, "%s%s", instant->seconds < least ? "!! " : "", app_instant(app, instant));
}

static const char *writer(struct app *app, const Xueji__V1__GetStatusResponse *in)
{
	int64_t tenths =
		in->writer_batches > 0 ? in->writer_works * TENTHS / in->writer_batches : 0;
	return app_print(app, _("%s wait, %lld.%lld a commit"), app_number(app, in->writer_queue),
		(long long)(tenths / TENTHS), (long long)(tenths % TENTHS));
}

static void draw_facts(struct app *app, const Xueji__V1__GetStatusResponse *in, struct area area)
{
	struct pane pane = pane_begin(area, LABELS);
	int64_t now = in->now != NULL ? in->now->seconds : 0;
	pane_pair(&pane, N_("Version"), in->version, N_("Running since"),
		app_instant(app, in->started_time));
	pane_pair(&pane, N_("Sessions"), app_number(app, in->sessions), N_("Calls now"),
		app_print(app, _("%s, %s streams"), app_number(app, in->active),
			app_number(app, in->waiting_streams)));
	pane_pair(&pane, N_("Calls"), app_number(app, in->calls), N_("Refused"),
		app_print(app, _("%s, %s went away"), app_number(app, in->refused),
			app_number(app, in->cancelled)));
	pane_pair(&pane, N_("Writer"), writer(app, in), N_("Failed commits"),
		app_print(app, "%s%s", in->writer_failed_commits > 0 ? "!! " : "",
			app_number(app, in->writer_failed_commits)));
	pane_pair(&pane, N_("Store"), size(app, in->store_bytes), N_("Write-ahead"),
		size(app, in->wal_bytes));
	pane_pair(&pane, N_("Disk free"),
		app_print(app, "%s%s", in->disk_free_bytes < in->store_bytes ? "!! " : "",
			size(app, in->disk_free_bytes)),
		N_("Last backup"),
		watched(app, in->last_backup_time, now - (int64_t)BACKUP_DAYS * DAY));
	pane_pair(&pane, N_("Server's clock"), app_instant(app, in->now), N_("Certificate to"),
		watched(app, in->certificate_until, now + (int64_t)WARN_DAYS * DAY));
}

static void draw_number(struct area area, int row, int col, const char *text)
{
	enum { WIDTH = 10 };
	draw_right(area, row, col, WIDTH, STYLE_PLAIN, text);
}

static const char *class_words(const char *name)
{
	static const char *const words[][2] = {{"read", N_("reading")},
		{"audited", N_("reading, kept")}, {"write", N_("changing")},
		{"slow", N_("signing in")}, {"stream", N_("streams")}};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i][0], name) == 0)
			return _(words[i][1]);
	return name;
}

/* What calls cost, by kind of work. Gives the rows it took. */
static int draw_classes(struct app *app, const Xueji__V1__GetStatusResponse *in, struct area area)
{
	enum { CALLS = 16, P50 = 27, P95 = 38, P99 = 49 };
	int row = 0;
	draw_rule(area, row++);
	draw_print(area, row, 2, STYLE_HEAD, _("last %d s"), in->window_seconds);
	draw_number(area, row, CALLS, _("calls"));
	draw_number(area, row, P50, "p50 ms");
	draw_number(area, row, P95, "p95 ms");
	draw_number(area, row++, P99, "p99 ms");
	for (size_t i = 0; i < in->n_classes; i++) {
		const Xueji__V1__CallClass *one = in->classes[i];
		draw_text(area, row, 2, STYLE_PLAIN, class_words(one->name));
		draw_number(area, row, CALLS, app_number(app, one->calls));
		draw_number(area, row, P50, ms(app, one->p50_us));
		draw_number(area, row, P95, ms(app, one->p95_us));
		draw_number(area, row++, P99, ms(app, one->p99_us));
	}
	draw_rule(area, row++);
	return row;
}

static void draw(struct app *app, void *state, struct area area)
{
	struct status *s = state;
	const Xueji__V1__GetStatusResponse *in = list_reply(&s->list);
	if (in == NULL)
		return;
	draw_facts(app, in, area);
	int row = FACT_ROWS;
	row += draw_classes(app, in, area_rows(area, row, area.rows - row));
	if (row < area.rows - 2)
		list_draw(&s->list, app, area_rows(area, row, area.rows - row));
}

static const struct action actions[] = {
	{VERB_REFRESH, .run = list_again},
	{0},
};

const struct screen status_screen = {
	.name = "status",
	.title = N_("Server"),
	.digit = 8,
	.tab = N_("Server"),
	.need = "xueji.v1.Server/GetStatus",
	.is_command = true,
	.state_size = sizeof(struct status),
	.open = open_status,
	.loaded = list_on_reply,
	.draw = draw,
	.on_key = list_on_key,
	.close = list_close,
	.actions = actions,
};
