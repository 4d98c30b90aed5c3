#include "http_curl.h"

#include <curl/curl.h>
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdint.h>

#include "core/os/descriptors.h"
#include "core/os/sys.h"
#include "core/sign/crypto.h"
#include "http_easy.h"
#include "http_queue.h"
#include "http_transfer.h"
#include "tls.h"

enum { SOCKETS_AT_ONCE = 64 };

static pthread_once_t curl_started = PTHREAD_ONCE_INIT;

static void start_once(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
    tls_find((const void *)(uintptr_t)curl_global_init);
    crypto_clear_errors(); /* of OpenSSL's configuration */
}

void http_curl_start(void)
{
    pthread_once(&curl_started, start_once);
}

const char *http_curl_version(void)
{
    return curl_version_info(CURLVERSION_NOW)->version;
}

/* ---- what libcurl calls ---- */

static http_easy *easy_of(CURL *handle)
{
    http_easy *easy = NULL;
    curl_easy_getinfo(handle, CURLINFO_PRIVATE, (char **)&easy);
    return easy;
}

/* Which sockets libcurl waits for. Nothing would wake a transfer whose socket the system refuses to watch. */
static int on_socket(CURL *handle, curl_socket_t fd, int what, void *context, void *unused)
{
    http_pool *pool = context;
    (void)unused;
    if (what == CURL_POLL_REMOVE) {
        poller_forget(&pool->poller, fd);
    } else if (!poller_watch(&pool->poller, fd, what & CURL_POLL_IN, what & CURL_POLL_OUT)) {
        int code = errno;
        const http_easy *easy = easy_of(handle);
        if (easy && easy->transfer)
            easy->transfer->unwatched = code;
        pool->is_unwatched = true;
    }
    return 0;
}

static int on_timer(CURLM *multi, long ms, void *context)
{
    http_pool *pool = context;
    (void)multi;
    pool->timer_at = ms < 0 ? HUGE_VAL : 0; /* at once */
    if (ms > 0)
        pool->timer_at = sys_clock() + (double)ms / 1000;
    return 0;
}

/* ---- the multi handle ---- */

static bool set_multi_options(http_pool *pool)
{
    return curl_multi_setopt(pool->multi, CURLMOPT_SOCKETFUNCTION, on_socket) == CURLM_OK &&
           curl_multi_setopt(pool->multi, CURLMOPT_SOCKETDATA, pool) == CURLM_OK &&
           curl_multi_setopt(pool->multi, CURLMOPT_TIMERFUNCTION, on_timer) == CURLM_OK &&
           curl_multi_setopt(pool->multi, CURLMOPT_TIMERDATA, pool) == CURLM_OK;
}

void http_curl_close(http_pool *pool)
{
    http_easy_free_kept(pool);
    curl_multi_cleanup(pool->multi);
    pool->multi = NULL;
    poller_close(&pool->poller);
}

const char *http_curl_open(http_pool *pool)
{
    pool->connections = 0;
    pool->timer_at = HUGE_VAL;
    pool->is_broken = pool->is_unwatched = false;
    descriptors_noted noted;
    descriptors_note(&noted);
    pool->multi = curl_multi_init();
    descriptors_seal(&noted);
    const char *fault = poller_open(&pool->poller) ? NULL : sys_error_text(errno);
    if (!fault && (!pool->multi || !set_multi_options(pool)))
        fault = NOT_ENOUGH_MEMORY;
    if (fault)
        http_curl_close(pool);
    return fault;
}

/* After an error libcurl's tables may be damaged, and sockets out of its sight: the handle can only be cleaned up. */
static void act(http_pool *pool, curl_socket_t fd, int ready)
{
    int unused;
    if (!pool->is_broken && curl_multi_socket_action(pool->multi, fd, ready, &unused) != CURLM_OK)
        pool->is_broken = true;
}

void http_curl_read_sockets(http_pool *pool, double seconds)
{
    poller_event events[SOCKETS_AT_ONCE];
    size_t count = poller_ready(&pool->poller, events, SOCKETS_AT_ONCE, seconds);
    if (count > 0)
        pool->now = sys_clock();
    for (size_t i = 0; i < count; i++) {
        int ready = (events[i].readable ? CURL_CSELECT_IN : 0) |
                    (events[i].writable ? CURL_CSELECT_OUT : 0) |
                    (events[i].failed ? CURL_CSELECT_ERR : 0);
        act(pool, events[i].fd, ready);
    }
}

