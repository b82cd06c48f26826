/* Lists in pages. A page ends at a position (the key of its last row), which goes out as an opaque
 * token, sealed and bound to the method and the request's filters: a forged one, or one of another
 * list, is refused. The next page begins behind that key, so its cost does not grow with depth.
 *
 *	struct page page;
 *	page_read(ctx, &request->base, &page);
 *	… rows with (a, b) > (page.number[0], page.number[1]), page.size + 1 of them …
 *	if (there is one more) reply->next_page_token = page_next(&page, a, b, NULL); */
#pragma once

#include <protobuf-c/protobuf-c.h>

#include "server/ctx.h"

enum { PAGE_DEFAULT = 50, PAGE_MOST = 200 };

struct page {
	size_t size;   /* rows wanted: 1 to PAGE_MOST */
	bool is_first; /* the position is empty: 0, 0, "" */
	int64_t number[2];
	const char *text;
	struct ctx *ctx; /* private from here on */
	int64_t binding;
};

/* Reads the request's page_size and page_token. Faults: OUT_OF_RANGE for a negative size,
 * NOT_A_PAGE_TOKEN; noted in the ctx for ctx_faults, with a first page in `out`. */
void page_read(struct ctx *ctx, const ProtobufCMessage *request, struct page *out);

/* The token of the page that begins behind this key. */
char *page_next(const struct page *page, int64_t first, int64_t second, const char *text);
