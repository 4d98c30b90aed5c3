#include "http_transfer.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/base/number.h"
#include "core/os/sys.h"
#include "tls.h"

void http_transfer_move(http_transfer *t, http_list *list)
{
    if (t->list) {
        *(t->previous ? &t->previous->next : &t->list->first) = t->next;
        *(t->next ? &t->next->previous : &t->list->last) = t->previous;
        t->list->count--;
    }
    t->list = list;
    t->next = NULL;
    t->previous = list ? list->last : NULL;
    if (!list)
        return;
    *(list->last ? &list->last->next : &list->first) = t;
    list->last = t;
    list->count++;
}

void http_transfer_fail(http_transfer *t, http_failure failure, const char *message)
{
    t->failure = failure;
    if (message)
        snprintf(t->message, sizeof t->message, "%s", message);
}

void http_transfer_fail_for(http_transfer *t, const char *what, int error)
{
    t->failure = HTTP_CONNECTION_ERROR;
    snprintf(t->message, sizeof t->message, "%s: %s", what, sys_error_text(error));
}

static void fail_after(http_transfer *t, http_failure failure, const char *what, double seconds,
                       const char *setting)
{
    char text[NUMBER_TEXT_SIZE];
    t->failure = failure;
    snprintf(t->message, sizeof t->message, "%s within %s s (%s)", what,
             number_format_short(seconds, text), setting);
}

void http_transfer_fail_unconnected(http_transfer *t)
{
    const char *what = t->is_starved ? "no descriptor left for a connection" : "no connection";
    fail_after(t, HTTP_CONNECT_TIMEOUT, what, t->connect_timeout, "connect_timeout");
}

void http_transfer_fail_late(http_transfer *t, double now)
{
    if (t->deadline > 0 && t->deadline <= now)
        fail_after(t, HTTP_DEADLINE_EXCEEDED, "no whole answer", t->timeout, "timeout");
    else if (t->connecting_since > 0)
        http_transfer_fail_unconnected(t);
    else
        fail_after(t, HTTP_READ_TIMEOUT, "no byte of the answer", t->read_timeout, "read_timeout");
}

double http_transfer_time_left(const http_transfer *t, double now)
{
    double left = HUGE_VAL;
    if (t->deadline > 0)
        left = t->deadline - now;
    /* libcurl knows this limit too, and loses sight of it when memory runs out. */
    if (t->connecting_since > 0)
        left = fmin(left, t->connecting_since + t->connect_timeout - t->connecting_before - now);
    /* libcurl's low-speed limit cannot serve as a read timeout: it averages over whole seconds. */
    if (t->times_sent > 0 && t->read_timeout > 0)
        left = fmin(left, t->last_activity + t->read_timeout - now);
    return left;
}

void http_transfer_expect(http_transfer *t, double now)
{
    t->pool->late_at = fmin(t->pool->late_at, now + http_transfer_time_left(t, now));
}

int http_transfer_open_socket(http_transfer *t, int family, int type, int protocol)
{
    int fd = http_sockets_open(&t->pool->sockets, family, type, protocol, t->id);
    t->is_socketless = fd < 0 && (errno == EMFILE || errno == ENFILE);
    return fd;
}

/* What came over a connection before a request is sent is not its answer, but would be taken for it. */
bool http_transfer_may_use(http_transfer *t, const http_ends *ends, const void *tls)
{
    const http_sockets *sockets = &t->pool->sockets;
    bool is_new = http_sockets_connected(&t->pool->sockets, t->id, ends) || t->is_afresh;
    t->is_refused = !is_new && (!http_sockets_is_silent(sockets, ends) || tls_has_pending(tls));
    return !t->is_refused;
}

void http_transfer_sending(http_transfer *t)
{
    t->times_sent++;
    t->connecting_since = 0;
    t->last_activity = t->pool->now;
    http_transfer_expect(t, t->last_activity);
}

void http_transfer_uploaded(http_transfer *t, int64_t sent)
{
    if (sent == t->uploaded)
        return;
    t->uploaded = sent;
    t->last_activity = t->pool->now;
}
