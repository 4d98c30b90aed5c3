/* An HTTP answer as it arrives: status, headers and body, up to a size. */
#ifndef AWS_CORE_HTTP_RESPONSE_H
#define AWS_CORE_HTTP_RESPONSE_H

#include "core/base/buffer.h"

typedef struct http_response {
    int status;         /* of the last header block seen; 0: none */
    bool in_block;      /* a status line was seen, and not yet the end of its headers */
    int lines;          /* of that block */
    bool complete_head; /* the empty line that ends the final headers was seen */
    size_t received;    /* header and body bytes so far */
    size_t limit;
    const char *malformed; /* why it cannot be read, as a sentence; NULL: it can, so far */
    const char *too_large; /* why it is too much, likewise */
    buffer fields;         /* array of http_field */
    buffer text;           /* what the fields point into */
    buffer body;
} http_response;

/* Where a header is in `text`. */
typedef struct http_field {
    size_t name_at, name_length;
    size_t value_at, value_length;
} http_field;

/* Takes one header line, its end included; false when the transfer must stop (too large, malformed, no memory). */
bool http_response_take_line(http_response *r, slice line);

/* Takes a piece of the body; false as above. */
bool http_response_take_body(http_response *r, slice piece);

/*
 * Whether its headers say that the server of this connection is not well: the next request, a retry above all, is to
 * go over another one.
 */
bool http_response_is_unwell(const http_response *r);

size_t http_response_header_count(const http_response *r);

/* The name (lower case) and value of header `i`. */
slice http_response_header_name(const http_response *r, size_t i);
slice http_response_header_value(const http_response *r, size_t i);

/* Whether memory ran out on the way. */
bool http_response_failed(const http_response *r);

void http_response_free(http_response *r);

#endif
