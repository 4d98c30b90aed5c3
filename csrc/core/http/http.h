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
#include "http_types.h"

/* The version of libcurl in this process: "8.14.1". */
const char *http_version(void);

/* NULL when memory runs out. Belongs to one thread; in a forked child it drops what it inherited, untouched. */
http_pool *http_pool_new(void);

/* Closes its connections; transfers under way end with a ConnectionError. */
void http_pool_free(http_pool *pool);

/* Begins a transfer, which may already have failed; NULL, and why as a phrase: no memory, or a text beyond 8 MB. */
http_transfer *http_pool_start(http_pool *pool, const http_request *request, const char **fault);

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

/* Whether bytes of the request may have left. */
bool http_transfer_sent(const http_transfer *t);

/* How a transfer ended; views that live as long as it. */
typedef struct http_outcome {
    const char
        *failure; /* its type, by the name that Lua knows; NULL: an answer came, and all of it */
    const char *message;           /* of the failure */
    const http_response *response; /* as far as it came */
    bool sent;                     /* bytes of the request may have left */
    bool resent;                   /* a stale connection was replaced */
    bool is_final;                 /* it failed in a way that nobody is to try again */
} http_outcome;

http_outcome http_transfer_outcome(const http_transfer *t);

/* Ends it if it runs, and frees it. */
void http_transfer_free(http_transfer *t);

#endif
