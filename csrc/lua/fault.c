#include "fault.h"

#include <stdarg.h>
#include <stdbool.h>

#include "core/base/buffer.h"
#include "module.h"

static const char fault_type[] = "aws.core.fault";

static const char *type_of(fault_kind kind)
{
    switch (kind) {
#define FAULT_TYPE(code, type)                                                                     \
    case code: return type;
        FAULTS(FAULT_TYPE)
#undef FAULT_TYPE
    }
    return "";
}

/* Replaces the text on top of the stack by one without control characters: a model's names may have some. */
static void make_one_line(lua_State *L)
{
    luaL_Buffer line;
    size_t length;
    int place = lua_gettop(L);
    const char *text = lua_tolstring(L, place, &length);
    luaL_buffinit(L, &line);
    for (size_t i = 0; i < length; i++)
        luaL_addchar(&line, (char)(ascii_is(text[i], ASCII_CONTROL) ? '?' : text[i]));
    luaL_pushresult(&line);
    lua_replace(L, place);
}

int fault_raise(lua_State *L, fault_kind kind, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    lua_pushvfstring(L, format, arguments);
    va_end(arguments);
    make_one_line(L);
    lua_createtable(L, 0, 2);
    lua_insert(L, -2);
    lua_setfield(L, -2, "message");
    lua_pushstring(L, type_of(kind));
    lua_setfield(L, -2, "type");
    luaL_getmetatable(L, fault_type);
    lua_setmetatable(L, -2);
    return lua_error(L);
}

int fault_raise_memory(lua_State *L)
{
    lua_pushliteral(L, NOT_ENOUGH_MEMORY);
    return lua_error(L);
}

void fault_push_problem(lua_State *L, const char *path, const char *message)
{
    lua_createtable(L, 0, 2);
    lua_pushstring(L, path);
    lua_setfield(L, -2, "path");
    lua_pushstring(L, message);
    lua_setfield(L, -2, "message");
}

/* Whether argument 1 is such a table. */
static bool is_fault(lua_State *L)
{
    if (!lua_istable(L, 1) || !lua_getmetatable(L, 1))
        return false;
    luaL_getmetatable(L, fault_type);
    return lua_rawequal(L, -1, -2);
}

static int push_member(lua_State *L, const char *name)
{
    lua_pushstring(L, name);
    lua_rawget(L, 1);
    return 1;
}

/* core.fault_type(value) -> "closed" or "model" | nil, for what is not a fault of aws.core's */
static int type_of_value(lua_State *L)
{
    luaL_checkany(L, 1);
    return is_fault(L) ? push_member(L, "type") : 0;
}

static int message_of(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    return push_member(L, "message");
}

void fault_register(lua_State *L)
{
    luaL_newmetatable(L, fault_type);
    lua_pushcfunction(L, message_of);
    lua_setfield(L, -2, "__tostring");
    lua_pop(L, 1);
    lua_pushcfunction(L, type_of_value);
    lua_setfield(L, -2, "fault_type");
}
