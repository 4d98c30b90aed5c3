/*
 * What C raises and Lua code tells apart: tables {type =, message =} which tostring shows by their message. Lua asks for
 * the type by core.fault_type, and never reads the words.
 */
#ifndef AWS_LUA_FAULT_H
#define AWS_LUA_FAULT_H

#include "compat.h"

/* Each with its type in Lua. */
#define FAULTS(X)                                                                                  \
    X(FAULT_CLOSED, "closed") /* an object of ours is used after its close or its finalizer */     \
    X(FAULT_MODEL, "model")   /* a model that cannot be compiled */

typedef enum fault_kind {
#define FAULT_CODE(code, type) code,
    FAULTS(FAULT_CODE)
#undef FAULT_CODE
} fault_kind;

/* Raises one; the message is a format of lua_pushfstring. Does not return: the result is for `return`. */
__attribute__((format(printf, 3, 4))) int fault_raise(lua_State *L, fault_kind kind,
                                                      const char *format, ...);

/* Pushes what is wrong with one place of an input: {path =, message =}. */
void fault_push_problem(lua_State *L, const char *path, const char *message);

/* Raises what Lua raises when its own memory runs out, the same value. Does not return. */
int fault_raise_memory(lua_State *L);

#endif
