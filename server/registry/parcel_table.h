/* The kinds of parcels that nodes of the country exchange (Q6), and the kinds of peers: one row
 * each. Words are stable: they stand in parcels and in the store. How parcels are made and sealed
 * is told in server/store/parcel.h; what taking one in does, in server/node. */
#pragma once

#include <protobuf-c/protobuf-c.h>
#include <stdint.h>

#include "domain/lang.h"

/* Stored; never change one. */
enum peer_kind {
	PEER_NATION = 1, /* the nation's data centre */
	PEER_PROVINCE,   /* another province's, or, to the nation, any */
	PEER_POLICE,     /* the police's base of residents */
	PEER_KIND_END
};

struct peer_kind_row {
	const char *word; /* "nation" */
	struct sentence title;
};
/* NULL for a number that is none. */
const struct peer_kind_row *peer_kind_row(int kind);
/* 0 when no kind has this word. */
int peer_kind_named(const char *word);

/* Stored; never change one. */
enum parcel_kind {
	PARCEL_LIST_WIDER_CHECK = 1, /* records not of grade 1 (R16) */
	PARCEL_LIST_G_NUMBERS,       /* formal numbers are asked for (R38, R71) */
	PARCEL_LIST_KEY_DATA,        /* key data of G holders (R41) */
	PARCEL_LIST_POLICE,          /* comparison with the police's base */
	PARCEL_VERDICTS,             /* on the rows of a list */
	PARCEL_TRANSFER,             /* what provinces say of transfers between them */
	PARCEL_LIST_PROBLEMS,        /* problem records that the nation decides (R42, R51) */
	PARCEL_KIND_END
};

struct parcel_kind_row {
	const char *word; /* "list.g_numbers" */
	struct sentence title;
	uint32_t senders; /* the kinds of peers from which it is taken in, as 1 << enum peer_kind */
	enum peer_kind receiver;                /* of lists: to whom they go; else 0 */
	const ProtobufCMessageDescriptor *item; /* of what type its items are */
};
const struct parcel_kind_row *parcel_kind_row(int kind);
int parcel_kind_named(const char *word);
