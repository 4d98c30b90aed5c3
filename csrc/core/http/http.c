#include "http.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/os/descriptors.h"
#include "core/os/poller.h"
#include "core/os/sys.h"
#include "core/sign/crypto.h"
#include "http_curl.h"
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

/* ---- the end of a transfer ---- */

/* In a forked child the sockets are the parent's: libcurl's handles are left alone there, never cleaned up. */
static bool is_inherited(const http_pool *pool)
{
    return pool->pid != getpid();
}

static void end_transfer(http_transfer *t)
{
    http_pool *pool = t->pool;
    http_queue_leave(t);
    http_transfer_move(t, &pool->ended);
    t->ended = true;
    pool->ended_count++;
    pool->starved_until = 0; /* others may have what it had */
    if (is_inherited(pool))
        http_curl_forget(t);
    else
        http_curl_release(t);
}

static void end_list(http_list *list, http_failure failure, const char *why)
{
    while (list->first) {
        http_transfer_fail(list->first, failure, why);
        end_transfer(list->first);
    }
}

static void end_all(http_pool *pool, http_failure failure, const char *why)
{
    end_list(&pool->running, failure, why);
    end_list(&pool->queued, failure, why);
}

static void end_inherited(http_pool *pool)
{
    end_all(pool, HTTP_FORKED, "the process was forked while this transfer ran");
}

/* ---- starting ---- */

/* In a forked child a pool begins anew, without what it inherited. */
static void own(http_pool *pool)
{
    if (!is_inherited(pool))
        return;
    end_inherited(pool);
    http_queue_free_hosts(pool);
    http_sockets_free(&pool->sockets);
    pool->multi = NULL;
    pool->poller = -1;
    pool->pid = getpid();
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
    if (keep_bundle(t, request) && http_curl_prepare(t, request) && http_queue_add(t, request)) {
        set_limits(t, request);
        return t;
    }
    http_curl_release(t);
    http_transfer_free(t);
    return NULL;
}

/* ---- running ---- */

/* Hands a transfer over to libcurl. What it waited for its address was time to connect as well. */
static void begin(http_transfer *t)
{
    double now = sys_clock();
    if (t->connecting_since > 0)
        t->connecting_before += now - t->connecting_since;
    t->is_socketless = false;
    t->unwatched = 0;
    t->connecting_since = now;
    http_transfer_expect(t, now);
    if (http_curl_begin(t, fmax(t->connect_timeout - t->connecting_before, 0.001)))
        return;
    http_transfer_fail(t, HTTP_CONNECTION_ERROR, NOT_ENOUGH_MEMORY);
    end_transfer(t);
}

/* Whether there is a handle of libcurl's to run what is queued on. */
static bool open_pool(http_pool *pool)
{
    if (pool->multi)
        return true;
    pool->late_at = 0;
    pool->connections_kept = http_queue_connections_kept();
    const char *fault = http_curl_open(pool);
    if (fault && descriptors_are_few())
        http_queue_starve_all(pool);
    else if (fault)
        end_list(&pool->queued, HTTP_CONNECTION_ERROR, fault);
    return !fault;
}

/* Begins what may begin now; whether anything could. */
static bool begin_queued(http_pool *pool)
{
    bool begun = false;
    if (!pool->queued.first || http_queue_is_starved(pool) || !open_pool(pool))
        return false;
    http_queue_begin_round(pool);
    for (http_transfer *t; (t = http_queue_take(pool)); begun = true)
        begin(t);
    return begun;
}

/* Whoever waits for the address that this transfer did not find. */
static void fail_held(const http_transfer *resolver)
{
    for (http_transfer *t = resolver->pool->queued.first, *next; t; t = next) {
        next = t->next;
        if (t->host != resolver->host || t->connecting_since == 0)
            continue;
        http_transfer_fail(t, resolver->failure, resolver->message);
        end_transfer(t);
    }
}

/* Closes libcurl's handle, with the connections and the addresses that it keeps. */
static void close_multi(http_pool *pool)
{
    http_curl_close(pool);
    http_queue_forget_addresses(pool);
}

static void collect_ended(http_pool *pool)
{
    http_unbegun why = HTTP_BEGUN;
    bool starved = false;
    for (http_transfer *t; (t = http_curl_next_ended(pool, &why));) {
        if (why == HTTP_UNRESOLVED)
            fail_held(t);
        if (why == HTTP_STARVED)
            http_queue_starve(t);
        else
            end_transfer(t);
        starved = starved || why == HTTP_STARVED;
    }
    if (starved && pool->running.count == 0) { /* idle connections have descriptors to give */
        close_multi(pool);
        http_queue_starve_all(pool);
    }
}

