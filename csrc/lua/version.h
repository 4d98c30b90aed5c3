/* Which Lua this module was built for, and which one has loaded it. */
#ifndef AWS_LUA_VERSION_H
#define AWS_LUA_VERSION_H

#include <lua.h>

/* Raises a text that names both when they are not the same. Calls nothing that some Lua lacks. */
void version_check(lua_State *L);

#endif
