#include <string.h>

#include "http_pool.h"

/* A handshake that the peer refused is a TLS error; one that the network cut is a connection error. */
static bool is_handshake_refused(const http_transfer *t, http_ending ending)
{
    return ending == HTTP_ENDED_IN_HANDSHAKE && !strstr(t->message, "SSL_ERROR_SYSCALL") &&
           !strstr(t->message, "reset by peer") && !strstr(t->message, "unexpected eof");
}

/* The proxy closed, or spoke something else: there is no status then. */
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
        http_transfer_fail(t, HTTP_RESPONSE_TOO_LARGE,
                           "the answer is larger than max_response_bytes");
    else if (t->times_sent > 0 && strstr(t->message, "Too large response headers"))
        http_transfer_fail(t, HTTP_RESPONSE_TOO_LARGE, "the answer's headers are too long");
    else if (http_response_failed(r) || (ending == HTTP_ENDED_NO_MEMORY && t->times_sent > 0))
        http_transfer_fail(t, HTTP_RESPONSE_TOO_LARGE,
                           "a header line of the answer is too long, or memory ran out");
    else if (r->too_long)
        http_transfer_fail(t, HTTP_RESPONSE_TOO_LARGE, "the answer has too many headers");
    else if (r->malformed)
        http_transfer_fail(t, HTTP_CONNECTION_ERROR, "the answer's headers are malformed");
    else if (ending == HTTP_ENDED_WELL && !r->complete_head) /* cut short, an answer to libcurl */
        http_transfer_fail(t, HTTP_CONNECTION_ERROR,
                           "the connection was closed before the answer's headers ended");
    return t->failure != HTTP_NO_FAILURE;
}

void http_transfer_judge(http_transfer *t, http_ending ending, long connect_status)
{
    if (judge_answer(t, ending) || ending == HTTP_ENDED_WELL)
        return;
    if (is_proxy_fault(t, ending, connect_status))
        /* a text with "@" repeats the proxy's URL, and its password */
        http_transfer_fail(t, HTTP_PROXY_ERROR,
                           strchr(t->message, '@') ? "the proxy's URL is not valid" : NULL);
    else if (ending == HTTP_ENDED_BY_CERTIFICATE || is_handshake_refused(t, ending))
        http_transfer_fail(t, HTTP_TLS_ERROR, NULL);
    else if (ending == HTTP_ENDED_LATE && t->times_sent == 0)
        http_transfer_fail_unconnected(t);
    else
        http_transfer_fail(t, HTTP_CONNECTION_ERROR, NULL);
}
