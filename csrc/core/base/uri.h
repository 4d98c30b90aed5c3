/*
 * URLs as signing and sending need them: split without copying, and percent-encoded (RFC 3986).
 */
#ifndef AWS_CORE_URI_H
#define AWS_CORE_URI_H

#include "buffer.h"

/* Parts of a URL, as written. */
typedef struct uri {
    slice scheme; /* "http" or "https", in any case */
    slice host;   /* brackets of an IPv6 address included */
    slice port;   /* digits; empty when left out */
    slice path;   /* empty or starting with "/" */
    slice query;  /* without "?" */
} uri;

/*
 * Splits an absolute http or https URL. Returns NULL, or what is wrong with it as a phrase ("has no host").
 * User info, a fragment, control characters and a host that is not ASCII are refused; so is a port beyond 65535.
 */
const char *uri_parse(slice text, uri *out);

/* The value of the Host header: lower case, without the scheme's default port (RFC 9110 7.2) and an address's zone. */
void uri_append_host(buffer *b, const uri *u);

/* Encodes every byte but the unreserved ones (RFC 3986 2.3), and "/" too unless `keep_slash`. */
void uri_append_encoded(buffer *b, slice text, bool keep_slash);

/* The path to send: its %XX are kept, every other byte but the unreserved ones and "/" is encoded. */
void uri_append_path(buffer *b, slice path);

/*
 * The query to send: its %XX are kept, as are the characters that a query may hold (RFC 3986 3.4), all but "+": some
 * servers read that as a blank, others as itself.
 */
void uri_append_query(buffer *b, slice query);

/* Text as a signature wants it: %XX decoded first, then encoded as uri_append_encoded does. */
void uri_append_reencoded(buffer *b, slice text, bool keep_slash);

/* Drops empty, "." and ".." segments the way AWS signs paths; a final "/" stays. */
void uri_append_normalized_path(buffer *b, slice path);

#endif
