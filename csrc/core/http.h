/*
 * HTTP transfers on one libcurl multi handle: connections are kept and used again, and any number of transfers run at a
 * time, as far as the limit of open files allows; one of them looks a host up, the others to it wait for the address.
 * Nothing blocks but http_wait.
 */
#ifndef AWS_CORE_HTTP_H
#define AWS_CORE_HTTP_H

#include <stdint.h>

#include "http_request.h"
#include "http_response.h"

/* What a transfer may end with, and the name by which Lua knows it. */
#define HTTP_FAILURES(X)                                                                           \
    X(HTTP_CONNECTION_ERROR, "ConnectionError")                                                    \
    X(HTTP_FORKED, "ConnectionError") /* it runs on in the parent: not to be repeated here */      \
    X(HTTP_CONNECT_TIMEOUT, "ConnectTimeoutError")                                                 \
    X(HTTP_READ_TIMEOUT, "ReadTimeoutError")                                                       \
    X(HTTP_TLS_ERROR, "TLSError")                                                                  \
    X(HTTP_PROXY_ERROR, "ProxyError")                                                              \
    X(HTTP_DEADLINE_EXCEEDED, "DeadlineExceeded")                                                  \
    X(HTTP_RESPONSE_TOO_LARGE, "ResponseTooLargeError")

typedef enum http_failure {
    HTTP_NO_FAILURE,
#define HTTP_FAILURE_CODE(code, name) code,
    HTTP_FAILURES(HTTP_FAILURE_CODE)
#undef HTTP_FAILURE_CODE
} http_failure;

/* The failure's name; "" for HTTP_NO_FAILURE. */
const char *http_failure_name(http_failure failure);

typedef struct http_pool http_pool;
typedef struct http_transfer http_transfer;

/* NULL when memory runs out. Belongs to one thread; in a forked child it drops what it inherited, untouched. */
http_pool *http_pool_new(void);

/* Closes its connections; transfers under way end with a ConnectionError. */
void http_pool_free(http_pool *pool);

/* Begins a transfer, which may already have failed; NULL when memory runs out. */
http_transfer *http_pool_start(http_pool *pool, const http_request *request);

/*
 * Drives all transfers of the pools until one has ended, at most `seconds`; with none it only waits. Returns early on a
 * signal, and now and then for no reason.
 */
void http_wait(http_pool *const *pools, size_t count, double seconds);

/*
 * The id of the first transfer that has ended and was not freed, in the order in which they ended; 0: none. `told`: the
 * last answer, which is not given again, or 0.
 */
int64_t http_pool_next_ended(http_pool *pool, int64_t told);

/* A number above 0 that no other transfer of its pool has. */
int64_t http_transfer_id(const http_transfer *t);

/* Whether it ended, well or not. */
bool http_transfer_done(const http_transfer *t);

/* Ends it if it runs, and frees it. */
void http_transfer_free(http_transfer *t);

/* Of a transfer that ended. */
http_failure http_transfer_failure(const http_transfer *t);
const char *http_transfer_message(const http_transfer *t);
const http_response *http_transfer_response(const http_transfer *t);
bool http_transfer_sent(const http_transfer *t);   /* bytes of the request may have left */
bool http_transfer_resent(const http_transfer *t); /* a stale connection was replaced */

/* Whether it failed in a way that nobody is to try again. */
bool http_transfer_final(const http_transfer *t);

#endif
