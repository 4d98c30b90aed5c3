#include "http_transfer.h"

#include <math.h>

const char *http_failure_name(http_failure failure)
{
    switch (failure) {
#define HTTP_FAILURE_NAME(code, name)                                                              \
    case code: return name;
        HTTP_FAILURES(HTTP_FAILURE_NAME)
#undef HTTP_FAILURE_NAME
    case HTTP_NO_FAILURE: break;
    }
    return "";
}

double http_transfer_time_left(const http_transfer *t, double now)
{
    double left = HUGE_VAL;
    if (t->deadline > 0)
        left = t->deadline - now;
    /* libcurl's low-speed limit is no read timeout: it averages over whole seconds. */
    if (t->times_sent > 0 && t->read_timeout > 0)
        left = fmin(left, t->last_activity + t->read_timeout - now);
    return left;
}

bool http_transfer_done(const http_transfer *t)
{
    return t->pool == NULL;
}

http_failure http_transfer_failure(const http_transfer *t)
{
    return t->failure;
}

const char *http_transfer_message(const http_transfer *t)
{
    return t->message;
}

const http_response *http_transfer_response(const http_transfer *t)
{
    return &t->response;
}

bool http_transfer_sent(const http_transfer *t)
{
    return t->times_sent > 0;
}

bool http_transfer_resent(const http_transfer *t)
{
    return t->times_sent > 1;
}
