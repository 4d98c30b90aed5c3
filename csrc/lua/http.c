#include "http.h"

#include <stdint.h>
#include <string.h>

#include "../core/http.h"
#include "box.h"
#include "interrupt.h"

static const char pool_type[] = "aws.core.http_pool";
static const char transfer_type[] = "aws.core.http_transfer";

typedef struct pool_box {
    http_pool *pool;
    buffer headers; /* array of http_header, while a request is read */
} pool_box;

/* Keeps the pool and the body, which libcurl reads in place, alive by its associated value. */
typedef struct transfer_box {
    http_transfer *transfer;
} transfer_box;

/* ---- request in ---- */

/* Pushes a field, which stays on the stack so that the text lives; NULL when it is absent. */
static const char *read_string(lua_State *L, int table, const char *name, size_t *length)
{
    int type = compat_getfield(L, table, name);
    if (type == LUA_TNIL || (type == LUA_TBOOLEAN && !lua_toboolean(L, -1)))
        return NULL;
    if (type != LUA_TSTRING)
        luaL_error(L, "bad request: %s is not a string", name);
    return lua_tolstring(L, -1, length);
}

/* CR and LF would begin another header line, NUL would end a text early. */
static void check_line(lua_State *L, const char *what, slice text)
{
    if (memchr(text.data, '\0', text.length) || memchr(text.data, '\r', text.length) ||
        memchr(text.data, '\n', text.length))
        luaL_error(L, "bad request: %s has CR, LF or NUL", what);
}

static const char *require_string(lua_State *L, int table, const char *name)
{
    slice text = {NULL, 0};
    text.data = read_string(L, table, name, &text.length);
    if (!text.data)
        luaL_error(L, "bad request: %s is missing", name);
    check_line(L, name, text);
    return text.data;
}

static double read_number(lua_State *L, int table, const char *name)
{
    int type = compat_getfield(L, table, name);
    if (type != LUA_TNIL && type != LUA_TNUMBER)
        luaL_error(L, "bad request: %s is not a number", name);
    double number = lua_tonumber(L, -1);
    lua_pop(L, 1);
    return number;
}

static slice read_pair_item(lua_State *L, int i)
{
    slice text;
    if (compat_rawgeti(L, -1, i) != LUA_TSTRING)
        luaL_error(L, "bad request: headers is not a list of {name, value}");
    text.data = lua_tolstring(L, -1, &text.length);
    check_line(L, "a header", text);
    lua_pop(L, 1); /* the pair keeps it alive */
    return text;
}

static void read_headers(lua_State *L, pool_box *box, int table, http_request *r)
{
    buffer_clear(&box->headers);
    if (compat_getfield(L, table, "headers") != LUA_TTABLE)
        luaL_error(L, "bad request: headers is not a list of {name, value}");
    int count = (int)lua_rawlen(L, -1);
    for (int i = 1; i <= count; i++) {
        if (compat_rawgeti(L, -1, i) != LUA_TTABLE)
            luaL_error(L, "bad request: headers is not a list of {name, value}");
        http_header header = {read_pair_item(L, 1), read_pair_item(L, 2)};
        buffer_append(&box->headers, (const char *)&header, sizeof header);
        lua_pop(L, 1);
    }
    if (box->headers.failed)
        luaL_error(L, NOT_ENOUGH_MEMORY);
    r->headers = (const http_header *)(const void *)box->headers.data;
    r->header_count = (size_t)count;
}

/* Everything but the body. */
static void read_request(lua_State *L, pool_box *box, int table, http_request *r)
{
    luaL_checkstack(L, 20, "request");
    r->method = require_string(L, table, "method");
    r->url = require_string(L, table, "url");
    r->proxy = read_string(L, table, "proxy", NULL);
    r->ca_bundle = read_string(L, table, "ca_bundle", NULL);
    r->connect_timeout = read_number(L, table, "connect_timeout");
    r->read_timeout = read_number(L, table, "read_timeout");
    r->timeout = read_number(L, table, "timeout");
    double limit = read_number(L, table, "max_response_bytes");
    r->max_response_bytes = limit > 0 && limit < 9e15 ? (size_t)limit : (size_t)-1;
    read_headers(L, box, table, r); /* last: until the transfer starts no finalizer may run */
}

/* ---- results out ---- */

/* Headers with the same name are one, joined by ", " (RFC 9110 5.3). */
static void set_header(lua_State *L, slice name, slice value)
{
    lua_pushlstring(L, name.data, name.length);
    lua_pushvalue(L, -1);
    if (compat_rawget(L, -3) == LUA_TSTRING) {
        lua_pushliteral(L, ", ");
        lua_pushlstring(L, value.data, value.length);
        lua_concat(L, 3);
    } else {
        lua_pop(L, 1);
        lua_pushlstring(L, value.data, value.length);
    }
    lua_rawset(L, -3);
}

