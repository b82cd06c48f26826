#include <assert.h>
#include <grpc/grpc.h>
#include <grpc/support/alloc.h>
#include <stdlib.h>

#include "common/memory.h"
#include "tui/client/state.h"

/* How often calls that wait are looked at while the line is down. */
enum { TICK_MS = 200, PROBE_MS = 5000 };

static gpr_timespec in_ms(int ms)
{
	return gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_millis(ms, GPR_TIMESPAN));
}

bool line_is_up(const struct client *client)
{
	return client->line == LINE_UP && client->channel != NULL &&
	       grpc_channel_check_connectivity_state(client->channel, 0) == GRPC_CHANNEL_READY;
}

static void set_line(struct client *client, enum client_line line, enum trouble trouble)
{
	if (client->line != line || client->trouble != trouble)
		client_signal(client);
	client->line = line;
	client->trouble = trouble;
	calls_look(client);
}

/* ---- why it does not connect ---- */

/* The core tells only a call why there is no connection; this one is made to be told. While the
 * channel is in TRANSIENT_FAILURE it fails at once, without a byte on the wire. */
struct probe {
	grpc_call *call;
	grpc_metadata_array trailing;
	grpc_status_code code;
	grpc_slice text;
};

static void take_why(struct client *client, const struct probe *probe)
{
	char *text = grpc_slice_to_c_string(probe->text);
	enum trouble trouble = trouble_of(text);
	gpr_free(text);
	if (!trouble_is_final(trouble)) {
		set_line(client, LINE_DOWN, trouble);
		return;
	}
	grpc_channel_destroy(client->channel); /* or it would go on trying */
	client->channel = NULL;
	set_line(client, LINE_REFUSED, trouble);
}

static void is_probed(struct tag *tag, bool ok)
{
	struct client *client = (struct client *)((char *)tag - offsetof(struct client, probed));
	struct probe *probe = client->probe;
	(void)ok;
	client->probe = NULL;
	if (client->channel != NULL && !client->is_closing && client->line != LINE_UP &&
		probe->code == GRPC_STATUS_UNAVAILABLE)
		take_why(client, probe);
	grpc_slice_unref(probe->text);
	grpc_metadata_array_destroy(&probe->trailing);
	grpc_call_unref(probe->call);
	free(probe);
}

static void ask_why(struct client *client)
{
	if (client->probe != NULL)
		return;
	struct probe *probe = client->probe = memory_new(sizeof *probe);
	probe->text = grpc_empty_slice();
	grpc_metadata_array_init(&probe->trailing);
	probe->call = grpc_channel_create_call(client->channel, NULL, GRPC_PROPAGATE_DEFAULTS,
		client->queue, grpc_slice_from_static_string("/grpc.health.v1.Health/Check"), NULL,
		in_ms(PROBE_MS), NULL);
	grpc_op ops[3] = {{.op = GRPC_OP_SEND_INITIAL_METADATA},
		{.op = GRPC_OP_SEND_CLOSE_FROM_CLIENT}, {.op = GRPC_OP_RECV_STATUS_ON_CLIENT}};
	ops[2].data.recv_status_on_client.trailing_metadata = &probe->trailing;
	ops[2].data.recv_status_on_client.status = &probe->code;
	ops[2].data.recv_status_on_client.status_details = &probe->text;
	client->probed.run = is_probed;
	grpc_call_error error = grpc_call_start_batch(probe->call, ops, 3, &client->probed, NULL);
	assert(error == GRPC_CALL_OK);
}

/* ---- what becomes of it ---- */

static void take_state(struct client *client, grpc_connectivity_state state)
{
	client->state = state;
	if (state == GRPC_CHANNEL_READY) {
		set_line(client, LINE_UP, TROUBLE_NONE);
	} else if (client->line == LINE_UP) {
		set_line(client, LINE_DOWN, TROUBLE_LOST);
	} else {
		calls_look(client); /* some may have waited long enough */
	}
	/* At every tick: the state stays the same when the next attempt fails for another reason.
	 */
	if (state == GRPC_CHANNEL_TRANSIENT_FAILURE)
		ask_why(client);
}

static void is_changed(struct tag *tag, bool ok)
{
	struct client *client = (struct client *)((char *)tag - offsetof(struct client, changed));
	(void)ok; /* false: a tick has passed */
	client->is_watching = false;
	if (client->channel == NULL || client->is_closing)
		return;
	take_state(client, grpc_channel_check_connectivity_state(client->channel, 1));
	line_watch(client);
}

void line_watch(struct client *client)
{
	client->changed.run = is_changed;
	client->is_watching = true;
	grpc_channel_watch_connectivity_state(client->channel, client->state,
		client->state == GRPC_CHANNEL_READY ? gpr_inf_future(GPR_CLOCK_MONOTONIC)
						    : in_ms(TICK_MS),
		client->queue, &client->changed);
}
