#include "utf8.h"

/* The length of the character at `at`, or 1 for a byte that starts no valid one. */
static size_t character_length(const unsigned char *at, size_t left)
{
    unsigned char first = at[0];
    size_t length = first < 0xC2 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 1;
    if (length == 1 || length > left)
        return 1;
    /* the second byte also excludes overlong forms, surrogates and what lies beyond U+10FFFF */
    unsigned char least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    unsigned char most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (at[1] < least || at[1] > most)
        return 1;
    for (size_t i = 2; i < length; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return 1;
    }
    return length;
}

size_t utf8_length(slice text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.length; count++)
        i += character_length((const unsigned char *)text.data + i, text.length - i);
    return count;
}

slice utf8_cut(slice text, size_t limit)
{
    if (text.length <= limit)
        return text;
    size_t length = limit;
    while (length > 0 && limit - length < 4 && ((unsigned char)text.data[length] & 0xC0) == 0x80)
        length--;
    return (slice){text.data, length};
}
