/*
 * lua_newstate as the older Luas have it: Lua 5.5 wants a seed of its hashes as well, which is the same each time here.
 */
#ifndef SPEC_SUPPORT_NEW_STATE_H
#define SPEC_SUPPORT_NEW_STATE_H

#include <lua.h>

#if LUA_VERSION_NUM >= 505
#define lua_newstate(allocate, data) lua_newstate(allocate, data, 0)
#endif

#endif
