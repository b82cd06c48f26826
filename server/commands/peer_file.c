#include "server/commands/peer_file.h"

#include <sodium.h>
#include <string.h>

#include "domain/tiers.h"
#include "domain/unit_code.h"

void peer_fingerprint(const struct public_keys *keys, char out[FINGERPRINT_SIZE])
{
	uint8_t id[PUBLIC_ID_SIZE];
	public_id(keys, id);
	for (size_t i = 0; i < sizeof id; i += 2, out += 5)
		snprintf(out, 6, "%02x%02x ", id[i], id[i + 1]);
	out[-1] = '\0';
}

static void write_key(const char *name, const uint8_t key[PUBLIC_KEY_SIZE], FILE *out)
{
	char hex[2 * PUBLIC_KEY_SIZE + 1];
	fprintf(out, "%s %s\n", name, sodium_bin2hex(hex, sizeof hex, key, PUBLIC_KEY_SIZE));
}

void peer_file_write(const struct peer_file *file, FILE *out)
{
	char fingerprint[FINGERPRINT_SIZE];
	peer_fingerprint(&file->keys, fingerprint);
	fprintf(out,
		"# Public keys of a node of the student registry. Before trusting them compare "
		"the\n"
		"# fingerprint with the one that its administrator reads out:\n"
		"# %s\n"
		"xueji-peer 1\nunit %s\n",
		fingerprint, file->unit_code);
	write_key("sign", file->keys.sign, out);
	write_key("seal", file->keys.seal, out);
}

static bool take_key(const char *hex, uint8_t out[PUBLIC_KEY_SIZE])
{
	size_t size;
	return sodium_is_zero(out, PUBLIC_KEY_SIZE) &&
	       sodium_hex2bin(out, PUBLIC_KEY_SIZE, hex, strlen(hex), NULL, &size, NULL) == 0 &&
	       size == PUBLIC_KEY_SIZE;
}

static bool take_line(const char *line, struct peer_file *out, bool *is_ours)
{
	if (strcmp(line, "xueji-peer 1") == 0)
		return *is_ours = true;
	if (strncmp(line, "sign ", 5) == 0)
		return take_key(line + 5, out->keys.sign);
	if (strncmp(line, "seal ", 5) == 0)
		return take_key(line + 5, out->keys.seal);
	if (strncmp(line, "unit ", 5) != 0 || out->unit_code[0] != '\0')
		return false;
	size_t size = strlen(line + 5) + 1;
	if (size > sizeof out->unit_code)
		return false;
	memcpy(out->unit_code, line + 5, size);
	return true;
}

bool peer_file_parse(char *text, struct peer_file *out, char why[WHY_SIZE])
{
	char *rest;
	bool is_ours = false, is_good = true;
	*out = (struct peer_file){.unit_code = ""};
	for (char *line = strtok_r(text, "\r\n", &rest); line != NULL && is_good;
		line = strtok_r(NULL, "\r\n", &rest))
		is_good = line[0] == '#' || take_line(line, out, &is_ours);
	int tier = is_good ? unit_code_tier(out->unit_code) : 0;
	if (is_good && is_ours && (tier == TIER_NATION || tier == TIER_PROVINCE) &&
		!sodium_is_zero(out->keys.sign, PUBLIC_KEY_SIZE) &&
		!sodium_is_zero(out->keys.seal, PUBLIC_KEY_SIZE))
		return true;
	return why_set(why, "This is no file of public keys; the other administrator makes one "
			    "with: xuejid exchange key DIR");
}
