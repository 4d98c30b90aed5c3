/* Compiled models in Lua: userdata made by core.shape. */
#ifndef AWS_LUA_SHAPE_H
#define AWS_LUA_SHAPE_H

#include "../core/schema.h"
#include "compat.h"

/* Registers the type, and core.shape in the module table on top of the stack. */
void shape_register(lua_State *L);

/* The shape that argument `index` holds; raises an argument error when it is none. */
const shape *shape_check(lua_State *L, int index);

/* Pushes the list of the names of all members that the shape at `index` leads to, by id. Allocates nothing. */
void shape_push_names(lua_State *L, int index);

#endif