static void set_status_and_headers(lua_State *L, const http_response *r)
{
    size_t count = http_response_header_count(r);
    lua_pushinteger(L, r->status);
    lua_setfield(L, -2, "status");
    lua_createtable(L, 0, (int)count);
    for (size_t i = 0; i < count; i++)
        set_header(L, http_response_header_name(r, i), http_response_header_value(r, i));
    lua_setfield(L, -2, "headers");
}

static void set_resent(lua_State *L, const http_transfer *t)
{
    if (!http_transfer_resent(t))
        return;
    lua_pushboolean(L, 1);
    lua_setfield(L, -2, "resent");
}

static int push_response(lua_State *L, const http_transfer *t)
{
    const http_response *r = http_transfer_response(t);
    slice body = buffer_slice(&r->body);
    lua_createtable(L, 0, 4);
    set_status_and_headers(L, r);
    lua_pushlstring(L, body.data, body.length);
    lua_setfield(L, -2, "body");
    set_resent(L, t);
    return 1;
}

static void push_failure_table(lua_State *L, const char *type, const char *message, bool sent)
{
    lua_createtable(L, 0, 6);
    lua_pushstring(L, type);
    lua_setfield(L, -2, "type");
    lua_pushstring(L, message);
    lua_setfield(L, -2, "message");
    lua_pushboolean(L, sent);
    lua_setfield(L, -2, "sent");
}

static int push_failure(lua_State *L, const http_transfer *t)
{
    const http_response *r = http_transfer_response(t);
    lua_pushnil(L);
    push_failure_table(L, http_failure_name(http_transfer_failure(t)), http_transfer_message(t),
                       http_transfer_sent(t));
    if (http_transfer_final(t)) {
        lua_pushboolean(L, 1);
        lua_setfield(L, -2, "final");
    } else if (r->complete_head) {
        set_status_and_headers(L, r);
    }
    set_resent(L, t);
    return 2;
}

/* ---- pool ---- */

static pool_box *check_pool(lua_State *L)
{
    pool_box *box = luaL_checkudata(L, 1, pool_type);
    if (!box->pool)
        luaL_error(L, "the connection pool is closed");
    return box;
}

/* Pool and body live as long as this pair, held by the transfer's box. */
static void keep_alive(lua_State *L, int transfer, int pool, int body)
{
    lua_createtable(L, 2, 0);
    lua_pushvalue(L, pool);
    lua_rawseti(L, -2, 1);
    lua_pushvalue(L, body);
    lua_rawseti(L, -2, 2);
    compat_setuservalue(L, transfer);
}

/*
 * pool:start(transfer, request) -> true | nil, failure
 * `transfer` from core.http_transfer(), not used before: whoever waits for it has it in hand before anything can be sent.
 * `request` as transports take it. Raises for a request that is not such a table.
 */
static int pool_start(lua_State *L)
{
    pool_box *box = check_pool(L);
    transfer_box *transfer = luaL_checkudata(L, 2, transfer_type);
    http_request request = {0};
    luaL_checktype(L, 3, LUA_TTABLE);
    lua_settop(L, 3);
    request.body.data = read_string(L, 3, "body", &request.body.length);
    keep_alive(L, 2, 1, 4);
    read_request(L, box, 3, &request);
    box = check_pool(L); /* a finalizer may have closed it */
    luaL_argcheck(L, !transfer->transfer, 2, "the transfer was used before");
    transfer->transfer = http_pool_start(box->pool, &request);
    if (!transfer->transfer) {
        lua_pushnil(L);
        push_failure_table(L, "ConnectionError",
                           "the transfer cannot be started: no memory, or a URL beyond 8 MB",
                           false);
        return 2;
    }
    lua_pushboolean(L, 1);
    return 1;
}

/* pool:wait(seconds): drives all its transfers until one ends, `seconds` at most; raises what Ctrl-C raises */
static int pool_wait(lua_State *L)
{
    pool_box *box = check_pool(L);
    http_wait(&box->pool, 1, luaL_checknumber(L, 2));
    return interrupt_strikes(L) ? lua_error(L) : 0;
}

/*
 * core.http_wait(pools, seconds): drives all transfers of a list of pools until one ends, `seconds` at most; raises what
 * Ctrl-C raises
 */
