/* Glue: core.clock, core.now, core.sleep, core.random, core.uuid. */
#ifndef AWS_LUA_SYS_H
#define AWS_LUA_SYS_H

#include "compat.h"

void sys_register(lua_State *L);

#endif
