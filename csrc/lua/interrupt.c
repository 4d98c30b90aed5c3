#include "interrupt.h"

#include <stdint.h>

#include "module.h"

/* Where the registry has a function with a step in Lua: hooks run at such steps alone. */
static const char step_key;

static void push_key(lua_State *L)
{
    lua_pushlightuserdata(L, (void *)(uintptr_t)&step_key);
}

/* A hook that was lent ran here for the main state: if it is gone, it is to be gone there too. */
static void take_back(lua_State *L, lua_State *main_state, lua_Hook lent)
{
    if (lua_gethook(L) != lent && lua_gethook(main_state) == lent)
        lua_sethook(main_state, NULL, 0, 0);
}

bool interrupt_strikes(lua_State *L)
{
    lua_State *main_state = compat_main_state(L);
    lua_Hook hook = lua_gethook(main_state), own = lua_gethook(L);
    int mask = lua_gethookmask(L), count = lua_gethookcount(L);
    /* One that Lua code set for the main state does nothing in a coroutine: it is looked up by the coroutine. */
    bool is_lent = hook && hook != own;
    if (!hook)
        return false;
    if (is_lent)
        lua_sethook(L, hook, lua_gethookmask(main_state), lua_gethookcount(main_state));
    push_key(L);
    lua_rawget(L, LUA_REGISTRYINDEX);
    bool raised = lua_pcall(L, 0, 0, 0) != 0;
    if (is_lent) {
        take_back(L, main_state, hook);
        if (lua_gethook(L) == hook || !lua_gethook(L))
            lua_sethook(L, own, mask, count);
    }
    return raised;
}

void interrupt_register(lua_State *L)
{
    push_key(L);
    if (luaL_loadstring(L, "return") != 0)
        lua_error(L);
    lua_rawset(L, LUA_REGISTRYINDEX);
}
