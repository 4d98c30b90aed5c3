/* One round of a pool: what is queued begins, what runs moves on, what is late ends. */
#ifndef AWS_CORE_HTTP_DRIVE_H
#define AWS_CORE_HTTP_DRIVE_H

#include "http_private.h"

/* Moves on what can move; waits `seconds` at most for a socket. Not in a process that has inherited the pool. */
void http_drive(http_pool *pool, double seconds);

/* When the pool is to be driven whatever its sockets do, on the monotonic clock. */
double http_drive_at(const http_pool *pool);

#endif
