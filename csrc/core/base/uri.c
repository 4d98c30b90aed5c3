#include "uri.h"

#include <string.h>

static bool is_unreserved(char c)
{
    return ascii_is(c, ASCII_UNRESERVED);
}

static bool is_in(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

/* The byte of the escape at `i`; -1: another character is there. */
static int escaped_byte(slice text, size_t i)
{
    if (text.data[i] != '%' || text.length - i < 3)
        return -1;
    int high = ascii_hex_value(text.data[i + 1]);
    int low = ascii_hex_value(text.data[i + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static void append_escape(buffer *b, char c)
{
    static const char digits[] = "0123456789ABCDEF";
    unsigned char byte = (unsigned char)c;
    char escape[3] = {'%', digits[byte >> 4], digits[byte & 15]};
    buffer_append(b, escape, 3);
}

static slice cut(slice text, size_t start, size_t end)
{
    return (slice){text.data + start, end - start};
}

/* The index of the first `c` at or after `start`, else the length. */
static size_t find(slice text, size_t start, char c)
{
    const char *found = memchr(text.data + start, c, text.length - start);
    return found ? (size_t)(found - text.data) : text.length;
}

static const char *check_bytes(slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (ascii_is(text.data[i], ASCII_CONTROL))
            return "has a control character";
        if (text.data[i] == '#')
            return "has a fragment (a \"#\" of the path is written %23)";
    }
    return NULL;
}

static const char *parse_port(slice port)
{
    long value = 0;
    for (size_t i = 0; i < port.length; i++) {
        if (!ascii_is_digit(port.data[i]))
            return "has a port that is not a number";
        value = value * 10 + (port.data[i] - '0');
        if (value > 65535)
            return "has a port beyond 65535";
    }
    return port.length > 0 && value == 0 ? "has the port 0" : NULL;
}

/* Where the zone of an IPv6 address in brackets begins, else the length. */
static size_t find_zone(slice host)
{
    return host.length > 0 && host.data[0] == '[' ? find(host, 0, '%') : host.length;
}

static bool consists_of(slice text, const char *more)
{
    for (size_t i = 0; i < text.length; i++)
        if (!ascii_is_alphanumeric(text.data[i]) && !is_in(text.data[i], more))
            return false;
    return true;
}

/* A name, or an address in brackets, with a zone that is escaped or not (RFC 6874 2: "%25br-lan"). */
static const char *check_host(slice host)
{
    bool bracketed = host.length > 0 && host.data[0] == '[';
    size_t start = bracketed ? 1 : 0;
    size_t end = host.length - start;
    size_t zone = find_zone(host) < end ? find_zone(host) : end;
    if (zone == start)
        return "has no host";
    bool fits = consists_of(cut(host, start, zone), bracketed ? ":." : "-._") &&
                consists_of(cut(host, zone, end), "-._~%");
    return fits ? NULL : "has a host with a character that hosts cannot have";
}

static const char *parse_authority(slice authority, uri *out)
{
    if (memchr(authority.data, '@', authority.length))
        return "has user info, which is never sent";
    size_t end = 0;
    if (authority.length > 0 && authority.data[0] == '[') {
        end = find(authority, 0, ']');
        if (end == authority.length)
            return "has a host with an open bracket";
        end++;
        if (end < authority.length && authority.data[end] != ':')
            return "has a host with a character that hosts cannot have";
    } else {
        end = find(authority, 0, ':');
    }
    out->host = cut(authority, 0, end);
    out->port = end < authority.length ? cut(authority, end + 1, authority.length)
                                       : cut(authority, end, end);
    const char *fault = check_host(out->host);
    return fault ? fault : parse_port(out->port);
}

const char *uri_parse(slice text, uri *out)
{
    const char *fault = check_bytes(text);
    if (fault)
        return fault;
    size_t colon = find(text, 0, ':');
    if (text.length - colon < 3 || memcmp(text.data + colon, "://", 3) != 0)
        return "is not an absolute URL (https://host/path)";
    out->scheme = cut(text, 0, colon);
    if (!slice_equal_lower(out->scheme, SLICE("http")) &&
        !slice_equal_lower(out->scheme, SLICE("https")))
        return "is neither http nor https";
    size_t query = find(text, colon + 3, '?');
    size_t path = find(cut(text, 0, query), colon + 3, '/');
    out->path = cut(text, path, query);
    out->query = query < text.length ? cut(text, query + 1, text.length) : cut(text, query, query);
    return parse_authority(cut(text, colon + 3, path), out);
}

/* The port without leading zeros. */
static slice significant_port(slice port)
{
    while (port.length > 1 && port.data[0] == '0')
        port = cut(port, 1, port.length);
    return port;
}

/* The address without its zone, which means nothing to anybody else (RFC 6874 4). */
static void append_address(buffer *b, slice host)
{
    size_t zone = find_zone(host);
    buffer_append_lower(b, cut(host, 0, zone));
    if (zone < host.length)
        buffer_append_char(b, ']');
}

void uri_append_host(buffer *b, const uri *u)
{
    append_address(b, u->host);
    slice port = significant_port(u->port);
    slice standard = slice_equal_lower(u->scheme, SLICE("https")) ? SLICE("443") : SLICE("80");
    if (port.length > 0 && !slice_equal(port, standard)) {
        buffer_append_char(b, ':');
        buffer_append_slice(b, port);
    }
}

/* Appends `text`, encoding what `kept` and the unreserved characters leave; %XX stay when `keep_escapes`. */
static void append(buffer *b, slice text, const char *kept, bool keep_escapes)
{
    size_t run = 0; /* start of the bytes that need nothing and are not yet copied */
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (is_unreserved(c) || is_in(c, kept) || (keep_escapes && escaped_byte(text, i) >= 0))
            continue;
        buffer_append(b, text.data + run, i - run);
        append_escape(b, c);
        run = i + 1;
    }
    buffer_append(b, text.data + run, text.length - run);
}

void uri_append_encoded(buffer *b, slice text, bool keep_slash)
{
    append(b, text, keep_slash ? "/" : "", false);
}

void uri_append_path(buffer *b, slice path)
{
    append(b, path, "/", true);
}

void uri_append_query(buffer *b, slice query)
{
    append(b, query, "!$&'()*,;=:@/?", true);
}

void uri_append_reencoded(buffer *b, slice text, bool keep_slash)
{
    for (size_t i = 0; i < text.length; i++) {
        int byte = escaped_byte(text, i);
        char c = byte >= 0 ? (char)byte : text.data[i];
        if (byte >= 0)
            i += 2;
        if (is_unreserved(c) || (keep_slash && c == '/'))
            buffer_append_char(b, c);
        else
            append_escape(b, c);
    }
}

/* Cuts the last segment off what was written since `start`. */
static void drop_segment(buffer *b, size_t start)
{
    while (b->length > start && b->data[b->length - 1] != '/')
        b->length--;
    if (b->length > start)
        b->length--;
}

void uri_append_normalized_path(buffer *b, slice path)
{
    size_t start = b->length;
    size_t i = 0;
    while (i < path.length) {
        size_t end = find(path, i, '/');
        slice segment = cut(path, i, end);
        if (slice_equal(segment, SLICE(".."))) {
            drop_segment(b, start);
        } else if (segment.length > 0 && !slice_equal(segment, SLICE("."))) {
            buffer_append_char(b, '/');
            buffer_append_slice(b, segment);
        }
        i = end + 1;
    }
    bool final_slash = path.length > 0 && path.data[path.length - 1] == '/';
    if (b->length == start || final_slash)
        buffer_append_char(b, '/');
}
