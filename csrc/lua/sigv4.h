/* Glue: core.signer, signer:sign, signer:presign. */
#ifndef AWS_LUA_SIGV4_H
#define AWS_LUA_SIGV4_H

#include "compat.h"

void sigv4_register(lua_State *L);

#endif
