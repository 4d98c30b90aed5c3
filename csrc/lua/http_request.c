#include "http_request.h"

#include <stdio.h>
#include <string.h>

#include "signed_headers.h"

static void refuse(request_reader *in, const char *name, const char *what)
{
    if (!in->fault[0])
        snprintf(in->fault, sizeof in->fault, "bad request: %s %s", name, what);
}

/* Pushes a field, and returns its type. Pushing its name may run finalizers. */
static int push_field(request_reader *in, const char *name)
{
    lua_pushstring(in->L, name);
    return compat_rawget(in->L, in->table);
}

/* Reads a field, which stays on the stack so that the text lives; `data` is NULL when it is absent. */
static slice read_text(request_reader *in, const char *name)
{
    slice text = {NULL, 0};
    int type = push_field(in, name);
    if (type == LUA_TSTRING)
        text.data = lua_tolstring(in->L, -1, &text.length);
    else if (type != LUA_TNIL && (type != LUA_TBOOLEAN || lua_toboolean(in->L, -1)))
        refuse(in, name, "is not a string");
    return text;
}

/* CR and LF would begin another header line, NUL would end a text early. */
static void check_line(request_reader *in, const char *name, slice text)
{
    if (memchr(text.data, '\0', text.length) || memchr(text.data, '\r', text.length) ||
        memchr(text.data, '\n', text.length))
        refuse(in, name, "has CR, LF or NUL");
}

static const char *read_line(request_reader *in, const char *name)
{
    slice text = read_text(in, name);
    if (text.data)
        check_line(in, name, text);
    return text.data;
}

static const char *require_line(request_reader *in, const char *name)
{
    const char *line = read_line(in, name);
    if (!line)
        refuse(in, name, "is missing");
    return line;
}

static double read_number(request_reader *in, const char *name)
{
    int type = push_field(in, name);
    if (type != LUA_TNIL && type != LUA_TNUMBER)
        refuse(in, name, "is not a number");
    double number = type == LUA_TNUMBER ? (double)lua_tonumber(in->L, -1) : 0;
    lua_pop(in->L, 1);
    return number;
}

/* Reads item `i` of the pair on top of the stack, which keeps it alive. */
static slice read_pair_item(request_reader *in, int i)
{
    slice text = {"", 0};
    if (compat_rawgeti(in->L, -1, i) == LUA_TSTRING)
        text.data = lua_tolstring(in->L, -1, &text.length);
    else
        refuse(in, "headers", "is not a list of {name, value}");
    check_line(in, "a header", text);
    lua_pop(in->L, 1);
    return text;
}

static void read_headers(request_reader *in, buffer *list)
{
    lua_State *L = in->L;
    bool is_list = push_field(in, "headers") == LUA_TTABLE;
    const signed_headers *own = is_list ? NULL : signed_headers_at(L, -1);
    if (own) {
        signed_headers_append(own, list);
        return;
    }
    int count = is_list ? (int)lua_rawlen(L, -1) : 0;
    for (int i = 1; i <= count && is_list; i++) {
        is_list = compat_rawgeti(L, -1, i) == LUA_TTABLE;
        if (is_list) {
            http_header header = {read_pair_item(in, 1), read_pair_item(in, 2)};
            buffer_append(list, (const char *)&header, sizeof header);
        }
        lua_pop(L, 1);
    }
    if (!is_list)
        refuse(in, "headers", "is not a list of {name, value}");
}

slice request_read_body(request_reader *in)
{
    return read_text(in, "body");
}

const char *request_read(request_reader *in, buffer *list, http_request *r)
{
    luaL_checkstack(in->L, 20, "request");
    r->method = require_line(in, "method");
    r->url = require_line(in, "url");
    r->proxy = read_line(in, "proxy");
    r->ca_bundle = read_line(in, "ca_bundle");
    r->connect_timeout = read_number(in, "connect_timeout");
    r->read_timeout = read_number(in, "read_timeout");
    r->timeout = read_number(in, "timeout");
    double limit = read_number(in, "max_response_bytes");
    r->max_response_bytes = limit > 0 && limit < 9e15 ? (size_t)limit : (size_t)-1;
    read_headers(in, list); /* last: from here on no finalizer runs until the transfer has begun */
    r->headers = (const http_header *)(const void *)list->data;
    r->header_count = list->length / sizeof *r->headers;
    if (list->failed)
        return NOT_ENOUGH_MEMORY;
    return in->fault[0] ? in->fault : NULL;
}
