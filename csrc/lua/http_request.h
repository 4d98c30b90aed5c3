/* Reads the request table that a transport takes. Its tables' own fields count, without metamethods. */
#ifndef AWS_LUA_HTTP_REQUEST_H
#define AWS_LUA_HTTP_REQUEST_H

#include "core/http/http_request.h"
#include "compat.h"

/* A request table that is being read. */
typedef struct request_reader {
    lua_State *L;
    int table;      /* its stack place */
    char fault[96]; /* the first thing that is wrong with it; empty: nothing */
} request_reader;

/* The body, which stays on the stack. */
slice request_read_body(request_reader *in);

/*
 * Everything but the body. `list` receives the headers, an array of http_header. NULL, or what is wrong. What it reads
 * stays on the stack, or in the table of headers there: no finalizer frees it before something is allocated in Lua.
 */
const char *request_read(request_reader *in, buffer *list, http_request *r);

#endif
