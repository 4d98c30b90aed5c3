/* UTF-8 (RFC 3629): only what lengths and cuts need. */
#ifndef AWS_CORE_UTF8_H
#define AWS_CORE_UTF8_H

#include "buffer.h"

/* The number of code points; every byte that is not part of valid UTF-8 counts as one. */
size_t utf8_length(slice text);

/* The longest start of `text` of at most `limit` bytes that does not end inside a character. */
slice utf8_cut(slice text, size_t limit);

#endif
