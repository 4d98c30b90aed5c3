/* Base64 (RFC 4648 section 4), for members of type blob. */
#ifndef AWS_CORE_BASE64_H
#define AWS_CORE_BASE64_H

#include "buffer.h"

/* Appends the encoded bytes, padded, without line breaks. */
void base64_append_encoded(buffer *out, slice bytes);

/*
 * Appends the decoded bytes. False, with `out` as before, when the text is not exactly what an
 * encoder writes (other characters, missing padding, bits left over). Check out->failed after.
 */
bool base64_append_decoded(buffer *out, slice text);

#endif