static int wait_for_pools(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    double seconds = luaL_checknumber(L, 2);
    lua_settop(L, 1);
    size_t count = lua_rawlen(L, 1), used = 0;
    http_pool **pools = lua_newuserdata(L, (count + 1) * sizeof *pools);
    for (size_t i = 0; i < count; i++) {
        compat_rawgeti(L, 1, (int)i + 1);
        pool_box *box = luaL_checkudata(L, -1, pool_type);
        if (box->pool)
            pools[used++] = box->pool;
        lua_pop(L, 1); /* the list keeps it alive */
    }
    http_wait(pools, used, seconds);
    return interrupt_strikes(L) ? lua_error(L) : 0;
}

/*
 * pool:next_ended([told]) -> id of the first transfer that has ended and of which nobody was told | nil for none | false:
 * the pool is closed. `told`: the last answer. It is given again until then: whoever asks may be interrupted.
 */
static int pool_next_ended(lua_State *L)
{
    pool_box *box = luaL_checkudata(L, 1, pool_type);
    int64_t told = (int64_t)luaL_optnumber(L, 2, 0);
    int64_t id = box->pool ? http_pool_next_ended(box->pool, told) : 0;
    if (!box->pool)
        lua_pushboolean(L, 0);
    else if (id > 0)
        lua_pushinteger(L, (lua_Integer)id);
    else
        lua_pushnil(L);
    return 1;
}

/* pool:close(): drops the connections; it may be called twice */
static int pool_close(lua_State *L)
{
    pool_box *box = luaL_checkudata(L, 1, pool_type);
    http_pool_free(box->pool);
    box->pool = NULL;
    buffer_free(&box->headers);
    return 0;
}

/* core.http_pool() -> pool */
static int new_pool(lua_State *L)
{
    pool_box *box = box_new(L, pool_type, sizeof *box);
    box->pool = http_pool_new();
    if (!box->pool)
        return luaL_error(L, NOT_ENOUGH_MEMORY);
    return 1;
}

/* ---- transfer ---- */

/* core.http_transfer() -> transfer, for pool:start */
static int new_transfer(lua_State *L)
{
    box_new(L, transfer_type, sizeof(transfer_box));
    return 1;
}

static transfer_box *check_transfer(lua_State *L)
{
    transfer_box *box = luaL_checkudata(L, 1, transfer_type);
    if (!box->transfer)
        luaL_error(L, "the transfer is closed");
    return box;
}

/* transfer:done() -> boolean */
static int transfer_done(lua_State *L)
{
    lua_pushboolean(L, http_transfer_done(check_transfer(L)->transfer));
    return 1;
}

/* transfer:id() -> a number that no other transfer of its pool has */
static int transfer_id(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)http_transfer_id(check_transfer(L)->transfer));
    return 1;
}

/* transfer:result() -> response | nil, failure (design section 4), of a transfer that is done */
static int transfer_result(lua_State *L)
{
    http_transfer *t = check_transfer(L)->transfer;
    if (!http_transfer_done(t))
        return luaL_error(L, "the transfer is still running");
    return http_transfer_failure(t) == HTTP_NO_FAILURE ? push_response(L, t) : push_failure(L, t);
}

/* transfer:sent() -> boolean: whether bytes of the request may have left; false also before it was started */
static int transfer_sent(lua_State *L)
{
    transfer_box *box = luaL_checkudata(L, 1, transfer_type);
    lua_pushboolean(L, box->transfer && http_transfer_sent(box->transfer));
    return 1;
}

/* transfer:close(): ends it if it runs and frees it; it may be called twice */
static int transfer_close(lua_State *L)
{
    transfer_box *box = luaL_checkudata(L, 1, transfer_type);
    http_transfer_free(box->transfer);
    box->transfer = NULL;
    return 0;
}

void http_register(lua_State *L)
{
    static const luaL_Reg pool_methods[] = {{"start", pool_start},
                                            {"wait", pool_wait},
                                            {"next_ended", pool_next_ended},
                                            {"close", pool_close},
                                            {NULL, NULL}};
    static const luaL_Reg transfer_methods[] = {
        {"id", transfer_id},     {"done", transfer_done},   {"result", transfer_result},
        {"sent", transfer_sent}, {"close", transfer_close}, {NULL, NULL}};
    static const luaL_Reg functions[] = {{"http_pool", new_pool},
                                         {"http_transfer", new_transfer},
                                         {"http_wait", wait_for_pools},
                                         {NULL, NULL}};
    box_register(L, pool_type, pool_methods, pool_close);
    box_register(L, transfer_type, transfer_methods, transfer_close);
    compat_setfuncs(L, functions);
}
