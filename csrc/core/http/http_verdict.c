#include "http_verdict.h"

#include <stdio.h>
#include <string.h>

#include "core/os/descriptors.h"
#include "http_transfer.h"

/* Adds where trust comes from to a failure that is about certificates. */
static void explain_trust(http_transfer *t, http_ending ending)
{
    size_t length = strlen(t->message), room = sizeof t->message - length;
    char *end = t->message + length;
    if (t->ca_bundle)
        snprintf(end, room, " (certificates are trusted as ca_bundle or AWS_CA_BUNDLE says: %s)",
                 t->ca_bundle);
    else if (ending == HTTP_ENDED_WITHOUT_TRUST)
        snprintf(end, room,
                 " (install ca-certificates, or name a file by ca_bundle or AWS_CA_BUNDLE)");
    else
        snprintf(end, room,
                 " (certificates are trusted as the system has them; a file of others is "
                 "named by ca_bundle or AWS_CA_BUNDLE)");
}

/* A handshake that the peer refused is a TLS error; one that the network cut is a connection error. */
static bool is_handshake_refused(const http_transfer *t, http_ending ending)
{
    return ending == HTTP_ENDED_IN_HANDSHAKE && !strstr(t->message, "SSL_ERROR_SYSCALL") &&
           !strstr(t->message, "reset by peer") && !strstr(t->message, "unexpected eof");
}

/* The proxy closed, or spoke something else: a status did not come then. */
static bool is_tunnel_refused(const http_transfer *t, http_ending ending)
{
    return ending != HTTP_ENDED_LATE && (strstr(t->message, "Proxy CONNECT aborted") ||
                                         strstr(t->message, "CONNECT tunnel failed"));
}

static bool is_proxy_fault(const http_transfer *t, http_ending ending, long connect_status)
{
    return ending == HTTP_ENDED_BY_PROXY || (t->has_proxy && ending == HTTP_ENDED_UNREACHED) ||
           is_tunnel_refused(t, ending) || (connect_status != 0 && connect_status / 100 != 2);
}

/* Whether the answer itself is at fault, whatever libcurl made of it. */
static bool judge_answer(http_transfer *t, http_ending ending)
{
    const http_response *r = &t->response;
    if (r->too_large)
        http_transfer_fail(t, HTTP_RESPONSE_TOO_LARGE, r->too_large);
    else if (r->malformed)
        http_transfer_fail(t, HTTP_CONNECTION_ERROR, r->malformed);
    else if (http_response_failed(r) || (ending == HTTP_ENDED_NO_MEMORY && r->complete_head))
        http_transfer_fail(t, HTTP_CONNECTION_ERROR, NOT_ENOUGH_MEMORY);
    else if (t->times_sent > 0 && strstr(t->message, "Too large response headers"))
        http_transfer_fail(t, HTTP_RESPONSE_TOO_LARGE,
                           "the answer's headers are longer than 300 KiB");
    else if (ending == HTTP_ENDED_NO_MEMORY && t->times_sent > 0) /* libcurl's word for both */
        http_transfer_fail(t, HTTP_RESPONSE_TOO_LARGE,
                           "a header line of the answer is too long, or memory ran out");
    else if (ending == HTTP_ENDED_WELL && !r->complete_head) /* cut short, an answer to libcurl */
        http_transfer_fail(t, HTTP_CONNECTION_ERROR,
                           "the connection was closed before the answer's headers ended");
    return t->failure != HTTP_NO_FAILURE;
}

/*
 * Whether a text may show the proxy's password: it repeats the URL, or what libcurl takes for the host. libcurl cuts its
 * texts: the "@" after a long password is gone then.
 */
static bool repeats_proxy_url(const http_transfer *t)
{
    return strchr(t->message, '@') || strstr(t->message, "Unsupported proxy") ||
           strlen(t->message) >= HTTP_MESSAGE_SIZE - 1;
}

void http_transfer_judge(http_transfer *t, http_ending ending, long connect_status,
                         const char *usual)
{
    if (judge_answer(t, ending) || ending == HTTP_ENDED_WELL)
        return;
    if (t->message[0] == '\0')
        snprintf(t->message, sizeof t->message, "%s", usual);
    if (is_proxy_fault(t, ending, connect_status))
        http_transfer_fail(t, HTTP_PROXY_ERROR,
                           repeats_proxy_url(t) ? "the proxy's URL is not valid" : NULL);
    else if (ending == HTTP_ENDED_BY_CERTIFICATE || ending == HTTP_ENDED_WITHOUT_TRUST ||
             is_handshake_refused(t, ending))
        http_transfer_fail(t, HTTP_TLS_ERROR, NULL);
    else if (ending == HTTP_ENDED_LATE && t->times_sent == 0)
        http_transfer_fail_unconnected(t);
    else
        http_transfer_fail(t, HTTP_CONNECTION_ERROR, NULL);
    if (ending == HTTP_ENDED_BY_CERTIFICATE || ending == HTTP_ENDED_WITHOUT_TRUST)
        explain_trust(t, ending);
}

http_unbegun http_transfer_unbegun(const http_transfer *t, http_ending ending, bool is_unresolved)
{
    bool wanted_files = is_unresolved || ending == HTTP_ENDED_WITHOUT_TRUST;
    if (t->times_sent == 0 && (t->is_socketless || (wanted_files && descriptors_are_few())))
        return HTTP_STARVED;
    return is_unresolved ? HTTP_UNRESOLVED : HTTP_BEGUN;
}
