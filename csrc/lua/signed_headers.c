#include "signed_headers.h"

#include <string.h>

#include "core/http/http_request.h"

static const char type_name[] = "aws.core.signed_headers";

static size_t size_of(const sigv4_header *headers, size_t count)
{
    size_t size = sizeof(signed_headers) + count * sizeof *headers;
    for (size_t i = 0; i < count; i++)
        size += headers[i].name.length + headers[i].value.length;
    return size;
}

/* Copies a text to where the next one goes. */
static slice put(char **next, slice text)
{
    slice copy = {*next, text.length};
    if (text.length > 0)
        memcpy(*next, text.data, text.length);
    *next += text.length;
    return copy;
}

void signed_headers_push(lua_State *L, const sigv4_header *headers, size_t count)
{
    signed_headers *own = lua_newuserdata(L, size_of(headers, count));
    char *next = (char *)(own->headers + count);
    own->count = count;
    for (size_t i = 0; i < count; i++) {
        own->headers[i].name = put(&next, headers[i].name);
        own->headers[i].value = put(&next, headers[i].value);
    }
    luaL_getmetatable(L, type_name);
    lua_setmetatable(L, -2);
}

const signed_headers *signed_headers_at(lua_State *L, int index)
{
    const signed_headers *own = lua_touserdata(L, index);
    if (!own || !lua_getmetatable(L, index))
        return NULL;
    luaL_getmetatable(L, type_name);
    bool is_own = lua_rawequal(L, -1, -2) != 0;
    lua_pop(L, 2);
    return is_own ? own : NULL;
}

void signed_headers_append(const signed_headers *headers, buffer *list)
{
    for (size_t i = 0; i < headers->count; i++) {
        http_header header = {headers->headers[i].name, headers->headers[i].value};
        buffer_append(list, (const char *)&header, sizeof header);
    }
}

/* headers:list() -> {{name, value}, …}, a table of the caller's own */
static int list(lua_State *L)
{
    const signed_headers *own = luaL_checkudata(L, 1, type_name);
    lua_settop(L, 1);
    lua_createtable(L, (int)own->count, 0);
    for (size_t i = 0; i < own->count; i++) {
        lua_createtable(L, 2, 0);
        lua_pushlstring(L, own->headers[i].name.data, own->headers[i].name.length);
        lua_rawseti(L, -2, 1);
        lua_pushlstring(L, own->headers[i].value.data, own->headers[i].value.length);
        lua_rawseti(L, -2, 2);
        lua_rawseti(L, -2, (int)i + 1);
    }
    return 1;
}

/* It owns nothing but its own memory: there is nothing for a finalizer to free. */
void signed_headers_register(lua_State *L)
{
    luaL_newmetatable(L, type_name);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, list);
    lua_setfield(L, -2, "list");
    lua_setfield(L, -2, "__index");
    lua_pushliteral(L, "protected");
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}
