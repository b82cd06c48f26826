/* Keys, and the bytes in which a terminal sends them. Sequences of xterm, linux, screen, tmux, rxvt
 * and vt100 are all understood, whatever TERM says; one that is unknown is swallowed whole, so that
 * its letters never act as keys. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A key is its character, or one of these; control keys are CTRL('x'). */
enum {
	KEY_TAB = '\t',
	KEY_ENTER = '\r',
	KEY_ESC = 27,
	KEY_BACKSPACE = 127,
	KEYS_SPECIAL = 0x200000, /* beyond all characters */
	KEY_UP,
	KEY_DOWN,
	KEY_LEFT,
	KEY_RIGHT,
	KEY_HOME,
	KEY_END,
	KEY_PAGE_UP,
	KEY_PAGE_DOWN,
	KEY_INSERT,
	KEY_DELETE,
	KEY_BACKTAB,
	KEY_F1,
	KEY_F12 = KEY_F1 + 11,
	KEY_ANSWER,   /* the terminal has worked off what was sent before ESC[5n */
	KEY_POSITION, /* answer to ESC[6n: `value` is the column, from 1 */
};
#define CTRL(letter) ((uint32_t)(letter)&0x1f)

struct key {
	uint32_t code;
	int value;
	bool is_pasted; /* never decides anything: a decision needs a typed key */
};

enum { KEYS_BUFFER = 8192 };

struct key_decoder {
	unsigned char bytes[KEYS_BUFFER];
	size_t from, to;
	bool is_pasting;
};

/* Takes what was read, at most `keys_room` bytes. */
size_t keys_room(struct key_decoder *decoder);
void keys_feed(struct key_decoder *decoder, const void *bytes, size_t size);
/* The next key. False: there is none, or its end is still to come; after 50 ms without it call with
 * `is_late`, and what has come is taken for what it is: an ESC is the key Esc. */
bool keys_next(struct key_decoder *decoder, bool is_late, struct key *out);
/* Something has come, but not its end. */
bool keys_waiting(const struct key_decoder *decoder);

/* "Ctrl-F", "Enter", "a": for legends and help. Names of keys are the same in all languages. */
const char *key_name(uint32_t code, char out[16]);
