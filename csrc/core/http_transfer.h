/* The inside of one transfer, shared by the two files that make up http.h: http.c and http_transfer.c. */
#ifndef AWS_CORE_HTTP_TRANSFER_H
#define AWS_CORE_HTTP_TRANSFER_H

#include <stdint.h>

#include "http.h"

enum { HTTP_MESSAGE_SIZE = 256 }; /* what libcurl wants for an error text (CURL_ERROR_SIZE) */

struct http_transfer {
    http_pool *pool; /* NULL once it ended */
    http_transfer *previous, *next;
    void *easy; /* libcurl's handle while it runs */
    struct curl_slist *header_lines;
    http_response response;
    bool has_proxy;
    double connect_timeout, read_timeout, timeout; /* seconds, as requested */
    double deadline;                               /* on the monotonic clock; 0: none */
    double last_activity;                          /* when a byte last moved, once connected */
    int64_t uploaded;
    int times_sent; /* how often libcurl began to send the request */
    http_failure failure;
    char message[HTTP_MESSAGE_SIZE];
};

/* Seconds until it must have moved on; not above 0 when it is too late. `now` is sys_clock's. */
double http_transfer_time_left(const http_transfer *t, double now);

#endif
