#include "json.h"

static void append_escaped(buffer *out, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    char text[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
    size_t length = 2;
    switch (c) {
    case '"':
    case '\\': text[1] = (char)c; break;
    case '\b': text[1] = 'b'; break;
    case '\f': text[1] = 'f'; break;
    case '\n': text[1] = 'n'; break;
    case '\r': text[1] = 'r'; break;
    case '\t': text[1] = 't'; break;
    default: length = 6; break;
    }
    buffer_append(out, text, length);
}

void json_append_string(buffer *out, slice text)
{
    const char *at = text.data;
    const char *end = text.data + text.length;
    buffer_append_char(out, '"');
    while (at < end) {
        const char *run = at;
        while (at < end && (unsigned char)*at >= 0x20 && *at != '"' && *at != '\\')
            at++;
        buffer_append(out, run, (size_t)(at - run));
        if (at < end)
            append_escaped(out, (unsigned char)*at++);
    }
    buffer_append_char(out, '"');
}
