#include "http_easy.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "core/os/sys.h"
#include "http_queue.h"
#include "http_transfer.h"
#include "tls.h"

enum { ADDRESS_KEPT = 86400 };
enum { IDLE_SECONDS = 50 }; /* load balancers of AWS's drop a connection that was idle for 60 s */
enum { MOST_KEPT = 16 };    /* handles without a transfer; one has some 10 KB */

/* ---- what libcurl calls ---- */

static void forbid_reuse(http_easy *easy)
{
    easy->is_spoilt = true;
    curl_easy_setopt(easy->handle, CURLOPT_FORBID_REUSE, 1L);
}

static size_t on_header(char *data, size_t size, size_t count, void *context)
{
    http_easy *easy = context;
    http_transfer *t = easy->transfer;
    size_t length = size * count;
    t->last_activity = t->pool->now;
    if (!http_response_take_line(&t->response, (slice){data, length}))
        return 0;
    /* From here on libcurl says what on_surplus listens to, and little else. */
    if (t->response.complete_head)
        curl_easy_setopt(easy->handle, CURLOPT_VERBOSE, 1L);
    if (http_response_is_unwell(&t->response))
        forbid_reuse(easy);
    return length;
}

/* libcurl keeps a connection over which more came than an answer without a body, or in chunks: it tells of it alone. */
static int on_surplus(CURL *handle, curl_infotype type, char *text, size_t length, void *context)
{
    slice said = {text, length};
    (void)handle;
    if (type == CURLINFO_TEXT &&
        (slice_starts(said, SLICE("Excess")) || slice_starts(said, SLICE("Leftovers"))))
        forbid_reuse(context);
    return 0;
}

static size_t on_body(char *data, size_t size, size_t count, void *context)
{
    http_transfer *t = ((http_easy *)context)->transfer;
    size_t length = size * count;
    t->last_activity = t->pool->now;
    return http_response_take_body(&t->response, (slice){data, length}) ? length
                                                                        : CURL_WRITEFUNC_ERROR;
}

static void end_lookup(http_transfer *t, bool looked_up)
{
    if (!http_queue_is_resolver(t))
        return;
    curl_easy_setopt(t->easy->handle, CURLOPT_DNS_CACHE_TIMEOUT, (long)ADDRESS_KEPT);
    http_queue_resolved(t, looked_up);
}

static curl_socket_t on_open_socket(void *context, curlsocktype purpose,
                                    struct curl_sockaddr *address)
{
    http_easy *easy = context;
    http_transfer *t = easy->transfer;
    (void)purpose;
    end_lookup(t, true);
    long age = http_trust_age(&t->pool->trust, t->ca_bundle);
    curl_easy_setopt(easy->handle, CURLOPT_CA_CACHE_TIMEOUT, age);
    return http_transfer_open_socket(t, address->family, address->socktype, address->protocol);
}

static int on_close_socket(void *context, curl_socket_t fd)
{
    http_pool *pool = context;
    return http_sockets_close(&pool->sockets, fd);
}

/* OpenSSL's object of the connection; NULL without TLS, and with another library. */
static const void *tls_of(http_easy *easy)
{
    const struct curl_tlssessioninfo *tls = NULL;
    if (curl_easy_getinfo(easy->handle, CURLINFO_TLS_SSL_PTR, &tls) != CURLE_OK || !tls)
        return NULL;
    return tls->backend == CURLSSLBACKEND_OPENSSL ? tls->internals : NULL;
}

/* Called each time a connection is ready and the request is about to be sent. */
static int on_send(void *context, char *ip, char *local_ip, int port, int local_port)
{
    http_easy *easy = context;
    http_ends ends = http_ends_of(ip, port, local_ip, local_port);
    if (!http_transfer_may_use(easy->transfer, &ends, tls_of(easy)))
        return CURL_PREREQFUNC_ABORT;
    end_lookup(easy->transfer, false);
    http_transfer_sending(easy->transfer);
    return CURL_PREREQFUNC_OK;
}

static int on_progress(void *context, curl_off_t to_load, curl_off_t loaded, curl_off_t to_send,
                       curl_off_t sent)
{
    (void)to_load, (void)loaded, (void)to_send;
    http_transfer_uploaded(((http_easy *)context)->transfer, sent);
    return 0;
}

/* ---- what is set once ---- */

