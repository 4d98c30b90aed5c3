#include "http.h"

#include <curl/curl.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "http_transfer.h"
#include "sys.h"

enum { IDLE_HANDLES_KEPT = 64 };

struct http_pool {
    pid_t pid; /* the process that the sockets belong to */
    CURLM *multi;
    http_transfer *running; /* doubly linked */
    CURL *idle[IDLE_HANDLES_KEPT];
    size_t idle_count;
    size_t ended_count; /* transfers that ended so far */
};

static pthread_once_t curl_started = PTHREAD_ONCE_INIT;

static void start_curl(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

/* ---- what libcurl calls ---- */

static size_t on_header(char *data, size_t size, size_t count, void *context)
{
    http_transfer *t = context;
    size_t length = size * count;
    t->last_activity = sys_clock();
    return http_response_take_line(&t->response, (slice){data, length}) ? length : 0;
}

static size_t on_body(char *data, size_t size, size_t count, void *context)
{
    http_transfer *t = context;
    size_t length = size * count;
    t->last_activity = sys_clock();
    return http_response_take_body(&t->response, (slice){data, length}) ? length
                                                                        : CURL_WRITEFUNC_ERROR;
}

/* Called each time a connection is ready and the request is about to be sent. */
static int on_send(void *context, char *ip, char *local_ip, int port, int local_port)
{
    http_transfer *t = context;
    (void)ip, (void)local_ip, (void)port, (void)local_port;
    t->times_sent++;
    t->last_activity = sys_clock();
    return CURL_PREREQFUNC_OK;
}

static int on_progress(void *context, curl_off_t to_load, curl_off_t loaded, curl_off_t to_send,
                       curl_off_t sent)
{
    http_transfer *t = context;
    (void)to_load, (void)loaded, (void)to_send;
    if (sent != t->uploaded) {
        t->uploaded = sent;
        t->last_activity = sys_clock();
    }
    return 0;
}

/* ---- the end of a transfer ---- */

static void unlink_transfer(http_transfer *t)
{
    if (t->previous)
        t->previous->next = t->next;
    else
        t->pool->running = t->next;
    if (t->next)
        t->next->previous = t->previous;
    t->pool->ended_count++;
    t->pool = NULL;
}

/* Takes the easy handle out of the multi handle and keeps it for another transfer. */
static void release_easy(http_transfer *t)
{
    http_pool *pool = t->pool;
    curl_multi_remove_handle(pool->multi, t->easy);
    /* Without a reset the handle's count of retries goes on and fails every seventh stale connection. */
    curl_easy_reset(t->easy);
    if (pool->idle_count < IDLE_HANDLES_KEPT)
        pool->idle[pool->idle_count++] = t->easy;
    else
        curl_easy_cleanup(t->easy);
    t->easy = NULL;
}

/* `message` NULL keeps what libcurl wrote. */
static void fail(http_transfer *t, http_failure failure, const char *message)
{
    t->failure = failure;
    if (message)
        snprintf(t->message, sizeof t->message, "%s", message);
}

static void fail_late(http_transfer *t, http_failure failure, const char *what, double seconds,
                      const char *setting)
{
    t->failure = failure;
    snprintf(t->message, sizeof t->message, "%s within %g s (%s)", what, seconds, setting);
}

/* In a forked child the sockets are the parent's: libcurl's handles are left alone there, never cleaned up. */
static bool is_inherited(const http_pool *pool)
{
    return pool->pid != getpid();
}

static void end_transfer(http_transfer *t)
{
    if (is_inherited(t->pool))
        t->easy = NULL;
    else
        release_easy(t);
    curl_slist_free_all(t->header_lines);
    t->header_lines = NULL;
    unlink_transfer(t);
}

static void end_all(http_pool *pool, const char *why)
{
    while (pool->running) {
        fail(pool->running, HTTP_CONNECTION_ERROR, why);
        end_transfer(pool->running);
    }
}

static bool is_certificate_fault(CURLcode code)
{
    switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_USE_SSL_FAILED: return true;
    default: return false;
    }
}

/* A handshake that the peer refused is a TLS error; one that the network cut is a connection error. */
static bool is_handshake_refused(const http_transfer *t, CURLcode code)
{
    return code == CURLE_SSL_CONNECT_ERROR && !strstr(t->message, "SSL_ERROR_SYSCALL") &&
           !strstr(t->message, "reset by peer") && !strstr(t->message, "unexpected eof");
}

