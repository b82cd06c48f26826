/* The file by which a node's public keys are given to another: text that people can mail and look
 * at. It is no secret, but whoever trusts it must know from whom it is: that is what the
 * fingerprint is for, which two administrators compare by telephone.
 *
 *	# comments
 *	xueji-peer 1
 *	unit 330000
 *	sign HEX
 *	seal HEX */
#pragma once

#include <stdio.h>

#include "common/arena.h"
#include "common/why.h"
#include "server/store/seal.h"

enum { PEER_FILE_MOST = 4096, FINGERPRINT_SIZE = 5 * PUBLIC_ID_SIZE / 2 + 1 };

struct peer_file {
	char unit_code[7];
	struct public_keys keys;
};

/* "1f2e 3d4c …": of both keys. */
void peer_fingerprint(const struct public_keys *keys, char out[FINGERPRINT_SIZE]);

void peer_file_write(const struct peer_file *file, FILE *out);
/* False and a sentence when the text is none, or lacks or repeats a line. */
bool peer_file_parse(char *text, struct peer_file *out, char why[WHY_SIZE]) MUST_CHECK;
