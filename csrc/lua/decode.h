/* JSON -> Lua by shape: core.decode, and single texts: core.convert, core.parse_timestamp. */
#ifndef AWS_LUA_DECODE_H
#define AWS_LUA_DECODE_H

#include "compat.h"

/* Registers the decoder's type and adds its functions to the module table on top of the stack. */
void decode_register(lua_State *L);

#endif
