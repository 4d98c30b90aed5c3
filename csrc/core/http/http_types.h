/* What the outside (http.h) and the inside (http_private.h) of pools share: their names, and how transfers fail. */
#ifndef AWS_CORE_HTTP_TYPES_H
#define AWS_CORE_HTTP_TYPES_H

typedef struct http_pool http_pool;
typedef struct http_transfer http_transfer;

/* What a transfer may end with, and the name by which Lua knows it. */
#define HTTP_FAILURES(X)                                                                           \
    X(HTTP_CONNECTION_ERROR, "ConnectionError")                                                    \
    X(HTTP_FORKED, "ConnectionError") /* it runs on in the parent: not to be repeated here */      \
    X(HTTP_CONNECT_TIMEOUT, "ConnectTimeoutError")                                                 \
    X(HTTP_READ_TIMEOUT, "ReadTimeoutError")                                                       \
    X(HTTP_TLS_ERROR, "TLSError")                                                                  \
    X(HTTP_PROXY_ERROR, "ProxyError")                                                              \
    X(HTTP_DEADLINE_EXCEEDED, "DeadlineExceeded")                                                  \
    X(HTTP_RESPONSE_TOO_LARGE, "ResponseTooLargeError")

typedef enum http_failure {
    HTTP_NO_FAILURE,
#define HTTP_FAILURE_CODE(code, name) code,
    HTTP_FAILURES(HTTP_FAILURE_CODE)
#undef HTTP_FAILURE_CODE
} http_failure;

#endif
