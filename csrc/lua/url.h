/* Glue: core.parse_url. */
#ifndef AWS_LUA_URL_H
#define AWS_LUA_URL_H

#include "compat.h"

void url_register(lua_State *L);

#endif