static bool set_text(CURL *handle, CURLoption option, const char *text)
{
    return curl_easy_setopt(handle, option, text) == CURLE_OK;
}

static void set_callbacks(http_easy *easy, http_pool *pool)
{
    CURL *handle = easy->handle;
    curl_easy_setopt(handle, CURLOPT_PRIVATE, easy);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, easy);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, easy);
    curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, on_send);
    curl_easy_setopt(handle, CURLOPT_PREREQDATA, easy);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, easy);
    curl_easy_setopt(handle, CURLOPT_CLOSESOCKETFUNCTION, on_close_socket);
    curl_easy_setopt(handle, CURLOPT_CLOSESOCKETDATA, pool);
    curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, on_surplus);
    curl_easy_setopt(handle, CURLOPT_DEBUGDATA, easy);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, easy);
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
}

static void set_behaviour(CURL *handle)
{
    curl_easy_setopt(handle, CURLOPT_MAXAGE_CONN, (long)IDLE_SECONDS);
    curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L); /* the path is signed as it is */
    curl_easy_setopt(handle, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_QUICK_EXIT,
                     1L); /* a hanging resolver thread is not waited for */
    curl_easy_setopt(handle, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    /* Each connection's certificate is checked: what is trusted may have changed since the last one. */
    curl_easy_setopt(handle, CURLOPT_SSL_SESSIONID_CACHE, 0L);
    curl_easy_setopt(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

/* This bundle and no other, for a proxy that is reached by TLS, too. */
static bool set_ca_bundle(CURL *handle, const http_request *r)
{
    const char *path = r->ca_bundle;
    if (!path)
        return true;
    return set_text(handle, CURLOPT_CAINFO, path) && set_text(handle, CURLOPT_CAPATH, NULL) &&
           (!r->proxy || (set_text(handle, CURLOPT_PROXY_CAINFO, path) &&
                          set_text(handle, CURLOPT_PROXY_CAPATH, NULL)));
}

/* libcurl copies texts, for which memory may run out; other values it only notes. */
static bool set_options(http_easy *easy, http_pool *pool, const http_request *r)
{
    CURL *handle = easy->handle;
    set_callbacks(easy, pool);
    set_behaviour(handle);
    if (strcmp(r->method, "HEAD") == 0)
        curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
    /* What came unasked may wait in the outer TLS object, which libcurl does not show. */
    if (http_request_is_tls_inside_tls(r))
        forbid_reuse(easy);
    /* Without NOPROXY and PROXY libcurl reads the environment's proxy variables. */
    return set_text(handle, CURLOPT_CUSTOMREQUEST, r->method) &&
           set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https") &&
           set_text(handle, CURLOPT_NOPROXY, "") &&
           set_text(handle, CURLOPT_PROXY, r->proxy ? r->proxy : "") && set_ca_bundle(handle, r) &&
           set_text(handle, CURLOPT_URL, r->url);
}

/* ---- handles ---- */

/* The texts hold a signature, and may hold a session token: their buffer wipes them. */
static void free_header_lines(http_easy *easy)
{
    buffer_free(&easy->texts);
    free(easy->lines);
    easy->lines = NULL;
}

/* All but libcurl's handle. */
static void free_rest(http_easy *easy)
{
    free_header_lines(easy);
    free(easy->method);
    free(easy->url);
    free(easy->ca_bundle);
    free(easy);
}

static void free_easy(http_easy *easy)
{
    curl_easy_cleanup(easy->handle);
    free_rest(easy);
}

static bool note_set_up(http_easy *easy, const http_request *r)
{
    easy->method = strdup(r->method);
    easy->url = strdup(r->url);
    easy->ca_bundle = r->ca_bundle ? strdup(r->ca_bundle) : NULL;
    easy->has_body = r->body.length > 0;
    easy->is_spoilt = r->proxy != NULL; /* libcurl notes there how far it got with a password */
    return easy->method && easy->url && (easy->ca_bundle || !r->ca_bundle);
}

static http_easy *new_easy(http_pool *pool, const http_request *r)
{
    http_easy *easy = calloc(1, sizeof *easy);
    if (!easy)
        return NULL;
    easy->handle = note_set_up(easy, r) ? curl_easy_init() : NULL;
    if (easy->handle && set_options(easy, pool, r))
        return easy;
    free_easy(easy);
    return NULL;
}

static bool is_set_up_for(const http_easy *easy, const http_request *r)
{
    bool same_bundle = easy->ca_bundle && r->ca_bundle ? strcmp(easy->ca_bundle, r->ca_bundle) == 0
                                                       : easy->ca_bundle == r->ca_bundle;
    return same_bundle && !r->proxy && easy->has_body == (r->body.length > 0) &&
           strcmp(easy->method, r->method) == 0 && strcmp(easy->url, r->url) == 0;
}

static http_easy *take_kept(http_pool *pool, const http_request *r)
{
    for (http_easy **at = &pool->kept; *at; at = &(*at)->next) {
        http_easy *easy = *at;
        if (!is_set_up_for(easy, r))
            continue;
        *at = easy->next;
        return easy;
    }
    return NULL;
}

/* Keeps a handle as the first; the last one goes when there are too many. */
static void keep(http_pool *pool, http_easy *easy)
{
    size_t count = 0;
    free_header_lines(easy);
    curl_easy_setopt(easy->handle, CURLOPT_ERRORBUFFER, NULL);
    easy->transfer = NULL;
    easy->next = pool->kept;
    pool->kept = easy;
    for (http_easy **at = &pool->kept; *at; at = &(*at)->next) {
        if (++count <= MOST_KEPT)
            continue;
        free_easy(*at);
        *at = NULL;
        return;
    }
}

/* ---- one transfer ---- */

/* libcurl reads the list where it is: it need not be of pieces that libcurl has allocated. */
static bool build_header_lines(http_easy *easy, const http_request *r)
{
    size_t count = http_request_append_header_lines(&easy->texts, r);
    struct curl_slist *lines = count ? calloc(count, sizeof *lines) : NULL;
    if (!lines)
        return false;
    easy->lines = lines;
    char *text = easy->texts.data;
    for (size_t i = 0; i < count; i++) {
        lines[i].data = text;
        lines[i].next = i + 1 < count ? &lines[i + 1] : NULL;
        text += strlen(text) + 1;
    }
    return true;
}

/* What is new with each transfer. Nothing here can fail: libcurl copies none of it. */
static void set_request(http_easy *easy, const http_request *r)
{
    CURL *handle = easy->handle;
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, easy->transfer->message);
    curl_easy_setopt(handle, CURLOPT_VERBOSE, 0L);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, easy->lines);
    if (strcmp(r->method, "HEAD") == 0 || (strcmp(r->method, "POST") != 0 && !easy->has_body))
        return;
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body.length);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, easy->has_body ? r->body.data : "");
}

