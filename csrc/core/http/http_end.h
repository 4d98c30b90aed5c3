/* How transfers end: taken from libcurl and out of the queue, and put where whoever waits for them looks. */
#ifndef AWS_CORE_HTTP_END_H
#define AWS_CORE_HTTP_END_H

#include "http_private.h"

/*
 * Whether the process was forked since the pool began. In a forked child the sockets are the parent's: libcurl's handles
 * are left alone there, never cleaned up.
 */
bool http_pool_is_inherited(const http_pool *pool);

/* Ends a transfer, whose failure has been noted, if it has one. */
void http_end_transfer(http_transfer *t);

/* Ends all of a list, or all that a pool runs and has queued, by that failure. */
void http_end_list(http_list *list, http_failure failure, const char *why);
void http_end_all(http_pool *pool, http_failure failure, const char *why);

/* Ends what runs on in the parent. */
void http_end_inherited(http_pool *pool);

#endif
