/* Reads the request table of aws.sigv4.sign and presign, and lists everything that is wrong with it. */
#ifndef AWS_LUA_SIGV4_REQUEST_H
#define AWS_LUA_SIGV4_REQUEST_H

#include "core/sign/sigv4.h"
#include "compat.h"

enum { SIGV4_PROBLEM_PATH = 64, SIGV4_PROBLEM_MESSAGE = 128 };

/* What is wrong with a request: a field, and a phrase. */
typedef struct sigv4_problem {
    char path[SIGV4_PROBLEM_PATH];
    char message[SIGV4_PROBLEM_MESSAGE];
} sigv4_problem;

/*
 * Reads the table at stack place `table` into `r`, whose `presign` is set already. `now` is the place of the number
 * that is taken for a missing time. `headers` receives an array of sigv4_header, `problems` one of sigv4_problem; both
 * tell by `failed` that memory ran out. False when something is wrong. The stack is left as it was. Only the tables'
 * own fields count (no metamethod runs). Nothing is allocated in Lua, so that the tables keep every string that `r`
 * points to until the caller allocates.
 */
bool sigv4_request_read(lua_State *L, int table, int now, buffer *problems, buffer *headers,
                        sigv4_request *r);

/* Reads a table of credentials, as above; false when something is wrong with it. */
bool sigv4_request_read_credentials(lua_State *L, int table, buffer *problems,
                                    sigv4_credentials *credentials);

#endif
