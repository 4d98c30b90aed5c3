/* Lua -> JSON by shape: core.encode; and core.nearest, core.format_timestamp. */
#ifndef AWS_LUA_ENCODE_H
#define AWS_LUA_ENCODE_H

#include "compat.h"

/* Registers the encoder's type and adds its functions to the module table on top of the stack. */
void encode_register(lua_State *L);

#endif