static bool is_proxy_fault(const http_transfer *t, CURLcode code)
{
    long connect_status = 0;
    curl_easy_getinfo(t->easy, CURLINFO_HTTP_CONNECTCODE, &connect_status);
    return code == CURLE_COULDNT_RESOLVE_PROXY || code == CURLE_PROXY ||
           (t->has_proxy && code == CURLE_COULDNT_CONNECT) ||
           (connect_status != 0 && connect_status / 100 != 2);
}

/* What libcurl's verdict means for the caller. */
static void judge(http_transfer *t, CURLcode code)
{
    const http_response *r = &t->response;
    if (r->too_large)
        fail(t, HTTP_RESPONSE_TOO_LARGE, "the answer is larger than max_response_bytes");
    else if (http_response_failed(r) || (code == CURLE_OUT_OF_MEMORY && t->times_sent > 0))
        fail(t, HTTP_RESPONSE_TOO_LARGE,
             "a header line of the answer is too long, or memory ran out");
    else if (code == CURLE_OK && r->complete_head)
        return;
    else if (code == CURLE_OK) /* libcurl takes headers that are cut short for an answer */
        fail(t, HTTP_CONNECTION_ERROR,
             "the connection was closed before the answer's headers ended");
    else if (is_proxy_fault(t,
                            code)) /* a text with "@" repeats the proxy's URL, and its password */
        fail(t, HTTP_PROXY_ERROR, strchr(t->message, '@') ? "the proxy's URL is not valid" : NULL);
    else if (is_certificate_fault(code) || is_handshake_refused(t, code))
        fail(t, HTTP_TLS_ERROR, NULL);
    else if (code == CURLE_OPERATION_TIMEDOUT && t->times_sent == 0)
        fail_late(t, HTTP_CONNECT_TIMEOUT, "no connection", t->connect_timeout, "connect_timeout");
    else
        fail(t, HTTP_CONNECTION_ERROR, NULL);
    if (t->message[0] == '\0')
        fail(t, t->failure, curl_easy_strerror(code));
}

/* ---- starting ---- */

static CURL *take_easy(http_pool *pool)
{
    return pool->idle_count > 0 ? pool->idle[--pool->idle_count] : curl_easy_init();
}

static bool build_header_lines(http_transfer *t, const http_request *r)
{
    buffer lines = {0};
    bool built = http_request_append_header_lines(&lines, r);
    for (size_t at = 0; at < lines.length && built; at += strlen(lines.data + at) + 1) {
        struct curl_slist *list = curl_slist_append(t->header_lines, lines.data + at);
        built = list != NULL;
        if (list)
            t->header_lines = list;
    }
    buffer_free(&lines);
    return built;
}

static void set_method(CURL *easy, const http_request *r)
{
    if (strcmp(r->method, "HEAD") == 0) {
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    } else if (strcmp(r->method, "POST") == 0 || r->body.length > 0) {
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body.length);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, r->body.length ? r->body.data : "");
    }
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, r->method);
}

static long milliseconds(double seconds)
{
    if (seconds <= 0)
        return 0;
    return seconds > 1e6 ? 1000000000L : (long)(seconds * 1000 + 0.999);
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
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, t);
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
}

static CURLcode set_options(CURL *easy, http_transfer *t, const http_request *r)
{
    set_callbacks(easy, t);
    set_method(easy, r);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, t->header_lines);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L); /* the path is signed as it stands */
    curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L); /* a hanging resolver thread is left behind */
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds(r->connect_timeout));
    /* Without these two libcurl reads the environment's proxy variables. */
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
    CURLcode code = curl_easy_setopt(easy, CURLOPT_PROXY, r->proxy ? r->proxy : "");
    if (code == CURLE_OK && r->ca_bundle)
        code = curl_easy_setopt(easy, CURLOPT_CAINFO, r->ca_bundle);
    if (code == CURLE_OK && r->ca_bundle)
        code = curl_easy_setopt(easy, CURLOPT_CAPATH, NULL); /* this bundle and no other */
    return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_URL, r->url);
}

/* Makes the multi handle, anew in a forked child. */
static bool open_multi(http_pool *pool)
{
    if (pool->multi && !is_inherited(pool))
        return true;
    end_all(pool, "the process was forked while this transfer ran");
    pool->idle_count = 0;
    pool->pid = getpid();
    pool->multi = curl_multi_init();
    return pool->multi != NULL;
}

