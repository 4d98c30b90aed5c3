/* An HTTP request that is ready to be sent, and its header lines. */
#ifndef AWS_CORE_HTTP_REQUEST_H
#define AWS_CORE_HTTP_REQUEST_H

#include "core/base/buffer.h"

typedef struct http_header {
    slice name;
    slice value;
} http_header;

/* Views and C strings that must live until http_pool_start returns; `body` until the transfer is freed. */
typedef struct http_request {
    const char *method;
    const char *url;
    const http_header *headers; /* sent as they are; nothing is added but Content-Length */
    size_t header_count;
    slice body;
    double connect_timeout; /* seconds until connected, TLS included; 0: 300 */
    double read_timeout;    /* longest silence in seconds once connected; 0: none */
    double timeout;         /* seconds for all of it; 0: none */
    const char *proxy;      /* URL; NULL: none, whatever the environment says */
    const char *ca_bundle;  /* file; NULL: the system's */
    size_t max_response_bytes;
} http_request;

/*
 * Appends the header lines for libcurl, each ended by NUL: those given, then "name:" for each header that libcurl
 * would add by itself. Returns how many; 0 when memory runs out.
 */
size_t http_request_append_header_lines(buffer *b, const http_request *request);

/* Whether TLS with the server goes through TLS with a proxy. */
bool http_request_is_tls_inside_tls(const http_request *request);

#endif
