/* Asking for a list for the nation or the police (Q6), by service Lists and by the command line. */
#pragma once

#include "server/store/list_store.h"
#include "xueji/v1/lists.pb-c.h"

enum { LIST_REASON_MOST = 200 };

/* The list of a kind (PARCEL_LIST_…) for a province, to be made by server/node. `reason` is why
 * numbers of children leave the province (R55), in words. Refuses PEER_MISSING, EXCHANGE_NO_KEYS,
 * LIST_BEING_MADE, and LIST_NOTHING_WAITS where nobody does. */
enum err list_ask_for(struct ctx *ctx, int64_t province, enum parcel_kind kind, const char *reason,
	struct list *out) MUST_CHECK;

typedef enum err lists_handler(struct ctx *ctx, const void *request, void *reply);
lists_handler lists_give_numbers; /* lists_numbers.c */
lists_handler lists_import;       /* lists_import.c */
lists_handler lists_renumber;     /* lists_renumber.c */
