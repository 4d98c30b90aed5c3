/* Random bytes: asked of the system, or out of a supply that a thread keeps of them. */
#ifndef AWS_CORE_RANDOM_H
#define AWS_CORE_RANDOM_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Fills `data` out of this thread's supply, which one system call fills for many. No other thread and no forked process
 * gets the same bytes; a copy of a running virtual machine may. False when the system has none.
 */
bool random_bytes(void *data, size_t length);

enum { RANDOM_UUID_LENGTH = 36 };

/*
 * Writes a random UUID (RFC 9562 5.4), without a final NUL; false as above. `is_fresh`: asked of the system, for what not
 * even the copy of a virtual machine may repeat.
 */
bool random_uuid(bool is_fresh, char out[RANDOM_UUID_LENGTH]);

#endif
