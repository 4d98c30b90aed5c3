#include "http_curl.h"

#include <curl/curl.h>
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/os/descriptors.h"
#include "core/os/poller.h"
#include "core/os/sys.h"
#include "core/sign/crypto.h"
#include "http_queue.h"
#include "http_transfer.h"
#include "tls.h"

enum { SOCKETS_AT_ONCE = 64, ADDRESS_KEPT = 86400 };
enum { IDLE_SECONDS = 50 }; /* load balancers of AWS's drop a connection that was idle for 60 s */

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

static size_t on_header(char *data, size_t size, size_t count, void *context)
{
    http_transfer *t = context;
    size_t length = size * count;
    t->last_activity = sys_clock();
    if (!http_response_take_line(&t->response, (slice){data, length}))
        return 0;
    /* From here on libcurl says what on_surplus listens to, and little else. */
    if (t->response.complete_head)
        curl_easy_setopt(t->easy, CURLOPT_VERBOSE, 1L);
    if (http_response_is_unwell(&t->response))
        curl_easy_setopt(t->easy, CURLOPT_FORBID_REUSE, 1L);
    return length;
}

/* libcurl keeps a connection over which more came than an answer without a body, or in chunks: it tells of it alone. */
static int on_surplus(CURL *easy, curl_infotype type, char *text, size_t length, void *unused)
{
    slice said = {text, length};
    (void)unused;
    if (type == CURLINFO_TEXT &&
        (slice_starts(said, SLICE("Excess")) || slice_starts(said, SLICE("Leftovers"))))
        curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    return 0;
}

static size_t on_body(char *data, size_t size, size_t count, void *context)
{
    http_transfer *t = context;
    size_t length = size * count;
    t->last_activity = sys_clock();
    return http_response_take_body(&t->response, (slice){data, length}) ? length
                                                                        : CURL_WRITEFUNC_ERROR;
}

static void end_lookup(http_transfer *t, bool looked_up)
{
    if (!http_queue_is_resolver(t))
        return;
    curl_easy_setopt(t->easy, CURLOPT_DNS_CACHE_TIMEOUT, (long)ADDRESS_KEPT);
    http_queue_resolved(t, looked_up);
}

static curl_socket_t on_open_socket(void *context, curlsocktype purpose,
                                    struct curl_sockaddr *address)
{
    http_transfer *t = context;
    (void)purpose;
    end_lookup(t, true);
    long age = http_trust_age(&t->pool->trust, t->ca_bundle);
    curl_easy_setopt(t->easy, CURLOPT_CA_CACHE_TIMEOUT, age);
    return http_transfer_open_socket(t, address->family, address->socktype, address->protocol);
}

static int on_close_socket(void *context, curl_socket_t fd)
{
    http_pool *pool = context;
    return http_sockets_close(&pool->sockets, fd);
}

/* OpenSSL's object of the connection; NULL without TLS, and with another library. */
static const void *tls_of(http_transfer *t)
{
    const struct curl_tlssessioninfo *tls = NULL;
    if (curl_easy_getinfo(t->easy, CURLINFO_TLS_SSL_PTR, &tls) != CURLE_OK || !tls)
        return NULL;
    return tls->backend == CURLSSLBACKEND_OPENSSL ? tls->internals : NULL;
}

/* Called each time a connection is ready and the request is about to be sent. */
static int on_send(void *context, char *ip, char *local_ip, int port, int local_port)
{
    http_transfer *t = context;
    http_ends ends = http_ends_of(ip, port, local_ip, local_port);
    if (!http_transfer_may_use(t, &ends, tls_of(t)))
        return CURL_PREREQFUNC_ABORT;
    end_lookup(t, false);
    http_transfer_sending(t);
    return CURL_PREREQFUNC_OK;
}

static int on_progress(void *context, curl_off_t to_load, curl_off_t loaded, curl_off_t to_send,
                       curl_off_t sent)
{
    (void)to_load, (void)loaded, (void)to_send;
    http_transfer_uploaded(context, sent);
    return 0;
}

static http_transfer *transfer_of(CURL *easy)
{
    http_transfer *t = NULL;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&t);
    return t;
}

/* Which sockets libcurl waits for. Nothing would wake a transfer whose socket the system refuses to watch. */
static int on_socket(CURL *easy, curl_socket_t fd, int what, void *context, void *unused)
{
    http_pool *pool = context;
    (void)unused;
    if (what == CURL_POLL_REMOVE) {
        poller_forget(pool->poller, fd);
    } else if (!poller_watch(pool->poller, fd, what & CURL_POLL_IN, what & CURL_POLL_OUT)) {
        http_transfer *t = transfer_of(easy);
        if (t)
            t->unwatched = errno;
        pool->is_unwatched = true;
    }
    return 0;
}

static int on_timer(CURLM *multi, long ms, void *context)
{
    http_pool *pool = context;
    (void)multi;
    pool->timer_at = ms < 0 ? HUGE_VAL : sys_clock() + (double)ms / 1000;
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
    curl_multi_cleanup(pool->multi);
    pool->multi = NULL;
    if (pool->poller >= 0)
        close(pool->poller);
    pool->poller = -1;
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
    pool->poller = poller_open();
    const char *fault = pool->poller < 0 ? sys_error_text(errno) : NULL;
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
    size_t count = poller_ready(pool->poller, events, SOCKETS_AT_ONCE, seconds);
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
    if (sys_clock() < pool->timer_at)
        return;
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
    curl_easy_getinfo(t->easy, CURLINFO_HTTP_CONNECTCODE, &status);
    return status;
}

