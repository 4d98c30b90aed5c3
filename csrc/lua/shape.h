/* Compiled models in Lua: userdata made by core.shape. */
#ifndef AWS_LUA_SHAPE_H
#define AWS_LUA_SHAPE_H

#include "core/json/schema.h"
#include "compat.h"

/* The shape that argument `index` holds; raises an argument error for another value, and a fault for a closed one. */
const shape *shape_check(lua_State *L, int index);

/* Pushes the list of the names of all members that the shape at `index` leads to, by id. Allocates nothing. */
void shape_push_names(lua_State *L, int index);

#endif
