/* Classes of ASCII characters; the C library's own follow the locale. */
#ifndef AWS_CORE_ASCII_H
#define AWS_CORE_ASCII_H

#include <stdbool.h>

enum {
    ASCII_CONTROL = 1,    /* below 0x20, and DEL */
    ASCII_SPACE = 2,      /* space, and TAB to CR */
    ASCII_TOKEN = 4,      /* of method and header names (RFC 9110 5.6.2) */
    ASCII_UNRESERVED = 8, /* never percent-encoded (RFC 3986 2.3) */
};

/* The classes of each byte. */
extern const unsigned char ascii_classes[256];

static inline bool ascii_is(char c, int class)
{
    return (ascii_classes[(unsigned char)c] & class) != 0;
}

static inline bool ascii_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A letter in lower case; any other byte as it is. */
static inline char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static inline bool ascii_is_letter(char c)
{
    return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
}

static inline bool ascii_is_alphanumeric(char c)
{
    return ascii_is_digit(c) || ascii_is_letter(c);
}

/* The value of a hexadecimal digit, or -1. */
static inline int ascii_hex_value(char c)
{
    char low = ascii_lower(c);
    if (ascii_is_digit(c))
        return c - '0';
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

#endif
