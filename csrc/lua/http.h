/* Glue: core.http_pool and its transfers. */
#ifndef AWS_LUA_HTTP_H
#define AWS_LUA_HTTP_H

#include "compat.h"

void http_register(lua_State *L);

#endif
