#include "http.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/os/forks.h"
#include "core/os/sys.h"
#include "core/sign/crypto.h"
#include "http_curl.h"
#include "http_drive.h"
#include "http_easy.h"
#include "http_end.h"
#include "http_queue.h"
#include "http_transfer.h"

enum { LONGEST_WAIT = 3600, USUAL_CONNECT_TIMEOUT = 300 }; /* seconds */

/* ---- around libcurl ---- */

typedef struct entry {
    sys_pipe_guard pipe;
    locale_t locale;
} entry;

/* libcurl's messages are English: http_verdict reads them. */
static entry enter(void)
{
    return (entry){sys_block_pipe_signal(), sys_enter_plain_locale()};
}

/* What OpenSSL noted down on the way is not left for its next user in this thread. */
static void leave(const entry *entered)
{
    crypto_clear_errors();
    sys_leave_plain_locale(entered->locale);
    sys_restore_pipe_signal(&entered->pipe);
}

const char *http_version(void)
{
    return http_curl_version();
}

/* ---- starting ---- */

/* In a forked child a pool begins anew, without what it inherited. */
static void own(http_pool *pool)
{
    if (!http_pool_is_inherited(pool))
        return;
    http_end_inherited(pool);
    http_easy_forget_kept(pool);
    http_queue_free_hosts(pool);
    http_sockets_free(&pool->sockets);
    pool->multi = NULL;
    pool->poller = POLLER_CLOSED;
    pool->pid = forks_process_id();
}

static bool keep_bundle(http_transfer *t, const http_request *r)
{
    t->ca_bundle = r->ca_bundle ? strdup(r->ca_bundle) : NULL;
    return t->ca_bundle || !r->ca_bundle;
}

static void set_limits(http_transfer *t, const http_request *r)
{
    double now = sys_clock();
    t->response.limit = r->max_response_bytes;
    t->has_proxy = r->proxy != NULL;
    t->connect_timeout = r->connect_timeout > 0 ? r->connect_timeout : USUAL_CONNECT_TIMEOUT;
    t->read_timeout = r->read_timeout;
    t->timeout = r->timeout;
    t->deadline = r->timeout > 0 ? now + r->timeout : 0;
    http_transfer_expect(t, now);
}

/* libcurl takes no text of more bytes (CURL_MAX_INPUT_LENGTH), and has no word of its own for that. */
static bool has_long_text(const http_request *r)
{
    enum { LONGEST_TEXT = 8000000 };
    const char *const texts[] = {r->method, r->url, r->proxy, r->ca_bundle};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (texts[i] && strlen(texts[i]) > LONGEST_TEXT)
            return true;
    }
    return false;
}

http_transfer *http_pool_start(http_pool *pool, const http_request *request, const char **fault)
{
    *fault = has_long_text(request) ? "bad request: a text of more than 8 MB" : NOT_ENOUGH_MEMORY;
    http_transfer *t = has_long_text(request) ? NULL : calloc(1, sizeof *t);
    if (!t)
        return NULL;
    t->pool = pool;
    t->id = ++pool->last_id;
    own(pool);
    if (keep_bundle(t, request) && http_easy_prepare(t, request) && http_queue_add(t, request)) {
        set_limits(t, request);
        return t;
    }
    http_easy_release(t);
    http_transfer_free(t);
    return NULL;
}

/* ---- running ---- */

/* Drives a pool, which waits `seconds` at most. True when a transfer ended; in a forked child all those of the parent do. */
static bool drive(http_pool *pool, double seconds)
{
    size_t before = pool->ended_count;
    if (http_pool_is_inherited(pool))
        http_end_inherited(pool);
    else
        http_drive(pool, seconds);
    return pool->ended_count != before;
}

static bool drive_all(http_pool *const *pools, size_t count)
{
    bool ended = false;
    for (size_t i = 0; i < count; i++)
        ended = drive(pools[i], 0) || ended;
    return ended;
}

