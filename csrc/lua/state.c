/* What the Lua state that runs is like, and its C modules. */
#include "module.h"

#include <stdint.h>

#include "core/os/library.h"

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

/* core.open_lazily(path): loads a C module so that `require` finds it in memory; see library.h */
static int open_lazily(lua_State *L)
{
    library_open_lazily(luaL_checkstring(L, 1));
    return 0;
}

void state_register(lua_State *L)
{
    static const luaL_Reg functions[] = {{"can_yield", can_yield},
                                         {"main_hook", main_hook},
                                         {"open_lazily", open_lazily},
                                         {NULL, NULL}};
    compat_setfuncs(L, functions);
}
