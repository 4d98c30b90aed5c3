/* Reads the request table of aws.sigv4.sign and presign, and lists everything that is wrong with it. */
#ifndef AWS_LUA_SIGV4_REQUEST_H
#define AWS_LUA_SIGV4_REQUEST_H

#include "../core/sigv4.h"
#include "compat.h"

/* Every field, by the path that problems name it with. */
#define SIGV4_FIELDS(X)                                                                            \
    X(FIELD_METHOD, "method")                                                                      \
    X(FIELD_URL, "url")                                                                            \
    X(FIELD_HEADERS, "headers")                                                                    \
    X(FIELD_BODY, "body")                                                                          \
    X(FIELD_SERVICE, "service")                                                                    \
    X(FIELD_REGION, "region")                                                                      \
    X(FIELD_CREDENTIALS, "credentials")                                                            \
    X(FIELD_TIME, "time")                                                                          \
    X(FIELD_NORMALIZE_PATH, "normalize_path")                                                      \
    X(FIELD_DOUBLE_ENCODE, "double_encode")                                                        \
    X(FIELD_PAYLOAD_HASH, "payload_hash")                                                          \
    X(FIELD_SIGN_PAYLOAD_HEADER, "sign_payload_header")                                            \
    X(FIELD_SIGN_TOKEN, "sign_token")                                                              \
    X(FIELD_EXPIRES, "expires")                                                                    \
    X(FIELD_ACCESS_KEY_ID, "credentials.access_key_id")                                            \
    X(FIELD_SECRET_ACCESS_KEY, "credentials.secret_access_key")                                    \
    X(FIELD_SESSION_TOKEN, "credentials.session_token")

/* A field is the number of the upvalue that holds its name, so that reading it makes no string. */
typedef enum sigv4_field {
    FIELD_NONE,
#define SIGV4_FIELD_CODE(code, name) code,
    SIGV4_FIELDS(SIGV4_FIELD_CODE)
#undef SIGV4_FIELD_CODE
        FIELD_END
} sigv4_field;

/* Pushes the FIELD_END - 1 names: the upvalues of a function that calls sigv4_request_read. */
void sigv4_request_push_fields(lua_State *L);

/*
 * Reads the table at stack place `table` into `r`, whose `presign` is set already. `now` is the place of the number
 * that stands in for a missing time, `list` receives the headers. Returns the stack place of the headers table; 0
 * when something is wrong, with a list of {path, message} at place `problems`. The strings that `r` points to stay on
 * the stack. Raises only what the table's metamethods raise.
 */
int sigv4_request_read(lua_State *L, int table, int now, int problems, buffer *list,
                       sigv4_request *r);

#endif
