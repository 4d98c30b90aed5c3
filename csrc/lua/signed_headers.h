/*
 * The headers of a signed request as one object of Lua, which transports of ours send as they are: no table of pairs is made
 * where nobody looks at one.
 */
#ifndef AWS_LUA_SIGNED_HEADERS_H
#define AWS_LUA_SIGNED_HEADERS_H

#include "core/sign/sigv4.h"
#include "compat.h"

typedef struct signed_headers {
    size_t count;
    sigv4_header headers[]; /* their texts come after them */
} signed_headers;

void signed_headers_register(lua_State *L);

/* Pushes an object with copies of these headers. */
void signed_headers_push(lua_State *L, const sigv4_header *headers, size_t count);

/* The object at a stack place, which keeps it alive; NULL for anything else. */
const signed_headers *signed_headers_at(lua_State *L, int index);

/* Appends them, as views, to an array of http_header. None has a character that would begin another line. */
void signed_headers_append(const signed_headers *headers, buffer *list);

#endif
