#include "module.h"

#include <stdint.h>

#include "core/os/random.h"

static int push_no_random(lua_State *L)
{
    lua_pushnil(L);
    lua_pushliteral(L, "the system's random generator failed");
    return 2;
}

/* core.random() -> number in [0, 1) | nil, fault */
static int random_number(lua_State *L)
{
    uint64_t bits;
    if (!random_bytes(&bits, sizeof bits))
        return push_no_random(L);
    lua_pushnumber(L,
                   (lua_Number)(bits >> 11) / 9007199254740992.0); /* 53 bits, all a double holds */
    return 1;
}

/*
 * core.uuid([is_fresh]) -> a random UUID (RFC 9562 5.4) | nil, fault
 * `is_fresh`: asked of the system for this one, so that not even the copy of a virtual machine repeats it.
 */
static int uuid(lua_State *L)
{
    char text[RANDOM_UUID_LENGTH];
    if (!random_uuid(lua_toboolean(L, 1) != 0, text))
        return push_no_random(L);
    lua_pushlstring(L, text, sizeof text);
    return 1;
}

void random_register(lua_State *L)
{
    static const luaL_Reg functions[] = {{"random", random_number}, {"uuid", uuid}, {NULL, NULL}};
    compat_setfuncs(L, functions);
}