/* Begins a transfer once more, over a new connection, when the one that libcurl had for it was refused. */
static bool begin_afresh(http_transfer *t)
{
    if (!t->is_refused)
        return false;
    t->is_refused = false;
    t->is_afresh = t->pool->looks_up = true;
    curl_easy_setopt(t->easy, CURLOPT_FRESH_CONNECT, 1L);
    return curl_multi_remove_handle(t->pool->multi, t->easy) == CURLM_OK &&
           curl_multi_add_handle(t->pool->multi, t->easy) == CURLM_OK;
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
        t = transfer_of(message->easy_handle);
        code = message->data.result;
    } while (begin_afresh(t));
    bool is_unresolved = code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_COULDNT_RESOLVE_PROXY;
    *why = http_transfer_unbegun(t, ending_of(code), is_unresolved);
    if (*why == HTTP_STARVED)
        curl_multi_remove_handle(pool->multi, t->easy);
    else
        http_transfer_judge(t, ending_of(code), connect_status_of(t), curl_easy_strerror(code));
    return t;
}

/*
 * ---- easy handles: one for each transfer ----
 * To be used again it would have to be reset, which fails without a word when memory runs out and leaves it with
 * buffers of no size. Connections and addresses belong to the multi handle.
 */

/* libcurl reads the list where it is: it need not be of pieces that libcurl has allocated. */
static bool build_header_lines(http_transfer *t, const http_request *r)
{
    size_t count = http_request_append_header_lines(&t->header_texts, r);
    struct curl_slist *lines = count ? calloc(count, sizeof *lines) : NULL;
    if (!lines)
        return false;
    t->header_lines = lines;
    char *text = t->header_texts.data;
    for (size_t i = 0; i < count; i++) {
        lines[i].data = text;
        lines[i].next = i + 1 < count ? &lines[i + 1] : NULL;
        text += strlen(text) + 1;
    }
    return true;
}

static bool set_text(CURL *easy, CURLoption option, const char *text)
{
    return curl_easy_setopt(easy, option, text) == CURLE_OK;
}

/* libcurl copies texts, for which memory may run out; other values it only notes. */
static bool set_method(CURL *easy, const http_request *r)
{
    if (strcmp(r->method, "HEAD") == 0) {
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    } else if (strcmp(r->method, "POST") == 0 || r->body.length > 0) {
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body.length);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, r->body.length ? r->body.data : "");
    }
    return set_text(easy, CURLOPT_CUSTOMREQUEST, r->method);
}

static void set_callbacks(CURL *easy, http_transfer *t)
{
    curl_easy_setopt(easy, CURLOPT_PRIVATE, t);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, t->message);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_send);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, t);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, t);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close_socket);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, t->pool);
    curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, on_surplus);
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, t);
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
}

static void set_behaviour(CURL *easy)
{
    curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, (long)IDLE_SECONDS);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L); /* the path is signed as it stands */
    curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT,
                     1L); /* a hanging resolver thread is not waited for */
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

/* This bundle and no other, for a proxy that is reached by TLS, too. */
static bool set_ca_bundle(CURL *easy, const http_request *r)
{
    const char *path = r->ca_bundle;
    if (!path)
        return true;
    return set_text(easy, CURLOPT_CAINFO, path) && set_text(easy, CURLOPT_CAPATH, NULL) &&
           (!r->proxy || (set_text(easy, CURLOPT_PROXY_CAINFO, path) &&
                          set_text(easy, CURLOPT_PROXY_CAPATH, NULL)));
}

static bool set_options(CURL *easy, http_transfer *t, const http_request *r)
{
    /* What came unasked may wait in the outer TLS object, which libcurl does not show. */
    if (http_request_is_tls_inside_tls(r))
        curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    set_callbacks(easy, t);
    set_behaviour(easy);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, t->header_lines);
    /* Without NOPROXY and PROXY libcurl reads the environment's proxy variables. */
    return set_method(easy, r) && set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https") &&
           set_text(easy, CURLOPT_NOPROXY, "") &&
           set_text(easy, CURLOPT_PROXY, r->proxy ? r->proxy : "") && set_ca_bundle(easy, r) &&
           set_text(easy, CURLOPT_URL, r->url);
}

bool http_curl_prepare(http_transfer *t, const http_request *request)
{
    if (!build_header_lines(t, request))
        return false;
    t->easy = curl_easy_init();
    return t->easy && set_options(t->easy, t, request);
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
    long address_kept = http_queue_is_resolver(t) ? 1 : ADDRESS_KEPT;
    t->pool->looks_up = t->pool->looks_up || http_queue_is_resolver(t);
    curl_easy_setopt(t->easy, CURLOPT_CONNECTTIMEOUT_MS, sys_milliseconds(connect_timeout));
    curl_easy_setopt(t->easy, CURLOPT_DNS_CACHE_TIMEOUT, address_kept);
    keep_connections(t->pool);
    return curl_multi_add_handle(t->pool->multi, t->easy) == CURLM_OK;
}

/* The texts hold a signature, and may hold a session token: their buffer wipes them. */
static void free_header_lines(http_transfer *t)
{
    buffer_free(&t->header_texts);
    free(t->header_lines);
    t->header_lines = NULL;
}

void http_curl_forget(http_transfer *t)
{
    t->easy = NULL;
    free_header_lines(t);
}

void http_curl_release(http_transfer *t)
{
    if (t->easy) {
        curl_multi_remove_handle(t->pool->multi, t->easy);
        curl_easy_cleanup(t->easy);
        keep_connections(t->pool);
    }
    http_curl_forget(t);
}