bool http_easy_prepare(http_transfer *t, const http_request *request)
{
    http_easy *easy = take_kept(t->pool, request);
    if (!easy)
        easy = new_easy(t->pool, request);
    if (!easy)
        return false;
    t->easy = easy;
    easy->transfer = t;
    easy->ended_well = false;
    if (!build_header_lines(easy, request))
        return false;
    set_request(easy, request);
    return true;
}

void http_easy_limit(http_transfer *t, double connect_timeout, bool is_resolver)
{
    CURL *handle = t->easy->handle;
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, sys_milliseconds(connect_timeout));
    curl_easy_setopt(handle, CURLOPT_DNS_CACHE_TIMEOUT, is_resolver ? 1L : (long)ADDRESS_KEPT);
}

void http_easy_start_afresh(http_transfer *t)
{
    t->easy->is_spoilt = true;
    curl_easy_setopt(t->easy->handle, CURLOPT_FRESH_CONNECT, 1L);
}

void http_easy_release(http_transfer *t)
{
    http_easy *easy = t->easy;
    t->easy = NULL;
    if (!easy)
        return;
    if (easy->ended_well && !easy->is_spoilt && t->times_sent == 1)
        keep(t->pool, easy);
    else
        free_easy(easy);
}

void http_easy_forget(http_transfer *t)
{
    if (t->easy)
        free_rest(t->easy);
    t->easy = NULL;
}

void http_easy_free_kept(http_pool *pool)
{
    while (pool->kept) {
        http_easy *easy = pool->kept;
        pool->kept = easy->next;
        free_easy(easy);
    }
}

void http_easy_forget_kept(http_pool *pool)
{
    while (pool->kept) {
        http_easy *easy = pool->kept;
        pool->kept = easy->next;
        free_rest(easy);
    }
}
