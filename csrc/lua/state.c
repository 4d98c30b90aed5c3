/* What the Lua state that runs is like. */
#include "module.h"

#include <stdint.h>

/* core.can_yield() -> boolean: whether the running coroutine can yield here (nginx has no coroutine.isyieldable) */
static int can_yield(lua_State *L)
{
    lua_pushboolean(L, compat_isyieldable(L));
    return 1;
}

/* core.main_hook() -> the debug hook of the main state (light userdata) | nil, for specs and debugging */
static int main_hook(lua_State *L)
{
    lua_Hook hook = lua_gethook(compat_main_state(L));
    if (hook)
        lua_pushlightuserdata(L, (void *)(uintptr_t)hook);
    else
        lua_pushnil(L);
    return 1;
}

void state_register(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"can_yield", can_yield}, {"main_hook", main_hook}, {NULL, NULL}};
    compat_setfuncs(L, functions);
}
