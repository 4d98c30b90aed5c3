#include "http_queue.h"

#include <stdlib.h>
#include <string.h>

#include "core/os/descriptors.h"
#include "core/os/sys.h"
#include "http_transfer.h"

enum {
    RESOLVED_SECONDS = 60, /* how long an address is used */
    ALWAYS_FIT = 1,        /* transfers in flight that are started without counting descriptors */
    SMALLEST_RESERVE = 4,
    GIVEN_AT_ONCE =
        64, /* or somewhat more: to count all descriptors takes long where the limit is high */
    MOST_MORE_KEPT = 32, /* connections than transfers run */
    MOST_CONNECTIONS_KEPT = 128,
    FEWEST_CONNECTIONS_KEPT = 4
};

/* ---- descriptors ---- */

/* For how many seconds a count of descriptors holds when nothing runs any more: one takes longer than some calls. */
#define COUNT_HOLDS 0.1

/* How long to wait for somebody else to close files, in seconds. */
#define STARVED_PAUSE 0.02

/* An eighth of the limit is left to the rest of the process, and to what opens files for a moment (trust, names). */
static size_t reserve_of(size_t limit)
{
    return limit / 8 > SMALLEST_RESERVE ? limit / 8 : SMALLEST_RESERVE;
}

size_t http_queue_connections_kept(void)
{
    size_t kept = reserve_of(descriptors_limit());
    if (kept > MOST_CONNECTIONS_KEPT)
        return MOST_CONNECTIONS_KEPT;
    return kept < FEWEST_CONNECTIONS_KEPT ? FEWEST_CONNECTIONS_KEPT : kept;
}

/*
 * libcurl closes one whenever it has more. By itself it would keep four times as many as transfers run: next to none at
 * the end of a burst. Some more than run, since several end at a time; but fewer than fit into the limit, or idle ones
 * would leave no room to the next burst.
 */
size_t http_queue_connections_wanted(const http_pool *pool)
{
    size_t kept = pool->connections_kept, running = pool->running.count;
    size_t wanted = running + running / 4 + (kept < MOST_MORE_KEPT ? kept : MOST_MORE_KEPT);
    return wanted < kept ? kept : wanted;
}

/*
 * Whether one more in flight leaves enough. Descriptors are counted once a round, when all that run have their sockets;
 * only a quarter of what is free is given away at a time, since others open files too.
 */
static bool has_room(http_pool *pool, double now)
{
    size_t running = pool->running.count;
    if (running == 0 && now >= pool->counted_at + COUNT_HOLDS)
        pool->fits = 0; /* it is counted anew for the next burst */
    if (running < ALWAYS_FIT || running < pool->fits)
        return true;
    if (pool->is_counted)
        return false;
    pool->is_counted = true;
    pool->counted_at = now;
    size_t reserve = reserve_of(descriptors_limit());
    size_t free_count = descriptors_free(reserve + (size_t)4 * GIVEN_AT_ONCE);
    size_t more = free_count > reserve ? (free_count - reserve + 3) / 4 : 0;
    if (running + more > pool->fits)
        pool->fits = running + more;
    return running < pool->fits;
}

/* ---- hosts ---- */

/* "host:port" of what is connected to; the user info of a proxy is left out. */
static slice authority_of(const http_request *request)
{
    const char *url = request->proxy ? request->proxy : request->url;
    const char *scheme_end = strstr(url, "://");
    const char *start = scheme_end ? scheme_end + 3 : url;
    const char *end = start + strcspn(start, "/?#");
    for (const char *at = start; at < end; at++) {
        if (*at == '@')
            start = at + 1;
    }
    return (slice){start, (size_t)(end - start)};
}

static void remove_stale_hosts(http_pool *pool)
{
    for (http_host **at = &pool->hosts; *at;) {
        http_host *host = *at;
        if (host->users > 0) {
            at = &host->next;
        } else {
            *at = host->next;
            free(host);
        }
    }
}