/* Ends what is late in a list, and notes when the next one will be. */
static void end_late_in(http_list *list, double now)
{
    for (http_transfer *t = list->first, *next; t; t = next) {
        next = t->next;
        if (http_transfer_time_left(t, now) > 0) {
            http_transfer_expect(t, now);
        } else {
            http_transfer_fail_late(t, now);
            end_transfer(t);
        }
    }
}

static void end_late(http_pool *pool)
{
    double now = sys_clock();
    if (now < pool->late_at)
        return;
    pool->late_at = HUGE_VAL;
    end_late_in(&pool->running, now);
    end_late_in(&pool->queued, now);
}

/* Ends those whose sockets nobody watches: they would hang until they are late. */
static void end_unwatched(http_pool *pool)
{
    if (!pool->is_unwatched)
        return;
    pool->is_unwatched = false;
    for (http_transfer *t = pool->running.first, *next; t; t = next) {
        next = t->next;
        if (t->unwatched == 0)
            continue;
        http_transfer_fail_for(t, "cannot wait for the connection", t->unwatched);
        end_transfer(t);
    }
}

/* Drops a handle that libcurl has spoilt, and what runs on it. What is queued goes over the next one. */
static void drop_broken(http_pool *pool)
{
    if (!pool->is_broken)
        return;
    end_list(&pool->running, HTTP_CONNECTION_ERROR, NOT_ENOUGH_MEMORY);
    close_multi(pool);
}

/* Moves on what libcurl has. */
static void drive_running(http_pool *pool)
{
    if (!pool->multi)
        return;
    http_curl_run_timer(pool);
    collect_ended(pool);
    end_unwatched(pool);
    if (pool->multi)
        drop_broken(pool);
}

/* Moves on what can move. */
static void drive(http_pool *pool)
{
    if (pool->multi)
        http_curl_read_sockets(pool);
    do {
        drive_running(pool);
    } while (begin_queued(pool));
    end_late(pool);
}

/* True when a transfer ended; in a forked child all those of the parent do. */
static bool drive_all(http_pool *const *pools, size_t count)
{
    bool ended = false;
    for (size_t i = 0; i < count; i++) {
        size_t before = pools[i]->ended_count;
        if (is_inherited(pools[i]))
            end_inherited(pools[i]);
        else
            drive(pools[i]);
        ended = ended || pools[i]->ended_count != before;
    }
    return ended;
}

/* When a pool is to be driven whatever its sockets do. */
static double next_turn(const http_pool *pool)
{
    bool is_starved = pool->queued.first && pool->starved_until > 0;
    double at = is_starved ? pool->starved_until : HUGE_VAL;
    if (pool->multi || pool->queued.first)
        at = fmin(at, pool->late_at);
    return pool->multi ? fmin(at, pool->timer_at) : at;
}

static void wait_for_all(http_pool *const *pools, size_t count, double seconds)
{
    int pollers[POLLERS_AT_ONCE];
    size_t used = 0;
    double now = sys_clock();
    for (size_t i = 0; i < count; i++) {
        if (is_inherited(pools[i]))
            continue;
        seconds = fmin(seconds, next_turn(pools[i]) - now);
        if (!pools[i]->multi)
            continue;
        if (used < POLLERS_AT_ONCE)
            pollers[used++] = pools[i]->poller;
        else /* it is looked at soon again */
            seconds = fmin(seconds, 0.01);
    }
    poller_wait(pollers, used, fmin(seconds, LONGEST_WAIT));
}

void http_wait(http_pool *const *pools, size_t count, double seconds)
{
    entry entered = enter();
    if (!drive_all(pools, count) && seconds > 0) {
        wait_for_all(pools, count, seconds);
        drive_all(pools, count);
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
    pool->pid = getpid();
    pool->poller = -1;
    return pool;
}

void http_pool_free(http_pool *pool)
{
    if (!pool)
        return;
    entry entered = enter();
    if (is_inherited(pool))
        end_inherited(pool);
    end_all(pool, HTTP_CONNECTION_ERROR, "the client was closed");
    while (pool->ended.first)
        http_transfer_move(pool->ended.first, NULL);
    if (pool->multi && !is_inherited(pool))
        http_curl_close(pool);
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
        end_transfer(t);
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
    case code: return name;
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