/* How long nothing but sockets can move the pools on; `seconds` at most. */
static double time_to_wait(http_pool *const *pools, size_t count, double seconds)
{
    double now = sys_clock();
    for (size_t i = 0; i < count; i++) {
        if (!http_pool_is_inherited(pools[i]))
            seconds = fmin(seconds, http_drive_at(pools[i]) - now);
    }
    return fmin(seconds, LONGEST_WAIT);
}

static void wait_for_all(http_pool *const *pools, size_t count, double seconds)
{
    const poller *pollers[POLLERS_AT_ONCE];
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (http_pool_is_inherited(pools[i]) || !pools[i]->multi)
            continue;
        if (used < POLLERS_AT_ONCE)
            pollers[used++] = &pools[i]->poller;
        else /* it is looked at soon again */
            seconds = fmin(seconds, 0.01);
    }
    poller_wait(pollers, used, seconds);
}

void http_wait(http_pool *const *pools, size_t count, double seconds)
{
    entry entered = enter();
    if (!drive_all(pools, count) && seconds > 0) {
        seconds = time_to_wait(pools, count, seconds);
        bool is_one = count == 1 && pools[0]->multi && pools[0]->running.count > 0;
        if (!is_one)
            wait_for_all(pools, count, seconds);
        for (size_t i = 0; i < count; i++)
            drive(pools[i], is_one ? seconds : 0);
    }
    leave(&entered);
}

int64_t http_pool_next_ended(http_pool *pool, int64_t told)
{
    if (pool->ended.first && pool->ended.first->id == told)
        http_transfer_move(pool->ended.first, NULL);
    return pool->ended.first ? pool->ended.first->id : 0;
}

/* ---- life and results ---- */

http_pool *http_pool_new(void)
{
    http_curl_start();
    http_pool *pool = calloc(1, sizeof *pool);
    if (!pool)
        return NULL;
    pool->pid = forks_process_id();
    pool->poller = POLLER_CLOSED;
    return pool;
}

void http_pool_free(http_pool *pool)
{
    if (!pool)
        return;
    entry entered = enter();
    if (http_pool_is_inherited(pool))
        http_end_inherited(pool);
    http_end_all(pool, HTTP_CONNECTION_ERROR, "the client was closed");
    while (pool->ended.first)
        http_transfer_move(pool->ended.first, NULL);
    if (pool->multi && !http_pool_is_inherited(pool))
        http_curl_close(pool);
    http_easy_forget_kept(pool);
    http_queue_free_hosts(pool);
    http_sockets_free(&pool->sockets);
    leave(&entered);
    free(pool);
}

void http_transfer_free(http_transfer *t)
{
    if (!t)
        return;
    if (t->list && !t->ended) {
        entry entered = enter();
        http_end_transfer(t);
        leave(&entered);
    }
    http_transfer_move(t, NULL);
    http_response_free(&t->response);
    free(t->ca_bundle);
    free(t);
}

int64_t http_transfer_id(const http_transfer *t)
{
    return t->id;
}

bool http_transfer_done(const http_transfer *t)
{
    return t->ended;
}

bool http_transfer_sent(const http_transfer *t)
{
    return t->times_sent > 0;
}

static const char *name_of(http_failure failure)
{
    switch (failure) {
#define HTTP_FAILURE_NAME(code, name)                                                              \
    case code: return name; /* NOLINT(bugprone-branch-clone) two of them have one name */
        HTTP_FAILURES(HTTP_FAILURE_NAME)
#undef HTTP_FAILURE_NAME
    case HTTP_NO_FAILURE: break;
    }
    return NULL;
}

http_outcome http_transfer_outcome(const http_transfer *t)
{
    return (http_outcome){
        .failure = name_of(t->failure),
        .message = t->message,
        .response = &t->response,
        .sent = t->times_sent > 0,
        .resent = t->times_sent > 1,
        .is_final = t->failure == HTTP_FORKED,
    };
}
