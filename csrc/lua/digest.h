/* Glue: core.sha1_hex, core.sha256_hex. */
#ifndef AWS_LUA_DIGEST_H
#define AWS_LUA_DIGEST_H

#include "compat.h"

void digest_register(lua_State *L);

#endif
