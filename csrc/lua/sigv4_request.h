/* Reads the request table of aws.sigv4.sign and presign, and lists everything that is wrong with it. */
#ifndef AWS_LUA_SIGV4_REQUEST_H
#define AWS_LUA_SIGV4_REQUEST_H

#include "../core/sigv4.h"
#include "compat.h"

/*
 * Reads the table at stack place `table` into `r`, whose `presign` is set already. `now` is the place of the number
 * that stands in for a missing time, `list` receives the headers. False when something is wrong, with a list of
 * {path, message} at place `problems`. The stack is left as it was. Only the tables' own fields count (no metamethod
 * runs), so the tables keep every string that `r` points to. Nothing is allocated in Lua unless something is wrong.
 */
bool sigv4_request_read(lua_State *L, int table, int now, int problems, buffer *list,
                        sigv4_request *r);

#endif
