#include "base64.h"

#include <stdint.h>

static const char ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_append_encoded(buffer *out, slice bytes)
{
    if (bytes.length > SIZE_MAX / 2 || !buffer_reserve(out, (bytes.length + 2) / 3 * 4)) {
        out->failed = true;
        return;
    }
    if (bytes.length == 0)
        return; /* there may be no memory at all to write to */
    const unsigned char *in = (const unsigned char *)bytes.data;
    char *to = out->data + out->length;
    size_t left = bytes.length;
    for (; left > 0; in += 3) {
        size_t count = left < 3 ? left : 3;
        uint32_t bits = (uint32_t)in[0] << 16;
        bits |= count > 1 ? (uint32_t)in[1] << 8 : 0;
        bits |= count > 2 ? in[2] : 0;
        *to++ = ALPHABET[bits >> 18];
        *to++ = ALPHABET[bits >> 12 & 63];
        *to++ = count > 1 ? ALPHABET[bits >> 6 & 63] : '=';
        *to++ = count > 2 ? ALPHABET[bits & 63] : '=';
        left -= count;
    }
    out->length += (bytes.length + 2) / 3 * 4;
}

static int digit_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Decodes up to four digits into `bytes`; how many bytes they hold, or 0 for no valid group. */
static size_t decode_group(const char *digits, size_t count, char bytes[3])
{
    uint32_t bits = 0;
    for (size_t i = 0; i < 4; i++) {
        int value = i < count ? digit_value(digits[i]) : 0;
        if (value < 0)
            return 0;
        bits = bits << 6 | (uint32_t)value;
    }
    if (count < 2 || (count == 2 && (bits & 0xFFFF)) || (count == 3 && (bits & 0xFF)))
        return 0;
    bytes[0] = (char)(bits >> 16);
    bytes[1] = (char)(bits >> 8 & 0xFF);
    bytes[2] = (char)(bits & 0xFF);
    return count - 1;
}

bool base64_append_decoded(buffer *out, slice text)
{
    size_t before = out->length;
    if (text.length % 4 != 0)
        return false;
    if (!buffer_reserve(out, text.length / 4 * 3))
        return true;
    for (size_t i = 0; i < text.length; i += 4) {
        size_t count = 4;
        if (i + 4 == text.length) {
            while (count > 2 && text.data[i + count - 1] == '=')
                count--;
        }
        char bytes[3];
        size_t length = decode_group(text.data + i, count, bytes);
        if (length == 0) {
            out->length = before;
            return false;
        }
        buffer_append(out, bytes, length);
    }
    return true;
}
