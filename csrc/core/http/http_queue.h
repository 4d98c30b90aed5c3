/* The queue: which transfers may start now, and which wait for an address or for descriptors. */
#ifndef AWS_CORE_HTTP_QUEUE_H
#define AWS_CORE_HTTP_QUEUE_H

#include "http_private.h"
#include "http_request.h"

/* Puts a new transfer into the queue; false when memory runs out. */
bool http_queue_add(http_transfer *t, const http_request *request);

/* Before http_queue_take is called until it returns NULL, with a turn of libcurl between two rounds. */
void http_queue_begin_round(http_pool *pool);

/* The next transfer that may start, NULL for none; it is moved to `running`. */
http_transfer *http_queue_take(http_pool *pool);

/* Whether it is the one that looks up its host. */
bool http_queue_is_resolver(const http_transfer *t);

/* The transfer has an address to connect to (`looked_up`), or a connection. */
void http_queue_resolved(http_transfer *t, bool looked_up);

/* Puts back what could not be begun for want of descriptors: it waits for its turn, as long as it may for a connection. */
void http_queue_starve(http_transfer *t);

/* The same for all that is queued. */
void http_queue_starve_all(http_pool *pool);

/* Whether there is nothing to begin for the moment: there were no descriptors, and none was given back. */
bool http_queue_is_starved(const http_pool *pool);

/* libcurl's cache of addresses is gone. */
void http_queue_forget_addresses(http_pool *pool);

/* The transfer ended: it looks nothing up any more. */
void http_queue_leave(http_transfer *t);

void http_queue_free_hosts(http_pool *pool);

/* How many idle connections a pool keeps when nothing runs, and how many connections in all it is to have now. */
size_t http_queue_connections_kept(void);
size_t http_queue_connections_wanted(const http_pool *pool);

#endif
