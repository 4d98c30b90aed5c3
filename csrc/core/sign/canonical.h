/*
 * The canonical forms of headers and query strings that Signature Version 4 hashes: sorted, trimmed, encoded.
 * Rules: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
#ifndef AWS_CORE_CANONICAL_H
#define AWS_CORE_CANONICAL_H

#include "core/base/buffer.h"

/* A list of names with values, to be sorted: an array of these in a buffer. */
typedef struct canonical_pair {
    slice name;
    slice value;
    size_t order; /* its place in the list */
} canonical_pair;

/* Adds to such a list; what the views point to must outlive it. */
void canonical_add(buffer *pairs, slice name, slice value);

/* Header names are in lower case in all that follows. */

/*
 * Whether a header is sent without being signed: proxies and clients add or change these on the way, and the amz-sdk
 * ones tell attempts apart without a new signature.
 */
bool canonical_header_is_unsigned(slice name);

/* Sorts headers by name; equal names stay in order. */
void canonical_sort_headers(buffer *pairs);

/* "name;name" of sorted headers. */
void canonical_append_header_names(buffer *b, const buffer *pairs);

/* "name:value,value\n" for each name of sorted headers; spaces trimmed and runs of them made one. */
void canonical_append_headers(buffer *b, const buffer *pairs);

/* Appends a header value as it is sent: each line fold (LF and blanks) as one space (RFC 9112 5.2). */
void canonical_append_unfolded(buffer *b, slice value);

/*
 * "name=value&…" of a query, sorted after encoding. `pairs` and `text` are scratch; b->failed tells when memory ran
 * out.
 */
void canonical_append_query(buffer *b, slice query, buffer *pairs, buffer *text);

#endif
