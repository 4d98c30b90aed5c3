#include "http_drive.h"

#include <math.h>

#include "core/os/descriptors.h"
#include "core/os/sys.h"
#include "http_curl.h"
#include "http_end.h"
#include "http_queue.h"
#include "http_transfer.h"

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
    http_end_transfer(t);
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
        http_end_list(&pool->queued, HTTP_CONNECTION_ERROR, fault);
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
        http_end_transfer(t);
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
            http_end_transfer(t);
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
            http_end_transfer(t);
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
        http_end_transfer(t);
    }
}

/* Drops a handle that libcurl has spoilt, and what runs on it. What is queued goes over the next one. */
static void drop_broken(http_pool *pool)
{
    if (!pool->is_broken)
        return;
    http_end_list(&pool->running, HTTP_CONNECTION_ERROR, NOT_ENOUGH_MEMORY);
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

void http_drive(http_pool *pool, double seconds)
{
    bool is_to_begin = pool->running.count == 0 && pool->queued.first; /* nothing has a socket */
    if (pool->multi && !is_to_begin)
        http_curl_read_sockets(pool, seconds);
    do {
        drive_running(pool);
    } while (begin_queued(pool));
    end_late(pool);
}

double http_drive_at(const http_pool *pool)
{
    bool is_starved = pool->queued.first && pool->starved_until > 0;
    double at = is_starved ? pool->starved_until : HUGE_VAL;
    if (pool->multi || pool->queued.first)
        at = fmin(at, pool->late_at);
    return pool->multi ? fmin(at, pool->timer_at) : at;
}
