/*
 * HTTP/1.1 messages as text (RFC 9112), for a transport that has sockets and no HTTP of its own. Nothing is copied but
 * what is written, and nothing is allocated.
 */
#ifndef AWS_CORE_HTTP1_H
#define AWS_CORE_HTTP1_H

#include <stdint.h>

#include "http_request.h"

typedef struct http1_head {
    slice method;
    slice target; /* what follows the method */
    const http_header *headers;
    size_t header_count;
    slice extra; /* header lines of the caller's own, each with its end; may be empty */
    size_t body_length;
} http1_head;

/* NULL, or what is wrong as a phrase: a method, name or value that would begin another line. */
const char *http1_head_fault(const http1_head *head);

/* The head's length; with `out`, the head is written there. Content-Length is added where it is needed. */
size_t http1_write_head(const http1_head *head, char *out);

/* Where the header block that begins at 0 ends (after its empty line), looked for from `from`; 0: not yet. */
size_t http1_block_end(slice text, size_t from);

/* Takes the status line: false when it is not one of HTTP/1.0 or 1.1. */
bool http1_take_status(slice *rest, int *status, int *minor);

/* A block with more lines is hostile: joining values costs the square of their number. */
enum { HTTP1_MOST_LINES = 1000 };

/* Headers without an end are hostile too; libcurl draws the line there. Interim answers count. */
enum { HTTP1_LONGEST_HEAD = 300 * 1024 };

typedef enum http1_line { HTTP1_FIELD, HTTP1_FOLD, HTTP1_END, HTTP1_MALFORMED } http1_line;

/*
 * Takes the next line of a block: a field, more of the last field's value (RFC 9112 5.2), or the block's end. A blank
 * between name and colon is malformed (RFC 9112 5.1).
 */
http1_line http1_take_line(slice *rest, slice *name, slice *value);

/* Takes what stands before the next comma of a list, blanks around it left out, and the comma. */
slice http1_take_item(slice *rest);

/* What a Content-Length says: a number, or a list that repeats it (RFC 9110 8.6). False when it is something else. */
bool http1_read_length(slice text, int64_t *length);

/* How the end of an answer's body is known (RFC 9112 6.3). */
typedef enum http1_framing {
    HTTP1_BY_LENGTH,
    HTTP1_IN_CHUNKS,
    HTTP1_UNTIL_CLOSE,
    HTTP1_UNKNOWN_CODING, /* no request asks for one */
    HTTP1_MALFORMED_LENGTH
} http1_framing;

/* What counts of an answer for that. A header that is not there has no `data`. */
typedef struct http1_end {
    bool is_of_head; /* the request's method was HEAD */
    int status;
    slice coding; /* Transfer-Encoding */
    slice length; /* Content-Length */
} http1_end;

/* `length` is written with HTTP1_BY_LENGTH. A coding overrules a length. */
http1_framing http1_frame(const http1_end *end, int64_t *length);

/* Whether a list (Connection, Transfer-Encoding) has a token, whatever its case. `token`: lower case. */
bool http1_has_token(slice list, slice token);

/* What the next line of a body in chunks is, or how the body ended. */
typedef enum http1_chunk_line {
    HTTP1_CHUNK_SIZE,
    HTTP1_CHUNK_END,     /* empty, after the data */
    HTTP1_FIRST_TRAILER, /* or the empty one that ends the body */
    HTTP1_TRAILER,
    HTTP1_CHUNKS_DONE,
    HTTP1_CHUNKS_REFUSED
} http1_chunk_line;

/* A body in chunked coding (RFC 9112 7.1) while it arrives; zeroed but for `allowed`, it is at its beginning. */
typedef struct http1_chunks {
    http1_chunk_line next;
    int64_t left;      /* bytes of data before that line */
    int64_t allowed;   /* so many bytes of data and trailers may still be announced */
    const char *fault; /* why it was refused, as a phrase; NULL: more would come than is allowed */
} http1_chunks;

/*
 * Takes what has come, up to data and with them; false: there are none. Then `rest` has what follows the body, once
 * that is done, or the beginning of a line: it is given again, with the bytes after it.
 */
bool http1_take_data(http1_chunks *chunks, slice *rest, slice *data);

#endif
