/*
 * Easy handles of libcurl: one for each transfer, set up by its request. To make one takes longer than all else that libcurl
 * does for a call, so a pool keeps some that ended well for requests that differ in headers and body alone.
 */
#ifndef AWS_CORE_HTTP_EASY_H
#define AWS_CORE_HTTP_EASY_H

#include "http_private.h"
#include "http_request.h"

/* Gives a transfer a handle that its pool has kept, or a new one; false when memory runs out. */
bool http_easy_prepare(http_transfer *t, const http_request *request);

/* The transfer is to be connected within that many seconds; as its host's resolver it looks the address up anew. */
void http_easy_limit(http_transfer *t, double connect_timeout, bool is_resolver);

/* The transfer is to begin once more over a new connection. */
void http_easy_start_afresh(http_transfer *t);

/* Takes the handle from a transfer, which libcurl no longer runs, and keeps or frees it. */
void http_easy_release(http_transfer *t);

/* The process was forked: the handles are not ours to touch any more. */
void http_easy_forget(http_transfer *t);
void http_easy_forget_kept(http_pool *pool);

/* Frees what a pool has kept. */
void http_easy_free_kept(http_pool *pool);

#endif
