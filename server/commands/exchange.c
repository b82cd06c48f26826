/* xuejid exchange …: keys, and the nodes that are trusted by theirs. */
#include <stdio.h>
#include <string.h>

#include "common/date.h"
#include "common/file.h"
#include "domain/tiers.h"
#include "domain/unit_code.h"
#include "server/commands/command.h"
#include "server/commands/peer_file.h"
#include "server/commands/write.h"
#include "server/store/db.h"
#include "server/store/parcel_store.h"

/* ---- key ---- */

static enum exit_code key(struct invocation *invocation)
{
	char why[WHY_SIZE];
	struct peer_file own = {.unit_code = ""};
	const char *file = invocation->settings.key_file;
	if (!keys_add_exchange(file, why))
		return fail(invocation, EXIT_KEY, "%s", why);
	invocation->keys = keys_load(file, why);
	if (invocation->keys == NULL || !keys_public(invocation->keys, &own.keys))
		return fail(invocation, EXIT_KEY, "%s", why);
	snprintf(own.unit_code, sizeof own.unit_code, "%s", invocation->settings.unit);
	peer_file_write(&own, stdout);
	return EXIT_DONE;
}

const struct command exchange_key_command = {
	.name = "exchange key",
	.operands = "DIR",
	.purpose = "print the public keys that other nodes need to trust this one",
	.needs = NEEDS_SETTINGS,
	.run = key,
};

/* ---- trust ---- */

static enum err apply_trust(struct ctx *ctx, void *arg)
{
	return peer_trust(ctx, arg);
}

static bool is_name(const char *name)
{
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
	return n > 0 && n <= 32 && name[n] == '\0';
}

/* Whose keys they are: said, or judged by the division that the node serves. */
static int kind_of(const struct invocation *invocation, const struct peer_file *file)
{
	const char *word = option_value(invocation, "--as");
	if (word != NULL)
		return peer_kind_named(word);
	return unit_code_tier(file->unit_code) == TIER_NATION ? PEER_NATION : PEER_PROVINCE;
}

static enum exit_code trust(struct invocation *invocation)
{
	char why[WHY_SIZE], fingerprint[FINGERPRINT_SIZE];
	struct peer_file file;
	struct public_keys own;
	const char *name = invocation->operands[1];
	char *text =
		file_read(invocation->arena, invocation->operands[2], PEER_FILE_MOST, NULL, why);
	if (text == NULL)
		return fail(invocation, EXIT_NOT_FOUND, "%s", why);
	if (!peer_file_parse(text, &file, why))
		return fail(invocation, EXIT_FAILED, "%s", why);
	struct peer peer = {.name = name,
		.kind = (enum peer_kind)kind_of(invocation, &file),
		.unit_code = file.unit_code,
		.keys = file.keys};
	if (!is_name(name))
		return fail(invocation, EXIT_USAGE,
			"\"%s\" is no name for a node; use up to 32 small letters, digits and '-'.",
			name);
	if (peer.kind == 0)
		return fail(invocation, EXIT_USAGE, "--as needs nation, province or police.");
	if (keys_public(invocation->keys, &own) && memcmp(&own, &peer.keys, sizeof own) == 0)
		return fail(invocation, EXIT_USAGE, "These are this node's own keys.");
	enum exit_code code = write_apply(invocation, apply_trust, &peer);
	if (code != EXIT_DONE)
		return code;
	peer_fingerprint(&peer.keys, fingerprint);
	printf("%s is trusted as %s %s. Its fingerprint; compare it with the one that its "
	       "administrator\nreads out, and revoke it if they differ:\n\n  %s\n",
		name, peer_kind_row(peer.kind)->word, peer.unit_code, fingerprint);
	return EXIT_DONE;
}

static const struct option trust_options[] = {
	{"--as", "KIND",
		"nation, province or police; if not given, what the division says that it serves",
		.repeats = false},
};
const struct command exchange_trust_command = {
	.name = "exchange trust",
	.operands = "DIR NAME FILE",
	.purpose = "believe a node by its public keys; the same name again gives it new ones",
	.options = trust_options,
	.n_options = sizeof trust_options / sizeof *trust_options,
	.needs = NEEDS_STORE,
	.run = trust,
};

/* ---- peers ---- */

static enum err print_peer(struct ctx *ctx, const struct peer *peer)
{
	char fingerprint[FINGERPRINT_SIZE], day[DATE_TEXT_SIZE];
	const char *missing;
	enum err err = parcel_missing(ctx, peer, &missing);
	peer_fingerprint(&peer->keys, fingerprint);
	date_format(date_of_instant(peer->revoked_us ? peer->revoked_us : peer->trusted_us), day);
	printf("%s  %s %s  %s %s\n  %s\n  sent %lld, acknowledged %lld; taken in %lld%s%s\n",
		peer->name, peer_kind_row(peer->kind)->word, peer->unit_code,
		peer->revoked_us ? "revoked" : "trusted since", day, fingerprint,
		(long long)peer->sent, (long long)peer->acknowledged, (long long)peer->taken,
		missing[0] != '\0' ? "; missing " : "", missing);
	return err;
}

static enum exit_code peers(struct invocation *invocation)
{
	struct ctx ctx;
	struct db *db = store_reader(invocation->store);
	struct peer *rows;
	size_t n = 0;
	write_ctx(invocation, &ctx, db);
	enum err err = peer_list(&ctx, &rows, &n);
	for (size_t i = 0; err == OK && i < n; i++)
		err = print_peer(&ctx, &rows[i]);
	db_close(db);
	return err == OK ? EXIT_DONE : write_refused(invocation, &ctx, err);
}

const struct command exchange_peers_command = {
	.name = "exchange peers",
	.operands = "DIR",
	.purpose = "list the nodes that are trusted, and how far the exchange with each has come",
	.needs = NEEDS_READER,
	.run = peers,
};

/* ---- revoke ---- */

static enum err apply_revoke(struct ctx *ctx, void *arg)
{
	return peer_revoke(ctx, arg);
}

static enum exit_code revoke(struct invocation *invocation)
{
	char *name = arena_strdup(invocation->arena, invocation->operands[1]);
	return write_apply(invocation, apply_revoke, name);
}

const struct command exchange_revoke_command = {
	.name = "exchange revoke",
	.operands = "DIR NAME",
	.purpose = "believe a node no longer",
	.needs = NEEDS_STORE,
	.run = revoke,
};