static void link_transfer(http_pool *pool, http_transfer *t)
{
    t->pool = pool;
    t->next = pool->running;
    if (t->next)
        t->next->previous = t;
    pool->running = t;
}

static bool prepare(http_pool *pool, http_transfer *t, const http_request *r)
{
    double now = sys_clock();
    t->response.limit = r->max_response_bytes;
    t->has_proxy = r->proxy != NULL;
    t->connect_timeout = r->connect_timeout;
    t->read_timeout = r->read_timeout;
    t->timeout = r->timeout;
    t->deadline = r->timeout > 0 ? now + r->timeout : 0;
    if (!open_multi(pool) || !build_header_lines(t, r))
        return false;
    t->easy = take_easy(pool);
    return t->easy && set_options(t->easy, t, r) == CURLE_OK &&
           curl_multi_add_handle(pool->multi, t->easy) == CURLM_OK;
}

http_transfer *http_pool_start(http_pool *pool, const http_request *request)
{
    http_transfer *t = calloc(1, sizeof *t);
    if (!t)
        return NULL;
    sys_pipe_guard guard = sys_block_pipe_signal();
    if (prepare(pool, t, request)) {
        link_transfer(pool, t);
    } else {
        curl_easy_cleanup(t->easy);
        t->easy = NULL;
        http_transfer_free(t);
        t = NULL;
    }
    sys_restore_pipe_signal(&guard);
    return t;
}

/* ---- running ---- */

static void collect_ended(http_pool *pool)
{
    int left;
    const CURLMsg *message;
    while ((message = curl_multi_info_read(pool->multi, &left))) {
        http_transfer *t = NULL;
        CURLcode code = message->data.result;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&t);
        judge(t, code);
        end_transfer(t);
    }
}

static void end_late(http_pool *pool)
{
    double now = sys_clock();
    for (http_transfer *t = pool->running, *next; t; t = next) {
        next = t->next;
        if (http_transfer_time_left(t, now) > 0)
            continue;
        if (t->deadline > 0 && t->deadline <= now)
            fail_late(t, HTTP_DEADLINE_EXCEEDED, "no whole answer", t->timeout, "timeout");
        else
            fail_late(t, HTTP_READ_TIMEOUT, "no byte of the answer", t->read_timeout,
                      "read_timeout");
        end_transfer(t);
    }
}

/* Until the first transfer is late, at most `seconds`. */
static int wait_milliseconds(const http_pool *pool, double seconds)
{
    double now = sys_clock();
    for (const http_transfer *t = pool->running; t; t = t->next)
        seconds = fmin(seconds, http_transfer_time_left(t, now));
    return (int)milliseconds(fmin(seconds, 3600));
}

/* Moves on what can move; true when a transfer ended. */
static bool drive(http_pool *pool)
{
    int running;
    size_t ended = pool->ended_count;
    curl_multi_perform(pool->multi, &running);
    collect_ended(pool);
    end_late(pool);
    return pool->ended_count != ended;
}

void http_pool_wait(http_pool *pool, double seconds)
{
    if (!pool->running || is_inherited(pool))
        return;
    sys_pipe_guard guard = sys_block_pipe_signal();
    if (!drive(pool)) {
        curl_multi_poll(pool->multi, NULL, 0, wait_milliseconds(pool, seconds), NULL);
        drive(pool);
    }
    sys_restore_pipe_signal(&guard);
}

/* ---- life and results ---- */

http_pool *http_pool_new(void)
{
    pthread_once(&curl_started, start_curl);
    return calloc(1, sizeof(http_pool));
}

void http_pool_free(http_pool *pool)
{
    if (!pool)
        return;
    sys_pipe_guard guard = sys_block_pipe_signal();
    end_all(pool, "the client was closed");
    if (pool->multi && !is_inherited(pool)) {
        while (pool->idle_count > 0)
            curl_easy_cleanup(pool->idle[--pool->idle_count]);
        curl_multi_cleanup(pool->multi);
    }
    sys_restore_pipe_signal(&guard);
    free(pool);
}

void http_transfer_free(http_transfer *t)
{
    if (!t)
        return;
    if (t->pool) {
        sys_pipe_guard guard = sys_block_pipe_signal();
        end_transfer(t);
        sys_restore_pipe_signal(&guard);
    }
    curl_slist_free_all(t->header_lines);
    http_response_free(&t->response);
    free(t);
}
