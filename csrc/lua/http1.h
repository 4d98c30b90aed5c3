/* core.http1_head and core.http1_answer: HTTP/1.1 messages as text. */
#ifndef AWS_LUA_HTTP1_H
#define AWS_LUA_HTTP1_H

#include "compat.h"

void http1_register(lua_State *L);

#endif
