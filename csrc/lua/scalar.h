/* Single values on their way into Lua: the types of a model, and which conversions lose nothing. */
#ifndef AWS_LUA_SCALAR_H
#define AWS_LUA_SCALAR_H

#include "core/json/schema.h"
#include "compat.h"

/* "an integer": what a value of that kind is called in messages. */
const char *scalar_name(shape_kind kind);

/* Pushes a finite number, as a Lua integer when it is one below 2^53 (-0 becomes 0). */
void scalar_push_number(lua_State *L, double value);

/*
 * These push the value as one of the kind and return true, or push nothing and return false when
 * it cannot become one without loss. Integers of 64 bits are exact where their digits are known and Lua has integers;
 * others of 2^53 and more are pushed as floats, so that none is ever taken for its neighbour. `scratch` holds decoded bytes meanwhile; check scratch->failed.
 */
bool scalar_push_from_text(lua_State *L, shape_kind kind, slice text, buffer *scratch);
bool scalar_push_from_digits(lua_State *L, shape_kind kind, slice integer);
bool scalar_push_from_number(lua_State *L, shape_kind kind, double value);
bool scalar_push_from_boolean(lua_State *L, shape_kind kind, bool value);

#endif
