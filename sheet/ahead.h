/* Work done ahead in a thread of its own: it fills one block after the other, and whoever opened it
 * takes them in their order. A few are filled ahead and no more, so memory has a bound; none is
 * worked at by both sides at once. The first few are filled as they are taken, since most things
 * have no more, and so are all where the machine gives no thread.
 *
 * What `fill` works with (`arg`) is the thread's until ahead_close, or until the last block was
 * taken; before, whoever takes the blocks must not touch it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct ahead;
/* `fill` fills a block, which is not cleared before, of so many bytes; false: it is the last. */
struct ahead *ahead_open(size_t block_size, bool (*fill)(void *arg, void *block), void *arg);
/* The work is given up behind the block that is being filled, and its thread ended. NULL is fine.
 */
void ahead_close(struct ahead *ahead);

/* The next block, waited for; it is the caller's until the next call. NULL: the last was taken. */
const void *ahead_take(struct ahead *ahead);
