#include "compiled_form.h"

#include <string.h>

#include "source_file.h"

#if LUA_VERSION_NUM == 504

const char compiled_form_searchers[] = "searchers";

bool compiled_form_is_known(lua_State *L, const char *probe, slice code)
{
    (void)L;
    (void)probe;
    (void)code;
    return true;
}

/* ldump.c: the length and one, in groups of seven bits, highest first, of which the last is marked; then the text. */
void compiled_form_push_source(lua_State *L, const char *path)
{
    char groups[sizeof(size_t) * 8 / 7 + 1];
    size_t count = 0, rest = strlen(path) + 2; /* "@", and one more */
    for (; count == 0 || rest > 0; rest >>= 7)
        groups[sizeof groups - ++count] = (char)(rest & 0x7f);
    groups[sizeof groups - 1] |= (char)0x80;
    lua_pushlstring(L, groups + sizeof groups - count, count);
    lua_pushfstring(L, "@%s", path);
    lua_concat(L, 2);
}

int compiled_form_load(lua_State *L, lua_Reader reader, void *data, const char *name)
{
    return lua_load(L, reader, data, name, "b");
}

/* They have the table `package` as upvalue. */
bool compiled_form_is_searcher(lua_State *L, int package)
{
    if (!lua_iscfunction(L, -1) || !lua_getupvalue(L, -1, 1))
        return false;
    bool has_package = lua_rawequal(L, -1, package) != 0;
    lua_pop(L, 1);
    return has_package;
}

#elif LUA_VERSION_NUM == 501 /* LuaJIT: what is built for Lua 5.1 has no compiled code */

const char compiled_form_searchers[] = "loaders";

/* Compares what is written to it. */
static int compare(lua_State *L, const void *data, size_t size, void *rest)
{
    slice *expected = rest;
    (void)L;
    if (size > expected->length || memcmp(data, expected->data, size) != 0)
        return 1;
    expected->data += size;
    expected->length -= size;
    return 0;
}

/* Pushes LuaJIT's version as the name of a source; false for another Lua. */
static bool push_version(lua_State *L)
{
    lua_getfield(L, LUA_REGISTRYINDEX, "_LOADED");
    lua_getfield(L, -1, "jit");
    if (lua_type(L, -1) != LUA_TTABLE)
        return false;
    lua_pushliteral(L, "version");
    if (compat_rawget(L, -2) != LUA_TSTRING)
        return false;
    lua_pushfstring(L, "=%s", lua_tostring(L, -1));
    return true;
}

bool compiled_form_is_known(lua_State *L, const char *probe, slice code)
{
    int top = lua_gettop(L);
    bool is_known = code.length > 0 && push_version(L) &&
                    luaL_loadbuffer(L, probe, strlen(probe), lua_tostring(L, -1)) == 0 &&
                    lua_dump(L, compare, &code) == 0 && code.length == 0;
    lua_settop(L, top);
    return is_known;
}

/* lj_bcwrite.c: the length in groups of seven bits, lowest first, of which all but the last are marked; then the text. */
void compiled_form_push_source(lua_State *L, const char *path)
{
    char groups[sizeof(size_t) * 8 / 7 + 1];
    size_t count = 0, rest = strlen(path) + 1; /* "@" */
    for (; rest > 0x7f; rest >>= 7)
        groups[count++] = (char)(rest | 0x80);
    groups[count++] = (char)rest;
    lua_pushlstring(L, groups, count);
    lua_pushfstring(L, "@%s", path);
    lua_concat(L, 2);
}

int compiled_form_load(lua_State *L, lua_Reader reader, void *data, const char *name)
{
    return lua_load(L, reader, data, name);
}

/* They have the table `package` as environment. */
bool compiled_form_is_searcher(lua_State *L, int package)
{
    if (!lua_iscfunction(L, -1))
        return false;
    lua_getfenv(L, -1);
    bool has_package = lua_rawequal(L, -1, package) != 0;
    lua_pop(L, 1);
    return has_package;
}

#endif
