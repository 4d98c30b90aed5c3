/* What pools ask of libcurl: a multi handle for each pool. Easy handles are in http_easy.c; no other part knows libcurl. */
#ifndef AWS_CORE_HTTP_CURL_H
#define AWS_CORE_HTTP_CURL_H

#include "http_request.h"
#include "http_verdict.h"

/* Starts libcurl, once in a process. */
void http_curl_start(void);

/* The version of libcurl in this process: "8.14.1". */
const char *http_curl_version(void);

/* Makes the multi handle and the poller of its sockets. Returns NULL, or why they cannot be made. */
const char *http_curl_open(http_pool *pool);

/* Closes the connections. */
void http_curl_close(http_pool *pool);

/* Begins the transfer, which must be connected within that many seconds; false when memory runs out. */
bool http_curl_begin(http_transfer *t, double connect_timeout);

/* Ends the transfer if it runs; it has no easy handle any more. */
void http_curl_release(http_transfer *t);

/* Moves on what has a socket that is ready, for which it waits `seconds` at most; then what libcurl wanted to look at by now. */
void http_curl_read_sockets(http_pool *pool, double seconds);
void http_curl_run_timer(http_pool *pool);

/* A transfer that libcurl has ended, judged; NULL for none. */
http_transfer *http_curl_next_ended(http_pool *pool, http_unbegun *why);

#endif
