#include "module.h"

#include "core/base/uri.h"

static void set_text(lua_State *L, const char *name, slice text)
{
    lua_pushlstring(L, text.data, text.length);
    lua_setfield(L, -2, name);
}

static int push_fault(lua_State *L, const char *fault)
{
    lua_pushnil(L);
    lua_pushstring(L, fault);
    return 2;
}

/*
 * core.parse_url(text) -> {scheme, host, port, path, query, authority} | nil, fault
 * Parts as written, "" for those left out; `authority` is what the Host header holds.
 */
static int parse_url(lua_State *L)
{
    enum { LONGEST_HOST = 255, LONGEST_PORT = 20 };
    char space[LONGEST_HOST + LONGEST_PORT + 1];
    buffer authority = {space, 0, sizeof space,
                        false}; /* on the stack: lua_error may jump out below */
    slice text;
    uri url;
    text.data = luaL_checklstring(L, 1, &text.length);
    const char *fault = uri_parse(text, &url);
    if (fault)
        return push_fault(L, fault);
    if (url.host.length > LONGEST_HOST || url.port.length > LONGEST_PORT)
        return push_fault(L, "has a host name that is too long");
    uri_append_host(&authority, &url);
    lua_createtable(L, 0, 6);
    set_text(L, "scheme", url.scheme);
    set_text(L, "host", url.host);
    set_text(L, "port", url.port);
    set_text(L, "path", url.path);
    set_text(L, "query", url.query);
    set_text(L, "authority", buffer_slice(&authority));
    return 1;
}

void url_register(lua_State *L)
{
    lua_pushcfunction(L, parse_url);
    lua_setfield(L, -2, "parse_url");
}