static http_host *find_host(const http_pool *pool, slice authority)
{
    for (http_host *host = pool->hosts; host; host = host->next) {
        if (slice_equal((slice){host->authority, strlen(host->authority)}, authority))
            return host;
    }
    return NULL;
}

static http_host *add_host(http_pool *pool, slice authority)
{
    http_host *host = calloc(1, sizeof *host + authority.length + 1);
    if (!host)
        return NULL;
    remove_stale_hosts(pool);
    memcpy(host->authority, authority.data, authority.length);
    host->next = pool->hosts;
    pool->hosts = host;
    return host;
}

void http_queue_free_hosts(http_pool *pool)
{
    while (pool->hosts) {
        http_host *host = pool->hosts;
        pool->hosts = host->next;
        free(host);
    }
}

/* ---- the queue ---- */

bool http_queue_add(http_transfer *t, const http_request *request)
{
    http_pool *pool = t->pool;
    slice authority = authority_of(request);
    t->host = find_host(pool, authority);
    if (!t->host)
        t->host = add_host(pool, authority);
    if (!t->host)
        return false;
    t->host->users++;
    http_transfer_move(t, &pool->queued);
    return true;
}

static bool is_known(const http_host *host, double now)
{
    return host->resolved_at > 0 && now < host->resolved_at + RESOLVED_SECONDS;
}

static void hold(http_transfer *t, double now)
{
    if (t->connecting_since > 0)
        return;
    t->connecting_since = now;
    t->pool->late_at = 0; /* its time to connect runs from now on */
}

/* Stops the time to connect of those that waited for an address: they may still have to wait for descriptors. */
static void release_held(const http_pool *pool, const http_host *host, double now)
{
    for (http_transfer *t = pool->queued.first; t; t = t->next) {
        if (t->host != host || t->connecting_since == 0)
            continue;
        t->connecting_before += now - t->connecting_since;
        t->connecting_since = 0;
    }
}

void http_queue_begin_round(http_pool *pool)
{
    pool->is_counted = false;
    pool->starved_until = 0;
}

http_transfer *http_queue_take(http_pool *pool)
{
    if (!pool->queued.first)
        return NULL;
    double now = sys_clock();
    for (http_transfer *t = pool->queued.first; t; t = t->next) {
        bool known = is_known(t->host, now);
        if (!known && t->host->resolver) {
            hold(t, now);
            continue;
        }
        if (!has_room(pool, now))
            return NULL;
        if (!known)
            t->host->resolver = t;
        http_transfer_move(t, &pool->running);
        return t;
    }
    return NULL;
}

static void starve(http_transfer *t, double now)
{
    t->is_starved = true;
    hold(t, now);
    t->pool->starved_until = now + STARVED_PAUSE;
}

bool http_queue_is_starved(const http_pool *pool)
{
    return pool->starved_until > 0 && sys_clock() < pool->starved_until;
}

void http_queue_starve(http_transfer *t)
{
    http_queue_resolved(t, false);
    http_transfer_move(t, &t->pool->queued);
    t->message[0] = '\0';
    starve(t, sys_clock());
}

void http_queue_starve_all(http_pool *pool)
{
    double now = sys_clock();
    for (http_transfer *t = pool->queued.first; t; t = t->next)
        starve(t, now);
}

void http_queue_forget_addresses(http_pool *pool)
{
    for (http_host *host = pool->hosts; host; host = host->next)
        host->resolved_at = 0;
}

bool http_queue_is_resolver(const http_transfer *t)
{
    return t->host->resolver == t;
}

void http_queue_resolved(http_transfer *t, bool looked_up)
{
    if (!http_queue_is_resolver(t))
        return;
    double now = sys_clock();
    t->host->resolver = NULL;
    if (looked_up)
        t->host->resolved_at = now;
    release_held(t->pool, t->host, now);
}

void http_queue_leave(http_transfer *t)
{
    if (!t->host)
        return;
    http_queue_resolved(t, false);
    t->host->users--;
    t->host = NULL;
}
