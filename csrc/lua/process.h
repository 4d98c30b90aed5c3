/* Glue: core.run_process. */
#ifndef AWS_LUA_PROCESS_H
#define AWS_LUA_PROCESS_H

#include "compat.h"

void process_register(lua_State *L);

#endif
