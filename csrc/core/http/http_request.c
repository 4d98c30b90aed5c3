#include "http_request.h"

#include <string.h>

static bool has_header(const http_request *request, slice name)
{
    for (size_t i = 0; i < request->header_count; i++) {
        if (slice_equal_lower(request->headers[i].name, name))
            return true;
    }
    return false;
}

static const slice added_by_libcurl[] = {
    {"accept", 6}, {"content-type", 12}, {"expect", 6}, {"user-agent", 10}};

enum { ADDED_BY_LIBCURL = sizeof added_by_libcurl / sizeof *added_by_libcurl };

/* At least as many bytes as all lines have. */
static size_t room_for(const http_request *request)
{
    size_t room = 0;
    for (size_t i = 0; i < request->header_count; i++)
        room += request->headers[i].name.length + 2 + request->headers[i].value.length + 1;
    for (size_t i = 0; i < ADDED_BY_LIBCURL; i++)
        room += added_by_libcurl[i].length + 2;
    return room;
}

size_t http_request_append_header_lines(buffer *b, const http_request *request)
{
    size_t count = request->header_count;
    buffer_reserve(b, room_for(request));
    for (size_t i = 0; i < request->header_count; i++) {
        const http_header *header = &request->headers[i];
        buffer_append_slice(b, header->name);
        /* libcurl sends an empty value only when it is written "Name;". */
        buffer_append_text(b, header->value.length > 0 ? ": " : ";");
        buffer_append_slice(b, header->value);
        buffer_append_char(b, '\0');
    }
    for (size_t i = 0; i < ADDED_BY_LIBCURL; i++) {
        if (has_header(request, added_by_libcurl[i]))
            continue;
        buffer_append_slice(b, added_by_libcurl[i]);
        buffer_append(b, ":", 2); /* the NUL too */
        count++;
    }
    return b->failed ? 0 : count;
}

static bool is_https(const char *url)
{
    return slice_equal_lower((slice){url, strcspn(url, ":")}, SLICE("https"));
}

bool http_request_is_tls_inside_tls(const http_request *request)
{
    return request->proxy && is_https(request->proxy) && is_https(request->url);
}
