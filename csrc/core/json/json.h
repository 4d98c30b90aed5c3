/* JSON text (RFC 8259) as it is written; json_scanner.h reads it. */
#ifndef AWS_CORE_JSON_H
#define AWS_CORE_JSON_H

#include "core/base/buffer.h"

/*
 * Appends the string, quoted: `"`, `\` and control bytes are escaped, everything else (DEL and
 * bytes that are not UTF-8 included) stays as it is.
 */
void json_append_string(buffer *out, slice text);

#endif