void http_curl_run_timer(http_pool *pool)
{
    descriptors_noted noted;
    bool looks_up = pool->looks_up;
    double now = sys_clock();
    if (now < pool->timer_at)
        return;
    pool->now = now;
    pool->looks_up = false;
    pool->timer_at = HUGE_VAL;
    if (looks_up)
        descriptors_note(&noted);
    act(pool, CURL_SOCKET_TIMEOUT, 0);
    if (looks_up)
        descriptors_seal(&noted);
}

/* ---- the verdict on a transfer ---- */

static http_ending ending_of(CURLcode code)
{
    switch (code) {
    case CURLE_OK: return HTTP_ENDED_WELL;
    case CURLE_OUT_OF_MEMORY: return HTTP_ENDED_NO_MEMORY;
    case CURLE_OPERATION_TIMEDOUT: return HTTP_ENDED_LATE;
    case CURLE_COULDNT_CONNECT: return HTTP_ENDED_UNREACHED;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY: return HTTP_ENDED_BY_PROXY;
    case CURLE_SSL_CONNECT_ERROR: return HTTP_ENDED_IN_HANDSHAKE;
    case CURLE_SSL_CACERT_BADFILE: return HTTP_ENDED_WITHOUT_TRUST;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_USE_SSL_FAILED: return HTTP_ENDED_BY_CERTIFICATE;
    default: return HTTP_ENDED_OTHERWISE;
    }
}

/* A proxy's answer to CONNECT; 0: none. */
static long connect_status_of(http_transfer *t)
{
    long status = 0;
    curl_easy_getinfo(t->easy->handle, CURLINFO_HTTP_CONNECTCODE, &status);
    return status;
}

/* Begins a transfer once more, over a new connection, when the one that libcurl had for it was refused. */
static bool begin_afresh(http_transfer *t)
{
    if (!t->is_refused)
        return false;
    t->is_refused = false;
    t->is_afresh = t->pool->looks_up = true;
    http_easy_start_afresh(t);
    return curl_multi_remove_handle(t->pool->multi, t->easy->handle) == CURLM_OK &&
           curl_multi_add_handle(t->pool->multi, t->easy->handle) == CURLM_OK;
}

http_transfer *http_curl_next_ended(http_pool *pool, http_unbegun *why)
{
    int unused;
    const CURLMsg *message;
    http_transfer *t;
    CURLcode code;
    do {
        message = curl_multi_info_read(pool->multi, &unused);
        if (!message)
            return NULL;
        t = easy_of(message->easy_handle)->transfer;
        code = message->data.result;
    } while (begin_afresh(t));
    t->easy->ended_well = code == CURLE_OK;
    bool is_unresolved = code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_COULDNT_RESOLVE_PROXY;
    *why = http_transfer_unbegun(t, ending_of(code), is_unresolved);
    if (*why == HTTP_STARVED)
        curl_multi_remove_handle(pool->multi, t->easy->handle);
    else
        http_transfer_judge(t, ending_of(code), connect_status_of(t), curl_easy_strerror(code));
    return t;
}

static void keep_connections(http_pool *pool)
{
    size_t kept = http_queue_connections_wanted(pool);
    if (kept != pool->connections)
        curl_multi_setopt(pool->multi, CURLMOPT_MAXCONNECTS, (long)kept);
    pool->connections = kept;
}

bool http_curl_begin(http_transfer *t, double connect_timeout)
{
    bool is_resolver = http_queue_is_resolver(t);
    t->pool->looks_up = t->pool->looks_up || is_resolver;
    http_easy_limit(t, connect_timeout, is_resolver);
    keep_connections(t->pool);
    return curl_multi_add_handle(t->pool->multi, t->easy->handle) == CURLM_OK;
}

void http_curl_release(http_transfer *t)
{
    if (!t->easy)
        return;
    curl_multi_remove_handle(t->pool->multi, t->easy->handle);
    http_easy_release(t);
    keep_connections(t->pool);
}
